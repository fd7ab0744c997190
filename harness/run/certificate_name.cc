#include "harness/run/certificate_name.h"

#include <algorithm>

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

constexpr uint8_t kOid = 0x06, kOctetString = 0x04, kSequence = 0x30, kVersion = 0xa0,
                  kExtensions = 0xa3, kDnsName = 0x82;
constexpr uint8_t kCommonNameOid[] = {0x55, 0x04, 0x03};
constexpr uint8_t kSubjectAltNameOid[] = {0x55, 0x1d, 0x11};

struct Value {
  uint8_t tag = 0;
  View whole, content;
};

// The next DER value; tag 0 at the end or at anything that is not DER.
Value Next(ByteReader* reader) {
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

struct Parts {
  View subject, extensions;  // extensions: the content of [3]
};

Parts Split(View certificate) {
  ByteReader outer(certificate);
  ByteReader inner(Next(&outer).content);
  ByteReader fields(Next(&inner).content);
  Value value = Next(&fields);
  if (value.tag == kVersion) value = Next(&fields);
  // serialNumber is read; signature, issuer, validity, then subject.
  for (int i = 0; i < 4; ++i) value = Next(&fields);
  if (value.tag != kSequence) return {};
  Parts parts{.subject = value.whole, .extensions = {}};
  while ((value = Next(&fields)).tag != 0) {
    if (value.tag == kExtensions) parts.extensions = value.content;
  }
  return parts;
}

template <size_t kSize>
bool Equal(View a, const uint8_t (&b)[kSize]) {
  return std::equal(a.begin(), a.end(), b, b + kSize);
}

std::string FirstDnsName(View extensions) {
  ByteReader outer(extensions);
  ByteReader list(Next(&outer).content);
  for (Value extension; (extension = Next(&list)).tag != 0;) {
    ByteReader fields(extension.content);
    const Value id = Next(&fields);
    if (id.tag != kOid || !Equal(id.content, kSubjectAltNameOid)) continue;
    Value value = Next(&fields);
    if (value.tag != kOctetString) value = Next(&fields);  // after the critical flag
    ByteReader wrapped(value.content);
    ByteReader names(Next(&wrapped).content);
    for (Value name; (name = Next(&names)).tag != 0;) {
      if (name.tag == kDnsName) return std::string(AsText(name.content));
    }
  }
  return "";
}

}  // namespace

View SubjectOf(View certificate) { return Split(certificate).subject; }

std::string CommonName(View name) {
  std::string found;
  ByteReader outer(name);
  ByteReader sets(Next(&outer).content);
  for (Value set; (set = Next(&sets)).tag != 0;) {
    ByteReader attributes(set.content);
    for (Value attribute; (attribute = Next(&attributes)).tag != 0;) {
      ByteReader fields(attribute.content);
      if (Equal(Next(&fields).content, kCommonNameOid)) found = AsText(Next(&fields).content);
    }
  }
  return found;
}

std::string HolderName(View certificate) {
  const Parts parts = Split(certificate);
  std::string name = FirstDnsName(parts.extensions);
  return name.empty() ? CommonName(parts.subject) : name;
}

}  // namespace shakedown
