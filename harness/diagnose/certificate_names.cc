#include "harness/diagnose/certificate_names.h"

#include <algorithm>
#include <array>

namespace shakedown {
namespace {

constexpr uint8_t kSequence = 0x30;
constexpr uint8_t kInteger = 0x02;
constexpr uint8_t kVersionTag = 0xa0;  // [0] EXPLICIT

struct Element {
  uint8_t tag = 0;
  View whole, content;
};

// Takes the next element off `rest`; nothing if its length does not fit (X.690 8.1.3, definite
// lengths of up to four bytes).
std::optional<Element> Next(View* rest) {
  if (rest->size() < 2) return std::nullopt;
  Element element{(*rest)[0], {}, {}};
  size_t header = 2;
  size_t length = (*rest)[1];
  if (length >= 0x80) {
    size_t bytes = length & 0x7f;
    if (bytes == 0 || bytes > 4 || rest->size() < 2 + bytes) return std::nullopt;
    length = 0;
    for (size_t i = 0; i < bytes; ++i) length = length << 8 | (*rest)[2 + i];
    header += bytes;
  }
  if (rest->size() - header < length) return std::nullopt;
  element.whole = rest->first(header + length);
  element.content = element.whole.subspan(header);
  *rest = rest->subspan(header + length);
  return element;
}

std::optional<Element> NextOf(uint8_t tag, View* rest) {
  std::optional<Element> element = Next(rest);
  if (element && element->tag != tag) return std::nullopt;
  return element;
}

bool Same(View a, View b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

template <size_t N>
bool Contains(View bytes, const std::array<uint8_t, N>& oid) {
  return std::search(bytes.begin(), bytes.end(), oid.begin(), oid.end()) != bytes.end();
}

// Object identifiers with tag and length.
constexpr std::array<uint8_t, 5> kExtKeyUsage = {0x06, 0x03, 0x55, 0x1d, 0x25};
constexpr std::array<uint8_t, 6> kAnyUsage = {0x06, 0x04, 0x55, 0x1d, 0x25, 0x00};
constexpr std::array<uint8_t, 10> kServerAuthOid = {0x06, 0x08, 0x2b, 0x06, 0x01,
                                                    0x05, 0x05, 0x07, 0x03, 0x01};
constexpr std::array<uint8_t, 10> kClientAuthOid = {0x06, 0x08, 0x2b, 0x06, 0x01,
                                                    0x05, 0x05, 0x07, 0x03, 0x02};

}  // namespace

std::optional<CertificateNames> CertificateNamesOf(View certificate) {
  std::optional<Element> outer = NextOf(kSequence, &certificate);
  if (!outer) return std::nullopt;
  View body = outer->content;
  std::optional<Element> to_be_signed = NextOf(kSequence, &body);
  if (!to_be_signed) return std::nullopt;
  View fields = to_be_signed->content;
  if (!fields.empty() && fields[0] == kVersionTag && !Next(&fields)) return std::nullopt;
  if (!NextOf(kInteger, &fields) || !NextOf(kSequence, &fields)) return std::nullopt;
  std::optional<Element> issuer = NextOf(kSequence, &fields);
  if (!issuer || !NextOf(kSequence, &fields)) return std::nullopt;
  std::optional<Element> subject = NextOf(kSequence, &fields);
  if (!subject) return std::nullopt;
  return CertificateNames{issuer->whole, subject->whole};
}

bool IsSelfIssued(View certificate) {
  std::optional<CertificateNames> names = CertificateNamesOf(certificate);
  return names && Same(names->issuer, names->subject);
}

bool ExtendedKeyUsageForbids(View certificate, Role role) {
  return Contains(certificate, kExtKeyUsage) && !Contains(certificate, kAnyUsage) &&
         !(role == Role::kServer ? Contains(certificate, kServerAuthOid)
                                 : Contains(certificate, kClientAuthOid));
}

}  // namespace shakedown
