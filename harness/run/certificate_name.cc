#include "harness/run/certificate_name.h"

#include "harness/diagnose/der.h"

namespace shakedown {
namespace {

using der::Is;
using der::Next;
using der::Value;

constexpr uint8_t kOid = 0x06, kOctetString = 0x04, kSequence = 0x30, kVersion = 0xa0,
                  kExtensions = 0xa3, kDnsName = 0x82;
constexpr uint8_t kCommonNameOid[] = {0x55, 0x04, 0x03};
constexpr uint8_t kSubjectAltNameOid[] = {0x55, 0x1d, 0x11};

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

std::string FirstDnsName(View extensions) {
  ByteReader outer(extensions);
  ByteReader list(Next(&outer).content);
  for (Value extension; (extension = Next(&list)).tag != 0;) {
    ByteReader fields(extension.content);
    const Value id = Next(&fields);
    if (id.tag != kOid || !Is(id.content, kSubjectAltNameOid)) continue;
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
      if (Is(Next(&fields).content, kCommonNameOid)) found = AsText(Next(&fields).content);
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
