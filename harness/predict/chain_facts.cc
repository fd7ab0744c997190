#include "harness/predict/chain_facts.h"

#include <algorithm>

namespace shakedown {
namespace {

// How an issuer's key signs when it is not told: SHA-256 with RSA, the hash of its curve's size
// else.
std::optional<SignatureScheme> UsualSignature(KeyType issuer) {
  const KeyFacts key = FactsOf(issuer);
  switch (key.family) {
    case SignatureFamily::kRsa:
      return SignatureScheme::kRsaPkcs1Sha256;
    case SignatureFamily::kRsaPss:
      return SignatureScheme::kRsaPssPssSha256;
    case SignatureFamily::kEd25519:
      return SignatureScheme::kEd25519;
    case SignatureFamily::kEd448:
      return SignatureScheme::kEd448;
    case SignatureFamily::kEc:
      return key.bits > 384   ? SignatureScheme::kEcdsaSecp521r1Sha512
             : key.bits > 256 ? SignatureScheme::kEcdsaSecp384r1Sha384
                              : SignatureScheme::kEcdsaSecp256r1Sha256;
  }
  return std::nullopt;
}

std::optional<SignatureScheme> Sha1Signature(KeyType issuer) {
  return FactsOf(issuer).family == SignatureFamily::kEc ? SignatureScheme::kEcdsaSha1
                                                        : SignatureScheme::kRsaPkcs1Sha1;
}

}  // namespace

ChainFacts FactsOf(const CertificateSpec& spec, Role role) {
  ChainFacts facts;
  facts.key = FactsOf(spec.key);
  facts.signing = spec.signing;
  for (CertificateFault fault : spec.faults) facts.faults.Add(fault);
  facts.names = spec.names;
  if (facts.names.empty()) {
    facts.names = {role == Role::kServer ? kDefaultServerName : kDefaultClientName};
  }
  if (facts.faults.Has(CertificateFault::kWrongHostName)) facts.names = {"other.example"};

  KeyType issuer = spec.key;
  std::vector<std::optional<SignatureScheme>> above;  // the root's child first
  if (!facts.faults.Has(CertificateFault::kSelfSigned)) {
    facts.root = spec.issuer;
    if (facts.faults.Has(CertificateFault::kUnknownCa)) facts.root += ".unknown";
    issuer = CaKeyType(spec.issuer).value_or(spec.key);
    facts.issuers.push_back(FactsOf(issuer));
    for (KeyType type : spec.intermediates) {
      above.push_back(UsualSignature(issuer));
      facts.issuers.push_back(FactsOf(type));
      issuer = type;
    }
  }
  facts.signatures.push_back(facts.faults.Has(CertificateFault::kSha1Signature)
                                 ? Sha1Signature(issuer)
                             : spec.signature ? spec.signature
                                              : UsualSignature(issuer));
  if (!facts.faults.Has(CertificateFault::kMissingIntermediate)) {
    facts.signatures.insert(facts.signatures.end(), above.rbegin(), above.rend());
  }
  return facts;
}

bool IsSameName(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

bool IsNamed(const std::vector<std::string>& names, std::string_view host) {
  return std::ranges::any_of(names, [host](const std::string& name) {
    if (IsSameName(name, host)) return true;
    if (!name.starts_with("*.")) return false;
    const size_t dot = host.find('.');
    return dot != std::string_view::npos && dot > 0 &&
           IsSameName(std::string_view(name).substr(1), host.substr(dot));
  });
}

}  // namespace shakedown
