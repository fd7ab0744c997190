#include "harness/import/tcp_stream.h"

#include <algorithm>
#include <utility>

namespace shakedown {

std::optional<int64_t> TcpStream::Distance(uint32_t sequence) const {
  if (!furthest_number_) return std::nullopt;
  // RFC 9293 3.4: numbers are compared modulo 2^32.
  return static_cast<int32_t>(sequence - *furthest_number_);
}

int64_t TcpStream::Unwrap(uint32_t sequence) const {
  return furthest_ + Distance(sequence).value_or(0);
}

void TcpStream::SeeNumber(uint32_t sequence) {
  if (Distance(sequence).value_or(1) <= 0) return;
  furthest_ = Unwrap(sequence);
  furthest_number_ = sequence;
}

void TcpStream::Open(uint32_t sequence) {
  // Without payload, a number seen earlier may be a straggler's of the connection before.
  if (parts_.empty()) furthest_number_.reset();
  opened_with_ = sequence;
  SeeNumber(sequence + 1);
  first_ = Unwrap(sequence + 1);
}

void TcpStream::Close(uint32_t sequence) {
  SeeNumber(sequence);
  end_ = std::max(end_.value_or(Unwrap(sequence)), Unwrap(sequence));
}

size_t TcpStream::CountDifferent(const Part& part, int64_t part_start, int64_t start,
                                 View again) const {
  // A probe that keeps a connection alive repeats one byte and may send any.
  if (again.size() <= 1) return 0;
  const int64_t from = std::max(part_start, start);
  const int64_t to = std::min(part.end, start + static_cast<int64_t>(again.size()));
  const View known = View(bytes_).subspan(part.stored_at + static_cast<size_t>(from - part_start),
                                          static_cast<size_t>(to - from));
  const View repeated = again.subspan(static_cast<size_t>(from - start), known.size());
  size_t different = 0;
  for (size_t i = 0; i < known.size(); ++i) different += known[i] != repeated[i] ? 1 : 0;
  return different;
}

void TcpStream::Add(uint32_t sequence, View payload, size_t cut, size_t packet) {
  SeeNumber(sequence);
  const int64_t start = Unwrap(sequence);
  const int64_t end = start + static_cast<int64_t>(payload.size());
  const bool late = !parts_.empty() && std::prev(parts_.end())->second.end > start;
  if (cut > 0) {
    ++report_.cut;
    end_ = std::max(end_.value_or(end), end + static_cast<int64_t>(cut));
  }

  auto next = parts_.upper_bound(start);
  if (next != parts_.begin() && std::prev(next)->second.end > start) --next;
  bool added = false;
  for (int64_t at = start; at < end;) {
    const int64_t hole_end = next == parts_.end() ? end : std::min(end, next->first);
    if (at < hole_end) {
      const View fresh =
          payload.subspan(static_cast<size_t>(at - start), static_cast<size_t>(hole_end - at));
      const Part part{hole_end, bytes_.size(), packet, cut > 0 && hole_end == end};
      Append(&bytes_, fresh);
      parts_.emplace_hint(next, at, part);
      added = true;
      at = hole_end;
    } else {
      report_.contradictory += CountDifferent(next->second, next->first, start, payload);
      at = next->second.end;
      ++next;
    }
  }
  if (!payload.empty() && !added) ++report_.repeated;
  if (added && late) ++report_.out_of_order;
}

std::vector<StreamPiece> TcpStream::Finish(StreamReport* report) {
  std::vector<StreamPiece> pieces;
  if (!first_ && !parts_.empty()) first_ = parts_.begin()->first;
  int64_t at = first_.value_or(end_.value_or(0));
  size_t passed = 0;
  bool last_was_cut = false;
  const auto note_hole = [&](int64_t size) {
    ++report_.holes;
    report_.missing += static_cast<size_t>(size);
  };
  for (const auto& [part_start, part] : parts_) {
    // Only a stray segment begins before the first byte.
    const int64_t start = std::max(part_start, at);
    if (start >= part.end) continue;
    StreamPiece out;
    if (start > at) {
      note_hole(start - at);
      out.piece.missing_before = static_cast<size_t>(start - at);
      if (!pieces.empty()) pieces.back().piece.truncated = last_was_cut;
    }
    const View stored =
        View(bytes_).subspan(part.stored_at + static_cast<size_t>(start - part_start),
                             static_cast<size_t>(part.end - start));
    out.piece.bytes.assign(stored.begin(), stored.end());
    out.piece.source = part.packet;
    out.passed = passed = std::max(passed, part.packet);
    pieces.push_back(std::move(out));
    last_was_cut = part.cut;
    at = part.end;
  }
  if (end_ && *end_ > at) {
    note_hole(*end_ - at);
    report_.missing_at_end = static_cast<size_t>(*end_ - at);
    if (!pieces.empty()) pieces.back().piece.truncated = last_was_cut;
  }
  *report = report_;
  *this = TcpStream();
  return pieces;
}

}  // namespace shakedown
