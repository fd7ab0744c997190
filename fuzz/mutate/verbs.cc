#include "fuzz/mutate/verbs.h"

#include <algorithm>
#include <optional>

#include "harness/wire/code_points.h"
#include "harness/wire/names.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

// One application of one verb.
class Act {
 public:
  Act(bool keeps_lengths, Draw* draw, const std::vector<Part>& parts, Input* input)
      : keeps_lengths_(keeps_lengths), draw_(*draw), parts_(parts), input_(*input) {}

  bool Set() {
    const Part* part = Pick([](const Part& one) { return one.end > one.content; });
    if (part == nullptr) return false;
    uint8_t* const at = input_.data + part->content;
    const size_t size = part->end - part->content;
    switch (draw_.Below(5)) {
      case 0:
        std::fill_n(at, size, uint8_t{0});
        break;
      case 1:
        std::fill_n(at, size, uint8_t{0xff});
        break;
      case 2:
        at[draw_.Below(size)] = draw_.Byte();
        break;
      case 3: {
        if (size < 2) return false;
        const size_t here = draw_.Below(size - 1);
        const uint16_t code = Code();
        at[here] = static_cast<uint8_t>(code >> 8);
        at[here + 1] = static_cast<uint8_t>(code);
        break;
      }
      default: {
        const Part& from = parts_[draw_.Below(parts_.size())];
        const View bytes = input_.view().subspan(from.begin, from.end - from.begin);
        return SpliceInside(&input_, parts_, IndexOf(*part), part->content, part->end, bytes,
                            keeps_lengths_);
      }
    }
    return true;
  }

  bool Flip() {
    const Part* part = Pick([](const Part& one) { return one.end > one.begin; });
    if (part == nullptr) return false;
    const size_t at = part->begin + draw_.Below(part->end - part->begin);
    input_.data[at] ^= static_cast<uint8_t>(1U << draw_.Below(8));
    return true;
  }

  bool Insert() {
    const Part* beside = PickElement();
    if (beside == nullptr) return false;
    Bytes made;
    switch (beside->kind) {
      case PartKind::kRecord:
        made = NewRecord();
        break;
      case PartKind::kMessage:
        made = {Pick8(HandshakeTypes()), 0, 0, 0};
        if (draw_.OneIn(2)) made = {static_cast<uint8_t>(HandshakeType::kKeyUpdate), 0, 0, 1, 1};
        break;
      case PartKind::kExtension:
        made = NewExtension();
        break;
      default:
        made = CopyOf(*beside);
        if (!made.empty()) made[draw_.Below(made.size())] ^= draw_.Byte();
    }
    return Place(*beside, draw_.OneIn(2) ? beside->begin : beside->end, made);
  }

  bool Delete() {
    const Part* part = PickElement();
    return part != nullptr &&
           SpliceInside(&input_, parts_, part->parent, part->begin, part->end, {}, keeps_lengths_);
  }

  bool Duplicate() {
    const Part* part = PickElement();
    return part != nullptr && Place(*part, part->end, CopyOf(*part));
  }

  bool Swap() {
    const Part* first = PickElement();
    if (first == nullptr) return false;
    const Part* second = Pick([&](const Part& one) {
      return &one != first && one.is_element && one.parent == first->parent &&
             one.kind == first->kind;
    });
    if (second == nullptr) return false;
    if (second->begin < first->begin) std::swap(first, second);
    Bytes turned = CopyOf(*second);
    const View all = input_.view();
    Append(&turned, all.subspan(first->end, second->begin - first->end));
    Append(&turned, all.subspan(first->begin, first->end - first->begin));
    std::copy(turned.begin(), turned.end(), input_.data + first->begin);
    return true;
  }

  bool Fragment() {
    const Part* record = Pick([](const Part& one) {
      return one.kind == PartKind::kRecord && one.end - one.content >= 2;
    });
    if (record == nullptr) return false;
    const size_t size = record->end - record->content;
    const size_t first = 1 + draw_.Below(size - 1), second = size - first;
    const Bytes header = {input_.data[record->begin], input_.data[record->begin + 1],
                          input_.data[record->begin + 2], static_cast<uint8_t>(second >> 8),
                          static_cast<uint8_t>(second)};
    const Part before = *record;
    const size_t at = record->content + first;
    if (!SpliceInside(&input_, parts_, record->parent, at, at, header, keeps_lengths_)) {
      return false;
    }
    WriteLength(&input_, before, first);
    return true;
  }

