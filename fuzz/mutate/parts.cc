#include "fuzz/mutate/parts.h"

#include <algorithm>
#include <cstring>

#include "fuzz/mutate/layouts.h"
#include "fuzz/peer/options.h"
#include "harness/wire/take.h"

namespace shakedown {
namespace {

class Finder {
 public:
  Finder(View input, std::vector<Part>* parts) : input_(input), parts_(parts) {}

  void Find(InputForm form) {
    const auto size = static_cast<uint32_t>(input_.size());
    uint32_t at = 0;
    switch (form) {
      case InputForm::kStream:
        break;
      case InputForm::kMessage: {
        constexpr uint32_t kHeader = 4;
        if (!Field(&at, size, kHeader, kNoParent)) return;
        Follow(LayoutOf(HandshakeType{input_[kHeader - 1]}), at, size, kNoParent);
        return;
      }
      case InputForm::kClientBytes:
      case InputForm::kServerBytes: {
        View rest = input_;
        const SideOptions options = TakeOptions(&rest);
        if (!Field(&at, size, kOptionsSize, kNoParent)) return;
        if (form == InputForm::kServerBytes || !options.resumes) break;
        uint32_t first = 0;
        if (!Vector(&at, size, 2, kNoParent, &first)) return;
        Records((*parts_)[first].content, (*parts_)[first].end, first);
      }
    }
    Records(at, size, kNoParent);
  }

 private:
  // Adds a part whose content ends at `end`. False: there are too many.
  bool Add(Part part, uint32_t* index = nullptr) {
    if (parts_->size() >= kMostParts) return false;
    if (index != nullptr) *index = static_cast<uint32_t>(parts_->size());
    parts_->push_back(part);
    return true;
  }

  bool Field(uint32_t* at, uint32_t end, uint32_t count, uint32_t parent) {
    if (end - *at < count) return false;
    const bool added = Add({PartKind::kField, 0, false, parent, *at, *at, *at + count});
    *at += count;
    return added;
  }

  // A part at `*at` whose content is behind `before` bytes and a length of `length_bytes`. It is
  // cut at `end`; false if not even the length is there.
  bool Counted(PartKind kind, uint32_t* at, uint32_t end, uint32_t before, uint8_t length_bytes,
               uint32_t parent, uint32_t* index) {
    if (end - *at < before + length_bytes) return false;
    const uint32_t content = *at + before + length_bytes;
    uint32_t length = 0;
    for (uint32_t i = *at + before; i < content; ++i) length = length << 8 | input_[i];
    Part part{kind, length_bytes, kind != PartKind::kVector, parent, *at, content, 0};
    part.end = content + std::min(length, end - content);
    *at = part.end;
    return Add(part, index);
  }
  bool Vector(uint32_t* at, uint32_t end, uint8_t length_bytes, uint32_t parent, uint32_t* index) {
    return Counted(PartKind::kVector, at, end, 0, length_bytes, parent, index);
  }

  void Records(uint32_t at, uint32_t end, uint32_t parent) {
    for (uint32_t index; Counted(PartKind::kRecord, &at, end, 3, 2, parent, &index);) {
      const Part record = (*parts_)[index];
      if (ContentType{input_[record.begin]} == ContentType::kHandshake) Messages(record, index);
    }
  }

  // The messages that begin where the record does. One that does not end in it is taken as far as
  // it goes.
  void Messages(const Part& record, uint32_t parent) {
    uint32_t at = record.content;
    for (uint32_t index; Counted(PartKind::kMessage, &at, record.end, 1, 3, parent, &index);) {
      const Part message = (*parts_)[index];
      Follow(LayoutOf(HandshakeType{input_[message.begin]}), message.content, message.end, index);
    }
  }

  void Extensions(uint32_t at, uint32_t end, uint32_t parent) {
    for (uint32_t index; Counted(PartKind::kExtension, &at, end, 2, 2, parent, &index);) {
      const Part extension = (*parts_)[index];
      Follow(LayoutOf(ExtensionType{Load16(input_.data() + extension.begin)}), extension.content,
             extension.end, index);
    }
  }

  // Finds the parts of [at, end) by the first alternative that fills it, or by the first of all.
  void Follow(const char* layout, uint32_t at, uint32_t end, uint32_t parent) {
    const size_t before = parts_->size();
    for (const char* one = layout; *one != 0;) {
      if (uint32_t reached = at; Sequence(one, &reached, end, parent) && reached == end) return;
      parts_->resize(before);
      one += std::strcspn(one, "|");
      if (*one == '|') ++one;
    }
    Sequence(layout, &at, end, parent);
  }

  // What one alternative, or the inside of braces, says.
  bool Sequence(const char* layout, uint32_t* at, uint32_t end, uint32_t parent) {
    while (*layout != 0 && *layout != '|' && *layout != '}') {
      if (*layout == ' ') {
        ++layout;
        continue;
      }
      if (!Token(layout, at, end, parent)) return false;
      layout = After(layout);
    }
    return true;
  }

  bool Token(const char* token, uint32_t* at, uint32_t end, uint32_t parent) {
    const uint32_t number = Number(token);
    if (*token == 'f') return Field(at, end, number, parent);
    uint32_t index = 0;
    if (!Vector(at, end, static_cast<uint8_t>(number), parent, &index)) return false;
    const Part vector = (*parts_)[index];
    if (*token == 'x') Extensions(vector.content, vector.end, index);
    const char* brace = token + std::strcspn(token, "{ |}");
    return *brace != '{' || Elements(brace + 1, vector.content, vector.end, index);
  }

  bool Elements(const char* element, uint32_t at, uint32_t end, uint32_t parent) {
    const char* after = After(element);
    const bool simple = *after == '}';
    while (at < end) {
      auto index = static_cast<uint32_t>(parts_->size());
      if (simple) {
        if (!Token(element, &at, end, parent)) return false;
        (*parts_)[index].is_element = true;
        continue;
      }
      const uint32_t begin = at;
      if (!Add({PartKind::kEntry, 0, true, parent, begin, begin, end}, &index)) return false;
      const bool whole = Sequence(element, &at, end, index);
      (*parts_)[index].end = whole ? at : end;
      if (!whole) return false;
    }
    return true;
  }

  static uint32_t Number(const char* token) {
    uint32_t number = 0;
    for (++token; *token >= '0' && *token <= '9'; ++token) {
      number = number * 10 + static_cast<uint32_t>(*token - '0');
    }
    return number;
  }

  // Behind the token and what it has in braces, which hold no braces themselves.
  static const char* After(const char* token) {
    token += std::strcspn(token, "{ |}");
    if (*token == '{') token += std::strcspn(token, "}") + 1;
    return token;
  }

  View input_;
  std::vector<Part>* parts_;
};

}  // namespace

void FindParts(InputForm form, View input, std::vector<Part>* parts) {
  parts->clear();
  // A length of 32 bits must do.
  constexpr size_t kMost = size_t{1} << 30;
  Finder(input.first(std::min(input.size(), kMost)), parts).Find(form);
}

}  // namespace shakedown
