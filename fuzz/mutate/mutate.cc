#include "fuzz/mutate/mutate.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "fuzz/mutate/draw.h"
#include "fuzz/mutate/verbs.h"

namespace shakedown {
namespace {

// Their memory is kept from call to call.
std::vector<Part>& PartsOf(InputForm form, View input, size_t which = 0) {
  static auto& kept = *new std::array<std::vector<Part>, 2>;
  FindParts(form, input, &kept.at(which));
  return kept.at(which);
}

// Half of the inputs get one or two changes, or nothing they reach would ever complete.
size_t DrawCount(Draw* draw) {
  constexpr size_t kMost = 8;
  return draw->OneIn(2) ? 1 + draw->Below(2) : 1 + draw->Below(kMost);
}

// Gives the content of one part to `blind`. False: there is none.
bool MutateInside(Draw* draw, const std::vector<Part>& parts, Input* input, BlindMutation blind) {
  if (parts.empty()) return false;
  const auto index = static_cast<uint32_t>(draw->Below(parts.size()));
  const Part& part = parts[index];
  constexpr size_t kGrowth = 64;
  static Bytes& content = *new Bytes;
  content.assign(input->data + part.content, input->data + part.end);
  const size_t size = content.size();
  const size_t room = std::min(size + kGrowth, size + input->room - input->size);
  if (room == 0) return false;
  content.resize(room);
  content.resize(std::min(room, blind(content.data(), size, room)));
  return SpliceInside(input, parts, index, part.content, part.end, content, true);
}

}  // namespace

size_t Mutate(InputForm form, uint8_t* data, size_t size, size_t room, uint64_t seed,
              BlindMutation blind) {
  Draw draw(seed);
  if (size > room) size = room;
  const size_t manner = draw.Below(8);
  if (manner == 0) return std::min(room, blind(data, size, room));
  Input input{data, size, room};
  bool changed = false;
  if (manner <= 2) {
    changed = MutateInside(&draw, PartsOf(form, input.view()), &input, blind);
  } else {
    for (size_t count = DrawCount(&draw), tries = 2 * count; count > 0 && tries > 0; --tries) {
      const auto verb = static_cast<Verb>(draw.Below(kVerbs));
      const bool keeps_lengths = !draw.OneIn(8);
      if (!Apply(verb, keeps_lengths, &draw, PartsOf(form, input.view()), &input)) continue;
      changed = true;
      --count;
    }
  }
  return changed ? input.size : std::min(room, blind(data, size, room));
}

size_t CrossOver(InputForm form, View first, View second, uint8_t* out, size_t room,
                 uint64_t seed) {
  Draw draw(seed);
  Input input{out, std::min(first.size(), room), room};
  if (input.size > 0) std::memcpy(out, first.data(), input.size);
  const std::vector<Part>& ours = PartsOf(form, input.view());
  const std::vector<Part>& theirs = PartsOf(form, second, 1);
  if (ours.empty() || theirs.empty()) return input.size;
  constexpr int kTries = 16;
  for (int i = 0; i < kTries; ++i) {
    const Part& to = ours[draw.Below(ours.size())];
    const Part& from = theirs[draw.Below(theirs.size())];
    if (to.kind != from.kind) continue;
    const View bytes = second.subspan(from.begin, from.end - from.begin);
    const size_t at = to.is_element && draw.OneIn(2) ? to.end : to.begin;
    if (SpliceInside(&input, ours, to.parent, at, to.end, bytes, true)) break;
  }
  return input.size;
}

}  // namespace shakedown