  bool Coalesce() {
    const auto follower = [this](const Part& record) {
      return std::find_if(parts_.begin(), parts_.end(), [&](const Part& next) {
        return next.kind == PartKind::kRecord && next.begin == record.end &&
               next.parent == record.parent &&
               input_.data[next.begin] == input_.data[record.begin] &&
               record.end - record.content + next.end - next.content <= kMaxPlaintext;
      });
    };
    // To look for the follower of every record would take too long of many.
    const Part* record = Pick([](const Part& one) { return one.kind == PartKind::kRecord; });
    if (record == nullptr) return false;
    const auto next = follower(*record);
    if (next == parts_.end()) return false;
    const size_t size = record->end - record->content + next->end - next->content;
    const Part before = *record;
    if (!SpliceInside(&input_, parts_, record->parent, next->begin, next->content, {},
                      keeps_lengths_)) {
      return false;
    }
    WriteLength(&input_, before, size);
    return true;
  }

  bool LengthLie() {
    const Part* part = Pick([](const Part& one) { return one.length_bytes != 0; });
    if (part == nullptr) return false;
    const size_t size = part->end - part->content;
    const size_t lies[] = {0,
                           1,
                           size + 1,
                           size - 1,
                           size + 2,
                           SIZE_MAX,
                           size * 2,
                           size >> 1,
                           input_.size - part->content + 1,
                           draw_.Below(65536)};
    WriteLength(&input_, *part, lies[draw_.Below(std::size(lies))]);
    return true;
  }

  bool TypeLie() {
    const Part* part = Pick([](const Part& one) {
      return one.kind == PartKind::kRecord || one.kind == PartKind::kMessage ||
             one.kind == PartKind::kExtension;
    });
    if (part == nullptr) return false;
    uint8_t* const at = input_.data + part->begin;
    if (part->kind == PartKind::kRecord) *at = Pick8(RecordContentTypes());
    if (part->kind == PartKind::kMessage) *at = Pick8(HandshakeTypes());
    if (part->kind == PartKind::kExtension) {
      const uint16_t type = Pick16(ExtensionTypes());
      at[0] = static_cast<uint8_t>(type >> 8);
      at[1] = static_cast<uint8_t>(type);
    }
    return true;
  }

  bool Grease() {
    const auto takes_code = [](const Part& one) {
      return one.is_element && (one.kind == PartKind::kExtension || one.kind == PartKind::kEntry ||
                                (one.kind == PartKind::kField && one.end - one.begin == 2));
    };
    const Part* beside = Pick(takes_code);
    if (beside == nullptr) return false;
    const auto half = static_cast<uint8_t>(0x0a | draw_.Below(16) << 4);
    Bytes made = CopyOf(*beside);
    if (beside->kind == PartKind::kExtension) made.resize(4, 0);
    if (made.size() < 2) return false;
    made[0] = made[1] = half;
    if (beside->kind == PartKind::kExtension) made[2] = made[3] = 0;
    return Place(*beside, draw_.OneIn(2) ? beside->begin : beside->end, made);
  }

  bool Truncate() {
    const Part* part = Pick([](const Part& one) { return one.end > one.content; });
    if (part == nullptr) return false;
    const size_t at = part->content + draw_.Below(part->end - part->content);
    if (keeps_lengths_) {
      return SpliceInside(&input_, parts_, IndexOf(*part), at, part->end, {}, true);
    }
    input_.size = at;
    return true;
  }

