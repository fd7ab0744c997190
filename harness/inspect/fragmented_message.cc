#include "harness/inspect/fragmented_message.h"

#include <algorithm>

namespace shakedown {

bool FragmentedMessage::Add(size_t offset, View bytes) {
  bool same = true;
  auto next = parts_.upper_bound(offset);
  if (next != parts_.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second.size() > offset) next = before;
  }
  while (!bytes.empty()) {
    if (next != parts_.end() && next->first <= offset) {
      const size_t at = offset - next->first;
      const size_t common = std::min(next->second.size() - at, bytes.size());
      same = same && std::equal(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(common),
                                next->second.begin() + static_cast<ptrdiff_t>(at));
      bytes = bytes.subspan(common);
      offset += common;
      ++next;
      continue;
    }
    const size_t room = next == parts_.end() ? bytes.size() : next->first - offset;
    const View fresh = bytes.first(std::min(room, bytes.size()));
    parts_.emplace_hint(next, offset, Bytes(fresh.begin(), fresh.end()));
    kept_ += fresh.size();
    bytes = bytes.subspan(fresh.size());
    offset += fresh.size();
  }
  return same;
}

Bytes FragmentedMessage::Beginning() const {
  Bytes beginning;
  for (const auto& [offset, bytes] : parts_) {
    if (offset != beginning.size()) break;
    Append(&beginning, bytes);
  }
  return beginning;
}

std::vector<std::pair<size_t, size_t>> FragmentedMessage::Missing() const {
  std::vector<std::pair<size_t, size_t>> missing;
  size_t end = 0;
  for (const auto& [offset, bytes] : parts_) {
    if (offset != end) missing.emplace_back(end, offset);
    end = offset + bytes.size();
  }
  if (end != length_) missing.emplace_back(end, length_);
  return missing;
}

}  // namespace shakedown
