// Reads a message and writes down what it reads: each read adds a field to a tree.
#ifndef HARNESS_INSPECT_FIELD_READER_H_
#define HARNESS_INSPECT_FIELD_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "harness/inspect/field_tree.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {

// The name of a code point, empty if it has none.
using Namer = std::string (*)(uint16_t);

// FieldReader is a cursor over a part of a message that adds a child to `*into` for all it reads.
// The first read that does not fit is kept as the misfit of the whole message; what is left of the
// bytes then becomes one opaque field, and further reads of this part add nothing.
class FieldReader {
 public:
  // What the readers of one message share.
  struct Shared {
    std::optional<FieldError> misfit;
    size_t fields = 0;  // made so far
  };

  // `offset`: where `bytes` start in the message. The three outlive the reader.
  FieldReader(View bytes, size_t offset, Field* into, Shared* shared)
      : reader_(bytes), start_(offset), into_(into), shared_(shared) {}

  bool empty() const { return reader_.empty(); }
  size_t left() const { return reader_.left(); }
  View rest() const { return reader_.rest(); }
  size_t offset() const { return start_ + reader_.offset(); }
  Field* into() { return into_; }

  // An integer of `bytes` bytes; a code point, with its name or "unknown" as text. `last()` is the
  // field that the last successful read added.
  uint64_t Number(std::string_view name, size_t bytes);
  uint16_t Code(std::string_view name, size_t bytes, Namer namer);
  Field& last() { return into_->children.back(); }

  // `size` bytes in hex; OpaqueVector has a length of `prefix` bytes before them.
  View Opaque(std::string_view name, size_t size);
  View OpaqueVector(std::string_view name, size_t prefix);
  // The same, shown as the characters they are.
  View TextVector(std::string_view name, size_t prefix);
  void Rest(std::string_view name) {
    if (!empty()) Opaque(name, left());
  }

  // A vector with a length of `prefix` bytes; `fill(FieldReader*)` reads its content. A length that
  // reaches too far is a misfit, and `fill` gets what there is.
  template <typename Fill>
  void Vector(std::string_view name, size_t prefix, Fill fill) {
    const std::optional<Prefixed> vector = ReadPrefixed(name, prefix);
    if (!vector) return;
    Field field = Begin(name, vector->at, prefix + vector->content.size());
    field.number = vector->length;
    FieldReader part(vector->content, vector->at + prefix, &field, shared_);
    fill(&part);
    part.End();
    into_->children.push_back(std::move(field));
    if (!vector->whole) Stop();
  }

  // A vector of 8-bit or 16-bit codes, each a child called `item`.
  void Codes(std::string_view name, size_t prefix, std::string_view item, size_t bytes,
             Namer namer) {
    Vector(name, prefix, [&](FieldReader* list) {
      while (!list->empty()) list->Code(item, bytes, namer);
    });
  }

  // A struct of its own without a length before it; `fill` reads it from the front.
  template <typename Fill>
  void Struct(std::string_view name, Fill fill) {
    Field field = Begin(name, offset(), 0);
    FieldReader part(reader_.rest(), offset(), &field, shared_);
    fill(&part);
    field.size = reader_.left() - part.reader_.left();
    reader_.Take(field.size);
    into_->children.push_back(std::move(field));
  }

  // What must have nothing after it has nothing: bytes that are left are a misfit.
  void End();

  // Marks what stands here as not fitting, in the words of `rule`.
  void Misfit(std::string_view name, std::string rule);

 private:
  static constexpr size_t kMaxFields = 100000;  // a message may hold 2^24 bytes

  struct Prefixed {
    View content;
    size_t at;        // where the length stands
    uint64_t length;  // what it says
    bool whole;       // as many bytes are there
  };
  std::optional<Prefixed> ReadPrefixed(std::string_view name, size_t prefix);
  Field Begin(std::string_view name, size_t offset, size_t size);
  uint64_t Integer(size_t bytes);
  bool Fits(std::string_view name, size_t size);
  View AddOpaque(std::string_view name, size_t prefix, bool text);
  // Takes the rest away, as one opaque field.
  void Stop();

  ByteReader reader_;
  size_t start_;
  Field* into_;
  Shared* shared_;
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_FIELD_READER_H_
