#include "harness/chain/der.h"

#include "harness/wire/byte_reader.h"

namespace shakedown {

DerElement DerReader::Next() {
  ByteReader reader(rest_);
  DerElement element;
  element.tag = reader.U8();
  uint64_t length = reader.U8();
  if (length >= 0x80) {
    // X.690 8.1.3: 0x80 is an indefinite length, which DER does not have.
    const uint64_t count = length & 0x7f;
    length = 0;
    if (count == 0 || count > 4) reader.Fail();
    for (uint64_t i = 0; i < count && reader.ok(); ++i) length = length << 8 | reader.U8();
  }
  // X.690 8.1.2.4: a tag of more than one byte stands in no certificate.
  if ((element.tag & 0x1f) == 0x1f) reader.Fail();
  element.content = reader.Take(length);
  if (!reader.ok()) {
    Fail();
    return {};
  }
  element.whole = rest_.first(reader.offset());
  rest_ = rest_.subspan(reader.offset());
  return element;
}

DerElement DerReader::Next(uint8_t tag) {
  DerElement element = Next();
  if (ok_ && element.tag != tag) Fail();
  return ok_ ? element : DerElement{};
}

std::optional<DerElement> DerReader::NextIf(uint8_t tag) {
  if (Peek() != tag || rest_.empty()) return std::nullopt;
  const DerElement element = Next();
  return ok_ ? std::optional(element) : std::nullopt;
}

}  // namespace shakedown
