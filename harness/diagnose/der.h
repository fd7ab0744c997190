// Taking DER apart (X.690 10): tag, length, value.
#ifndef HARNESS_DIAGNOSE_DER_H_
#define HARNESS_DIAGNOSE_DER_H_

#include <algorithm>

#include "harness/wire/byte_reader.h"

namespace shakedown::der {

inline constexpr uint8_t kBoolean = 0x01, kInteger = 0x02, kBitString = 0x03, kOctetString = 0x04,
                         kOid = 0x06, kUtcTime = 0x17, kGeneralizedTime = 0x18, kSequence = 0x30,
                         kSet = 0x31;

struct Value {
  uint8_t tag = 0;
  View whole, content;
};

// The next value; tag 0 at the end and at anything that is not DER of up to 2^24 bytes. `reader`
// has then failed, or is empty.
inline Value Next(ByteReader* reader) {
  const View from = reader->rest();
  Value value;
  if (reader->empty()) return value;
  const uint8_t tag = reader->U8();
  size_t length = reader->U8();
  if (length == 0x81) {
    length = reader->U8();
  } else if (length == 0x82) {
    length = reader->U16();
  } else if (length == 0x83) {
    length = reader->U24();
  } else if (length > 0x7f) {
    reader->Fail();
  }
  value.content = reader->Take(length);
  if (!reader->ok()) return {};
  value.tag = tag;
  value.whole = from.first(from.size() - reader->left());
  return value;
}

// The next value's content if it has the tag; else `reader` fails.
inline View Next(ByteReader* reader, uint8_t tag) {
  const Value value = Next(reader);
  if (value.tag != tag) reader->Fail();
  return value.tag == tag ? value.content : View();
}

inline bool Same(View a, View b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

template <size_t kSize>
bool Is(View content, const uint8_t (&oid)[kSize]) {
  return std::equal(content.begin(), content.end(), oid, oid + kSize);
}

}  // namespace shakedown::der

#endif  // HARNESS_DIAGNOSE_DER_H_