 private:
  template <typename Suits>
  const Part* Pick(Suits suits) {
    // Most parts suit most verbs.
    constexpr int kTries = 4;
    if (parts_.empty()) return nullptr;
    for (int i = 0; i < kTries; ++i) {
      const Part& part = parts_[draw_.Below(parts_.size())];
      if (suits(part)) return &part;
    }
    const size_t from = draw_.Below(parts_.size());
    for (size_t i = 0; i < parts_.size(); ++i) {
      const Part& part = parts_[(from + i) % parts_.size()];
      if (suits(part)) return &part;
    }
    return nullptr;
  }
  // Lists of codes have the most elements; half of the time something larger is meant.
  const Part* PickElement() {
    if (draw_.OneIn(2)) {
      const Part* part = Pick([](const Part& one) {
        return one.is_element && one.kind != PartKind::kField && one.kind != PartKind::kVector;
      });
      if (part != nullptr) return part;
    }
    return Pick([](const Part& one) { return one.is_element; });
  }

  uint32_t IndexOf(const Part& part) const { return static_cast<uint32_t>(&part - parts_.data()); }
  Bytes CopyOf(const Part& part) const {
    return Bytes(input_.data + part.begin, input_.data + part.end);
  }
  // Puts a new sibling of `beside` at `at`.
  bool Place(const Part& beside, size_t at, View made) {
    return SpliceInside(&input_, parts_, beside.parent, at, at, made, keeps_lengths_);
  }

  uint16_t Pick16(std::span<const CodePoint> registry) {
    return static_cast<uint16_t>(registry[draw_.Below(registry.size())].number);
  }
  uint8_t Pick8(std::span<const CodePoint> registry) {
    return static_cast<uint8_t>(Pick16(registry));
  }
  uint16_t Code() {
    switch (draw_.Below(5)) {
      case 0:
        return Pick16(NamedGroups());
      case 1:
        return Pick16(SignatureSchemes());
      case 2:
        return Pick16(CipherSuites());
      case 3:
        return Pick16(WireVersions());
      default:
        return Pick16(ExtensionTypes());
    }
  }

  Bytes NewRecord() {
    switch (draw_.Below(5)) {
      case 0:
        return {
            21, 3, 3, 0, 2, static_cast<uint8_t>(1 + draw_.Below(2)), Pick8(AlertDescriptions())};
      case 1:
        return {20, 3, 3, 0, 1, 1};
      case 2:
        return {Pick8(RecordContentTypes()), 3, static_cast<uint8_t>(draw_.Below(5)), 0, 0};
      case 3:
        return {22, 3, 3, 0, 5, 24, 0, 0, 1, static_cast<uint8_t>(draw_.Below(3))};
      default:
        return {Pick8(RecordContentTypes()), 3, 3, 0, 1, draw_.Byte()};
    }
  }

  Bytes NewExtension() {
    const uint16_t type =
        draw_.OneIn(4) ? static_cast<uint16_t>(draw_.Next()) : Pick16(ExtensionTypes());
    Bytes made = {static_cast<uint8_t>(type >> 8), static_cast<uint8_t>(type), 0, 0};
    for (size_t count = draw_.OneIn(2) ? 0 : draw_.Below(9); count > 0; --count) {
      made.push_back(draw_.Byte());
      ++made[3];
    }
    return made;
  }

  bool keeps_lengths_;
  Draw& draw_;
  const std::vector<Part>& parts_;
  Input& input_;
};

}  // namespace

bool Apply(Verb verb, bool keeps_lengths, Draw* draw, const std::vector<Part>& parts,
           Input* input) {
  Act act(keeps_lengths, draw, parts, input);
  switch (verb) {
    case Verb::kSet:
      return act.Set();
    case Verb::kFlip:
      return act.Flip();
    case Verb::kInsert:
      return act.Insert();
    case Verb::kDelete:
      return act.Delete();
    case Verb::kDuplicate:
      return act.Duplicate();
    case Verb::kSwap:
      return act.Swap();
    case Verb::kFragment:
      return act.Fragment();
    case Verb::kCoalesce:
      return act.Coalesce();
    case Verb::kLengthLie:
      return act.LengthLie();
    case Verb::kTypeLie:
      return act.TypeLie();
    case Verb::kGrease:
      return act.Grease();
    case Verb::kTruncate:
      return act.Truncate();
  }
  return false;
}

}  // namespace shakedown
