#include "harness/chain/certificate_facts.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/chain/der.h"
#include "harness/wire/calendar.h"

namespace shakedown {
namespace {

using namespace std::string_view_literals;

// An object identifier as dotted text; "" if it is none (X.690 8.19).
std::string OidText(View content) {
  std::string out;
  uint64_t arc = 0;
  size_t digits = 0;
  for (const uint8_t byte : content) {
    if (++digits > 8) return "";
    arc = arc << 7 | (byte & 0x7f);
    if ((byte & 0x80) != 0) continue;
    if (out.empty()) {
      const uint64_t first = std::min<uint64_t>(arc / 40, 2);
      out = fmt::format("{}.{}", first, arc - 40 * first);
    } else {
      out += fmt::format(".{}", arc);
    }
    arc = 0;
    digits = 0;
  }
  return digits == 0 ? out : "";
}

struct NamedOid {
  std::string_view oid, name;
};

constexpr NamedOid kNameParts[] = {
    {"2.5.4.3", "CN"},
    {"2.5.4.6", "C"},
    {"2.5.4.7", "L"},
    {"2.5.4.8", "ST"},
    {"2.5.4.10", "O"},
    {"2.5.4.11", "OU"},
    {"0.9.2342.19200300.100.1.25", "DC"},
};

struct CurveOid {
  std::string_view oid;
  NamedGroup group;
  int bits;
};

constexpr CurveOid kCurves[] = {
    {"1.2.840.10045.3.1.7", NamedGroup::kSecp256r1, 256},
    {"1.3.132.0.34", NamedGroup::kSecp384r1, 384},
    {"1.3.132.0.35", NamedGroup::kSecp521r1, 521},
    {"1.3.132.0.10", NamedGroup{22}, 256},           // secp256k1
    {"1.3.36.3.3.2.8.1.1.7", NamedGroup{26}, 256},   // brainpoolP256r1
    {"1.3.36.3.3.2.8.1.1.11", NamedGroup{27}, 384},  // brainpoolP384r1
    {"1.3.36.3.3.2.8.1.1.13", NamedGroup{28}, 512},  // brainpoolP512r1
};

struct SignatureOid {
  std::string_view oid;
  uint16_t scheme;
};

constexpr SignatureOid kSignatures[] = {
    {"1.2.840.113549.1.1.5", 0x0201},  {"1.2.840.113549.1.1.14", 0x0301},
    {"1.2.840.113549.1.1.11", 0x0401}, {"1.2.840.113549.1.1.12", 0x0501},
    {"1.2.840.113549.1.1.13", 0x0601}, {"1.2.840.10045.4.1", 0x0203},
    {"1.2.840.10045.4.3.1", 0x0303},   {"1.2.840.10045.4.3.2", 0x0403},
    {"1.2.840.10045.4.3.3", 0x0503},   {"1.2.840.10045.4.3.4", 0x0603},
    {"1.3.101.112", 0x0807},           {"1.3.101.113", 0x0808},
};
constexpr auto kRsa = "1.2.840.113549.1.1.1"sv;
constexpr auto kRsaPss = "1.2.840.113549.1.1.10"sv;
constexpr auto kEcPublicKey = "1.2.840.10045.2.1"sv;
constexpr auto kEd25519 = "1.3.101.112"sv;
constexpr auto kEd448 = "1.3.101.113"sv;

// Characters that a terminal takes for commands are not passed on.
std::string Printable(View bytes) {
  std::string out(AsText(bytes));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return out;
}

// RFC 5280 4.1.2.4: a Name as text, in its own order.
bool NameText(View content, std::string* out) {
  DerReader sets(content);
  while (!sets.empty()) {
    DerReader parts(sets.Next(kDerSet).content);
    while (!parts.empty()) {
      DerReader part(parts.Next(kDerSequence).content);
      const std::string oid = OidText(part.Next(kDerOid).content);
      const DerElement value = part.Next();
      if (!part.ok()) return false;
      const auto* known = std::ranges::find(kNameParts, oid, &NamedOid::oid);
      if (!out->empty()) *out += ',';
      *out += known != std::end(kNameParts) ? known->name : std::string_view(oid);
      *out += '=' + Printable(value.content);
    }
    if (!parts.ok()) return false;
  }
  return sets.ok();
}

// RFC 5280 4.1.2.5: YYMMDDHHMMSSZ, or YYYYMMDDHHMMSSZ.
std::optional<int64_t> TimeOf(const DerElement& element) {
  const std::string_view text = AsText(element.content);
  const size_t year_digits = element.tag == kDerUtcTime ? 2 : 4;
  if (element.tag != kDerUtcTime && element.tag != kDerGeneralizedTime) return std::nullopt;
  if (text.size() != year_digits + 11 || text.back() != 'Z') return std::nullopt;
  if (!std::ranges::all_of(text.substr(0, text.size() - 1),
                           [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  size_t at = 0;
  const auto number = [&](size_t digits) {
    int64_t value = 0;
    for (size_t i = 0; i < digits; ++i) value = value * 10 + (text[at++] - '0');
    return value;
  };
  int64_t year = number(year_digits);
  if (year_digits == 2) year += year < 50 ? 2000 : 1900;
  const int64_t month = number(2), day = number(2);
  const int64_t hour = number(2), minute = number(2), second = number(2);
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto start = StartOfDay(year, month, day);
  if (!start) return std::nullopt;
  return *start + (hour * 60 + minute) * 60 + second;
}

int BitsOf(View integer) {
  while (!integer.empty() && integer[0] == 0) integer = integer.subspan(1);
  if (integer.empty()) return 0;
  int bits = static_cast<int>(integer.size()) * 8;
  for (uint8_t top = integer[0]; (top & 0x80) == 0; top = static_cast<uint8_t>(top << 1)) --bits;
  return bits;
}

// RFC 4055 3.1: the hash of RSASSA-PSS-params as a scheme of RFC 8446; SHA-1 without parameters,
// which is none.
std::optional<SignatureScheme> PssScheme(View parameters) {
  DerReader reader(parameters);
  const auto hash = reader.NextIf(ContextTag(0, true));
  if (!hash) return std::nullopt;
  DerReader algorithm(DerReader(hash->content).Next(kDerSequence).content);
  const std::string oid = OidText(algorithm.Next(kDerOid).content);
  constexpr std::array<std::string_view, 3> kHashes = {
      "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"};
  const auto* found = std::ranges::find(kHashes, oid);
  if (found == kHashes.end()) return std::nullopt;
  return SignatureScheme{static_cast<uint16_t>(0x0804 + (found - kHashes.begin()))};
}

class Reader {
 public:
  tl::expected<CertificateFacts, std::string> Read(View der) {
    out_.der.assign(der.begin(), der.end());
    DerReader all(out_.der);
    DerReader outer(all.Next(kDerSequence).content);
    if (!all.ok() || !all.empty()) return Wrong("no certificate (RFC 5280 4.1)");
    DerReader body(outer.Next(kDerSequence).content);
    Signature(outer.Next(kDerSequence).content);
    if (!outer.ok() || !problem_.empty()) return Wrong("the signature's algorithm");
    body.NextIf(ContextTag(0, true));  // version
    body.Next(kDerInteger);            // serialNumber
    body.Next(kDerSequence);           // signature, once more
    Name(body.Next(kDerSequence), &out_.issuer, &out_.issuer_name);
    Validity(body.Next(kDerSequence).content);
    Name(body.Next(kDerSequence), &out_.subject, &out_.subject_name);
    Key(body.Next(kDerSequence).content);
    if (!body.ok()) return Wrong("names, validity or key");
    body.NextIf(ContextTag(1, false));
    body.NextIf(ContextTag(2, false));
    if (const auto extensions = body.NextIf(ContextTag(3, true))) Extensions(extensions->content);
    if (!problem_.empty()) return Wrong(problem_);
    return std::move(out_);
  }

 private:
  static tl::unexpected<std::string> Wrong(const std::string& what) { return tl::unexpected(what); }

  void Broken(std::string_view what) {
    if (problem_.empty()) problem_ = what;
  }

  void Signature(View content) {
    DerReader reader(content);
    const std::string oid = OidText(reader.Next(kDerOid).content);
    if (!reader.ok() || oid.empty()) return Broken("the signature's algorithm");
    const auto* known = std::ranges::find(kSignatures, oid, &SignatureOid::oid);
    if (known != std::end(kSignatures)) {
      out_.signature = SignatureScheme{known->scheme};
    } else if (oid == kRsaPss) {
      out_.signature = PssScheme(reader.Next(kDerSequence).content);
    }
    out_.signature_name = out_.signature ? NameOf(*out_.signature) : oid;
  }

  void Name(const DerElement& element, std::string* text, Bytes* der) {
    der->assign(element.whole.begin(), element.whole.end());
    if (!NameText(element.content, text)) Broken("a name");
  }

  void Validity(View content) {
    DerReader reader(content);
    const auto from = TimeOf(reader.Next());
    const auto to = TimeOf(reader.Next());
    if (!from || !to) return Broken("the validity");
    out_.not_before = *from;
    out_.not_after = *to;
  }

  void Key(View content) {
    DerReader reader(content);
    DerReader algorithm(reader.Next(kDerSequence).content);
    const std::string oid = OidText(algorithm.Next(kDerOid).content);
    const View bits = reader.Next(kDerBitString).content;
    if (!reader.ok() || oid.empty() || bits.empty()) return Broken("the public key");
    out_.key_name = oid;
    if (oid == kRsa || oid == kRsaPss) {
      DerReader key(DerReader(bits.subspan(1)).Next(kDerSequence).content);
      const int size = BitsOf(key.Next(kDerInteger).content);
      if (!key.ok() || size == 0) return Broken("the RSA key");
      out_.key = KeyFacts{oid == kRsa ? SignatureFamily::kRsa : SignatureFamily::kRsaPss, size, {}};
    } else if (oid == kEcPublicKey) {
      const std::string curve = OidText(algorithm.Next(kDerOid).content);
      const auto* known = std::ranges::find(kCurves, curve, &CurveOid::oid);
      if (known == std::end(kCurves)) {
        out_.key_name = "EC on curve " + (curve.empty() ? "with explicit parameters" : curve);
        return;
      }
      out_.key = KeyFacts{SignatureFamily::kEc, known->bits, known->group};
    } else if (oid == kEd25519) {
      out_.key = KeyFacts{SignatureFamily::kEd25519, 255, {}};
    } else if (oid == kEd448) {
      out_.key = KeyFacts{SignatureFamily::kEd448, 448, {}};
    }
    if (out_.key) out_.key_name = NameOf(*out_.key);
  }

  void Extensions(View content) {
    DerReader list(DerReader(content).Next(kDerSequence).content);
    while (!list.empty()) {
      DerReader one(list.Next(kDerSequence).content);
      const std::string oid = OidText(one.Next(kDerOid).content);
      one.NextIf(kDerBoolean);  // critical
      const View value = one.Next(kDerOctetString).content;
      if (!one.ok()) return Broken("an extension");
      Extension(oid, value);
    }
    if (!list.ok()) Broken("the extensions");
  }

  void Extension(const std::string& oid, View value) {
    DerReader reader(value);
    if (oid == "2.5.29.14") {
      const View id = reader.Next(kDerOctetString).content;
      out_.subject_key_id.assign(id.begin(), id.end());
    } else if (oid == "2.5.29.35") {
      DerReader parts(reader.Next(kDerSequence).content);
      if (const auto id = parts.NextIf(ContextTag(0, false))) {
        out_.authority_key_id.assign(id->content.begin(), id->content.end());
      }
    } else if (oid == "2.5.29.15") {
      KeyUsage(reader.Next(kDerBitString).content);
    } else if (oid == "2.5.29.19") {
      BasicConstraints(reader.Next(kDerSequence).content);
    } else if (oid == "2.5.29.37") {
      DerReader purposes(reader.Next(kDerSequence).content);
      out_.purposes.emplace();
      while (!purposes.empty()) out_.purposes->push_back(OidText(purposes.Next(kDerOid).content));
      if (!purposes.ok()) Broken("extendedKeyUsage");
    } else if (oid == "2.5.29.17") {
      AlternativeNames(reader.Next(kDerSequence).content);
    }
    if (!reader.ok()) Broken("extension " + oid);
  }

  void KeyUsage(View bits) {
    uint16_t usage = 0;
    if (bits.size() > 1) usage = static_cast<uint16_t>(bits[1] << 8);
    if (bits.size() > 2) usage = static_cast<uint16_t>(usage | bits[2]);
    out_.key_usage = usage;
  }

  void BasicConstraints(View content) {
    DerReader reader(content);
    if (const auto ca = reader.NextIf(kDerBoolean)) {
      out_.is_ca = ca->content.size() == 1 && ca->content[0] != 0;
    }
    if (const auto length = reader.NextIf(kDerInteger)) {
      // Longer than anybody's chain is as good as the longest.
      out_.path_length = length->content.size() == 1 ? length->content[0] : 255;
    }
    if (!reader.ok()) Broken("basicConstraints");
  }

  void AlternativeNames(View content) {
    DerReader names(content);
    while (!names.empty()) {
      const DerElement name = names.Next();
      if (name.tag == ContextTag(2, false)) {
        out_.names.push_back(Printable(name.content));
      } else if (name.tag == ContextTag(7, false) &&
                 (name.content.size() == 4 || name.content.size() == 16)) {
        std::array<char, INET6_ADDRSTRLEN> text{};
        inet_ntop(name.content.size() == 4 ? AF_INET : AF_INET6, name.content.data(), text.data(),
                  text.size());
        out_.names.emplace_back(text.data());
      }
    }
    if (!names.ok()) Broken("subjectAltName");
  }

  CertificateFacts out_;
  std::string problem_;
};

}  // namespace

bool CertificateFacts::ForPurpose(Role role) const {
  if (!purposes) return true;
  return std::ranges::any_of(*purposes, [role](const std::string& oid) {
    return oid == "2.5.29.37.0" ||
           oid == (role == Role::kServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2");
  });
}

tl::expected<CertificateFacts, std::string> ReadCertificateFacts(View der) {
  return Reader().Read(der);
}

bool MayHaveIssued(const CertificateFacts& issuer, const CertificateFacts& subject) {
  if (issuer.subject_name != subject.issuer_name) return false;
  return subject.authority_key_id.empty() || issuer.subject_key_id.empty() ||
         subject.authority_key_id == issuer.subject_key_id;
}

}  // namespace shakedown
