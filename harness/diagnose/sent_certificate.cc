#include "harness/diagnose/sent_certificate.h"

#include <fmt/format.h>

#include "harness/diagnose/der.h"
#include "harness/wire/calendar.h"

namespace shakedown {
namespace {

using der::Is;
using der::Next;

constexpr uint8_t kVersion = 0xa0, kExtensions = 0xa3, kDnsName = 0x82, kAddress = 0x87;

// RFC 4055, RFC 3279, RFC 5758, RFC 8410, without tag and length.
constexpr uint8_t kRsaKey[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
constexpr uint8_t kRsaPss[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
constexpr uint8_t kEcKey[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
constexpr uint8_t kEd25519[] = {0x2b, 0x65, 0x70};
constexpr uint8_t kEd448[] = {0x2b, 0x65, 0x71};
constexpr uint8_t kPkcs1[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01};  // and one more
constexpr uint8_t kEcdsaSha2[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03};    // and one more
constexpr uint8_t kEcdsaSha1[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01};
constexpr uint8_t kSha2[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02};  // and one more

constexpr uint8_t kBasicConstraints[] = {0x55, 0x1d, 0x13};
constexpr uint8_t kKeyUsage[] = {0x55, 0x1d, 0x0f};
constexpr uint8_t kExtendedKeyUsage[] = {0x55, 0x1d, 0x25};
constexpr uint8_t kAnyPurpose[] = {0x55, 0x1d, 0x25, 0x00};
constexpr uint8_t kServerAuth[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};
constexpr uint8_t kClientAuth[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02};
constexpr uint8_t kAltNames[] = {0x55, 0x1d, 0x11};
constexpr uint8_t kInfoAccess[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01};
constexpr uint8_t kCaIssuers[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02};
constexpr uint8_t kCommonName[] = {0x55, 0x04, 0x03};

struct NamedCurve {
  uint8_t oid[9];
  size_t size;
  uint16_t group;
  int bits;
};
constexpr NamedCurve kCurves[] = {
    {{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}, 8, 23, 256},
    {{0x2b, 0x81, 0x04, 0x00, 0x22}, 5, 24, 384},
    {{0x2b, 0x81, 0x04, 0x00, 0x23}, 5, 25, 521},
    {{0x2b, 0x81, 0x04, 0x00, 0x0a}, 5, 22, 256},
    {{0x2b, 0x81, 0x04, 0x00, 0x21}, 5, 21, 224},
    {{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01}, 8, 19, 192},
    {{0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07}, 9, 26, 256},
    {{0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b}, 9, 27, 384},
    {{0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0d}, 9, 28, 512},
};

// What follows `prefix` in `oid`, if it is one byte.
template <size_t kSize>
std::optional<uint8_t> LastAfter(View oid, const uint8_t (&prefix)[kSize]) {
  if (oid.size() != kSize + 1 || !Is(oid.first(kSize), prefix)) return std::nullopt;
  return oid.back();
}

std::optional<int64_t> Digits(ByteReader* reader, size_t count) {
  int64_t value = 0;
  for (const uint8_t digit : reader->Take(count)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return reader->ok() ? std::optional(value) : std::nullopt;
}

// RFC 5280 4.1.2.5: UTCTime for 1950 to 2049, else GeneralizedTime; both in seconds, both "Z".
std::optional<int64_t> TimeOf(const der::Value& value) {
  ByteReader reader(value.content);
  auto year = Digits(&reader, value.tag == der::kUtcTime ? 2 : 4);
  const auto month = Digits(&reader, 2), day = Digits(&reader, 2), hour = Digits(&reader, 2);
  const auto minute = Digits(&reader, 2), second = Digits(&reader, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (value.tag == der::kUtcTime) *year += *year < 50 ? 2000 : 1900;
  const auto start = StartOfDay(*year, *month, *day);
  if (!start) return std::nullopt;
  return *start + *hour * 3600 + *minute * 60 + *second;
}

// RFC 3279 2.3.1: the modulus of an RSAPublicKey.
int RsaBits(View bit_string) {
  if (bit_string.empty()) return 0;
  ByteReader outer(bit_string.subspan(1));
  ByteReader fields(Next(&outer, der::kSequence));
  View modulus = Next(&fields, der::kInteger);
  while (!modulus.empty() && modulus[0] == 0) modulus = modulus.subspan(1);
  if (modulus.empty()) return 0;
  int bits = static_cast<int>(modulus.size()) * 8;
  for (uint8_t top = modulus[0]; (top & 0x80) == 0; top = static_cast<uint8_t>(top << 1)) --bits;
  return bits;
}

}  // namespace

std::optional<KeyFacts> KeyOfPublicKey(View public_key) {
  ByteReader outer(public_key);
  ByteReader fields(Next(&outer, der::kSequence));
  ByteReader algorithm(Next(&fields, der::kSequence));
  const View bits = Next(&fields, der::kBitString);
  const View oid = Next(&algorithm, der::kOid);
  if (!fields.ok() || !algorithm.ok()) return std::nullopt;
  if (Is(oid, kRsaKey)) return KeyFacts{SignatureFamily::kRsa, RsaBits(bits), {}};
  if (Is(oid, kRsaPss)) return KeyFacts{SignatureFamily::kRsaPss, RsaBits(bits), {}};
  if (Is(oid, kEd25519)) return KeyFacts{SignatureFamily::kEd25519, 256, {}};
  if (Is(oid, kEd448)) return KeyFacts{SignatureFamily::kEd448, 456, {}};
  if (!Is(oid, kEcKey)) return std::nullopt;
  const View curve = Next(&algorithm, der::kOid);
  for (const NamedCurve& one : kCurves) {
    if (der::Same(curve, View(one.oid, one.size))) {
      return KeyFacts{SignatureFamily::kEc, one.bits, NamedGroup{one.group}};
    }
  }
  return KeyFacts{SignatureFamily::kEc, 0, {}};
}

namespace {

// RFC 4055 3.1: the hash in RSASSA-PSS-params; SHA-1 where it says nothing.
std::optional<SignatureScheme> PssScheme(ByteReader* parameters) {
  ByteReader fields(Next(parameters, der::kSequence));
  const der::Value hash = Next(&fields);
  if (hash.tag != 0xa0) return std::nullopt;
  ByteReader outer(hash.content);
  ByteReader algorithm(Next(&outer, der::kSequence));
  switch (LastAfter(Next(&algorithm, der::kOid), kSha2).value_or(0)) {
    case 1:
      return SignatureScheme::kRsaPssPssSha256;
    case 2:
      return SignatureScheme::kRsaPssPssSha384;
    case 3:
      return SignatureScheme::kRsaPssPssSha512;
    default:
      return std::nullopt;
  }
}

void ReadSignatureAlgorithm(View content, SentCertificate* out) {
  ByteReader algorithm(content);
  const View oid = Next(&algorithm, der::kOid);
  if (Is(oid, kEd25519)) out->signed_with = SignatureScheme::kEd25519;
  if (Is(oid, kEd448)) out->signed_with = SignatureScheme::kEd448;
  if (Is(oid, kEcdsaSha1)) out->signed_with = SignatureScheme::kEcdsaSha1;
  if (Is(oid, kRsaPss)) {
    out->signed_with = PssScheme(&algorithm);
    out->weak_digest = !out->signed_with;
  }
  if (const auto last = LastAfter(oid, kEcdsaSha2); last && *last >= 1 && *last <= 4) {
    out->signed_with = SignatureScheme{static_cast<uint16_t>((*last + 2) << 8 | 3)};
  }
  if (const auto last = LastAfter(oid, kPkcs1)) {
    constexpr uint8_t kMd5 = 4, kSha1 = 5, kSha256 = 11, kSha224 = 14;
    if (*last == kMd5) out->weak_digest = true;
    if (*last == kSha1) out->signed_with = SignatureScheme::kRsaPkcs1Sha1;
    if (*last >= kSha256 && *last <= kSha224) {
      const int hash = *last == kSha224 ? 3 : *last - kSha256 + 4;
      out->signed_with = SignatureScheme{static_cast<uint16_t>(hash << 8 | 1)};
    }
  }
  if (out->signed_with == SignatureScheme::kRsaPkcs1Sha1 ||
      out->signed_with == SignatureScheme::kEcdsaSha1) {
    out->weak_digest = true;
  }
}

std::string AddressText(View bytes) {
  if (bytes.size() == 4) {
    return fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  std::string text;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    text += fmt::format("{}{:x}", i == 0 ? "" : ":", bytes[i] << 8 | bytes[i + 1]);
  }
  return text;
}

void ReadConstraints(View content, SentCertificate* out) {
  ByteReader outer(content);
  ByteReader fields(Next(&outer, der::kSequence));
  for (der::Value value; (value = Next(&fields)).tag != 0;) {
    if (value.tag == der::kBoolean) out->ca = !value.content.empty() && value.content[0] != 0;
    if (value.tag == der::kInteger && value.content.size() <= 4) {
      uint32_t number = 0;
      for (const uint8_t byte : value.content) number = number << 8 | byte;
      out->path_length = number;
    }
  }
}

void ReadPurposes(View content, SentCertificate* out) {
  out->names_purposes = true;
  ByteReader outer(content);
  ByteReader list(Next(&outer, der::kSequence));
  for (der::Value value; (value = Next(&list)).tag != 0;) {
    out->for_server = out->for_server || Is(value.content, kServerAuth);
    out->for_client = out->for_client || Is(value.content, kClientAuth);
    out->for_any = out->for_any || Is(value.content, kAnyPurpose);
  }
}

void ReadNames(View content, SentCertificate* out) {
  ByteReader outer(content);
  ByteReader list(Next(&outer, der::kSequence));
  for (der::Value value; (value = Next(&list)).tag != 0;) {
    if (value.tag == kDnsName) out->names.emplace_back(AsText(value.content));
    if (value.tag == kAddress) out->names.push_back(AddressText(value.content));
  }
}

void ReadInfoAccess(View content, SentCertificate* out) {
  ByteReader outer(content);
  ByteReader list(Next(&outer, der::kSequence));
  for (der::Value value; (value = Next(&list)).tag != 0;) {
    ByteReader fields(value.content);
    if (Is(Next(&fields, der::kOid), kCaIssuers)) out->tells_issuer = true;
  }
}

void ReadExtension(View id, View content, SentCertificate* out) {
  if (Is(id, kBasicConstraints)) ReadConstraints(content, out);
  if (Is(id, kExtendedKeyUsage)) ReadPurposes(content, out);
  if (Is(id, kAltNames)) ReadNames(content, out);
  if (Is(id, kInfoAccess)) ReadInfoAccess(content, out);
  if (Is(id, kKeyUsage)) {
    ByteReader outer(content);
    const View bits = Next(&outer, der::kBitString);
    uint16_t usage = bits.size() > 1 ? static_cast<uint16_t>(bits[1] << 8) : uint16_t{0};
    if (bits.size() > 2) usage = static_cast<uint16_t>(usage | bits[2]);
    out->key_usage = usage;
  }
}

void ReadExtensions(View content, SentCertificate* out) {
  ByteReader outer(content);
  ByteReader list(Next(&outer, der::kSequence));
  for (der::Value extension; (extension = Next(&list)).tag != 0;) {
    ByteReader fields(extension.content);
    const View id = Next(&fields, der::kOid);
    der::Value value = Next(&fields);
    if (value.tag == der::kBoolean) value = Next(&fields);
    if (value.tag == der::kOctetString) ReadExtension(id, value.content, out);
  }
}

bool ReadBody(View content, SentCertificate* out) {
  ByteReader fields(content);
  der::Value value = Next(&fields);
  if (value.tag == kVersion) value = Next(&fields);
  if (value.tag != der::kInteger) return false;
  ReadSignatureAlgorithm(Next(&fields, der::kSequence), out);
  value = Next(&fields);
  out->issuer = value.whole;
  ByteReader validity(Next(&fields, der::kSequence));
  const auto not_before = TimeOf(Next(&validity));
  const auto not_after = TimeOf(Next(&validity));
  value = Next(&fields);
  out->subject = value.whole;
  const der::Value key = Next(&fields);
  if (key.tag != der::kSequence || !not_before || !not_after) return false;
  out->public_key = key.whole;
  out->key = KeyOfPublicKey(key.whole);
  out->not_before = *not_before;
  out->not_after = *not_after;
  while ((value = Next(&fields)).tag != 0) {
    if (value.tag == kExtensions) ReadExtensions(value.content, out);
  }
  return fields.ok();
}

}  // namespace

bool SentCertificate::self_issued() const { return der::Same(issuer, subject); }

std::optional<SentCertificate> ReadCertificate(View certificate) {
  SentCertificate out;
  ByteReader outer(certificate);
  ByteReader parts(Next(&outer, der::kSequence));
  const der::Value body = Next(&parts);
  Next(&parts, der::kSequence);
  const View signature = Next(&parts, der::kBitString);
  if (body.tag != der::kSequence || !parts.ok() || signature.empty()) return std::nullopt;
  out.to_be_signed = body.whole;
  out.signature = signature.subspan(1);
  if (!ReadBody(body.content, &out)) return std::nullopt;
  out.subject_text = NameText(out.subject);
  out.issuer_text = NameText(out.issuer);
  return out;
}

std::string NameText(View name) {
  std::string last;
  ByteReader outer(name);
  ByteReader sets(Next(&outer, der::kSequence));
  for (der::Value set; (set = Next(&sets)).tag != 0;) {
    ByteReader attributes(set.content);
    for (der::Value attribute; (attribute = Next(&attributes)).tag != 0;) {
      ByteReader fields(attribute.content);
      const View id = Next(&fields, der::kOid);
      const std::string_view text = AsText(Next(&fields).content);
      if (Is(id, kCommonName)) return std::string(text);
      if (!text.empty()) last = text;
    }
  }
  return last;
}

}  // namespace shakedown
