#include "harness/predict/key_facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {
namespace {

constexpr NamedGroup kSecp256k1{22};
constexpr NamedGroup kBrainpoolP256r1{26};

uint16_t Number(SignatureScheme scheme) { return static_cast<uint16_t>(scheme); }

// RFC 5246 7.4.1.4.1: the high byte is a hash (1 to 6), the low byte a signature (3: ECDSA).
bool IsHashAndEcdsa(SignatureScheme scheme) {
  return (Number(scheme) & 0xff) == 3 && Number(scheme) >> 8 >= 2 && Number(scheme) >> 8 <= 6;
}
bool IsHashAndRsa(SignatureScheme scheme) {
  return (Number(scheme) & 0xff) == 1 && Number(scheme) >> 8 >= 2 && Number(scheme) >> 8 <= 6;
}
bool IsPssRsae(SignatureScheme scheme) {
  return Number(scheme) >= 0x0804 && Number(scheme) <= 0x0806;
}
bool IsPssPss(SignatureScheme scheme) {
  return Number(scheme) >= 0x0809 && Number(scheme) <= 0x080b;
}
// RFC 8734 3: ECDSA schemes of TLS 1.3 for the brainpool curves.
bool IsBrainpool(SignatureScheme scheme) {
  return Number(scheme) >= 0x081a && Number(scheme) <= 0x081c;
}

// RFC 8446 4.2.3, MUST: in TLS 1.3 an ECDSA scheme is bound to one curve.
bool IsOfCurve(SignatureScheme scheme, std::optional<NamedGroup> curve) {
  if (!curve) return false;
  switch (Number(scheme)) {
    case 0x0403:
      return *curve == NamedGroup::kSecp256r1;
    case 0x0503:
      return *curve == NamedGroup::kSecp384r1;
    case 0x0603:
      return *curve == NamedGroup::kSecp521r1;
    case 0x081a:
    case 0x081b:
    case 0x081c:
      return static_cast<uint16_t>(*curve) == Number(scheme) - 0x081a + 26;
    default:
      return false;
  }
}

// RFC 8017 9.1.1: PSS with a salt as long as the hash needs room for both and two bytes more.
bool HasRoomForPss(int bits, SignatureScheme scheme) {
  const int hash = Number(scheme) == 0x0804 || Number(scheme) == 0x0809   ? 32
                   : Number(scheme) == 0x0805 || Number(scheme) == 0x080a ? 48
                                                                          : 64;
  return bits / 8 >= 2 * hash + 2;
}

}  // namespace

KeyFacts FactsOf(KeyType key) {
  using enum SignatureFamily;
  switch (key) {
    case KeyType::kRsa1024:
      return {kRsa, 1024, {}};
    case KeyType::kRsa2048:
      return {kRsa, 2048, {}};
    case KeyType::kRsa3072:
      return {kRsa, 3072, {}};
    case KeyType::kRsa4096:
      return {kRsa, 4096, {}};
    case KeyType::kRsaPss2048:
      return {kRsaPss, 2048, {}};
    case KeyType::kSecp256r1:
      return {kEc, 256, NamedGroup::kSecp256r1};
    case KeyType::kSecp384r1:
      return {kEc, 384, NamedGroup::kSecp384r1};
    case KeyType::kSecp521r1:
      return {kEc, 521, NamedGroup::kSecp521r1};
    case KeyType::kEd25519:
      return {kEd25519, 256, {}};
    case KeyType::kEd448:
      return {kEd448, 456, {}};
    case KeyType::kBrainpoolP256r1:
      return {kEc, 256, kBrainpoolP256r1};
    case KeyType::kSecp256k1:
      return {kEc, 256, kSecp256k1};
  }
  return {};
}

std::string NameOf(const KeyFacts& key) {
  switch (key.family) {
    case SignatureFamily::kRsa:
      return fmt::format("RSA {}", key.bits);
    case SignatureFamily::kRsaPss:
      return fmt::format("RSA-PSS {}", key.bits);
    case SignatureFamily::kEc:
      return key.curve ? NameOf(*key.curve) : fmt::format("EC {}", key.bits);
    case SignatureFamily::kEd25519:
      return "Ed25519";
    case SignatureFamily::kEd448:
      return "Ed448";
  }
  return "";
}

bool CanSign(const KeyFacts& key, SignatureScheme scheme, ProtocolVersion version) {
  const bool tls13 = version >= ProtocolVersion::kTls13;
  switch (key.family) {
    case SignatureFamily::kRsa:
      // RFC 8446 4.2.3, MUST: the PKCS #1 schemes sign certificates only, in TLS 1.3.
      if (IsHashAndRsa(scheme)) return !tls13;
      return IsPssRsae(scheme) && HasRoomForPss(key.bits, scheme);
    case SignatureFamily::kRsaPss:
      return IsPssPss(scheme) && HasRoomForPss(key.bits, scheme);
    case SignatureFamily::kEc:
      return tls13 ? IsOfCurve(scheme, key.curve) : IsHashAndEcdsa(scheme);
    case SignatureFamily::kEd25519:
      return scheme == SignatureScheme::kEd25519;
    case SignatureFamily::kEd448:
      return scheme == SignatureScheme::kEd448;
  }
  return false;
}

bool CanAuthenticate(const KeyFacts& key, const SuiteFacts& suite) {
  const bool rsa = key.family == SignatureFamily::kRsa || key.family == SignatureFamily::kRsaPss;
  switch (suite.authentication) {
    case SuiteFacts::Authentication::kAny:
      return true;
    case SuiteFacts::Authentication::kRsa:
      // RFC 8446 4.2.3: an id-RSASSA-PSS key signs and does not decrypt.
      return suite.exchange == SuiteFacts::Exchange::kRsa ? key.family == SignatureFamily::kRsa
                                                          : rsa;
    case SuiteFacts::Authentication::kEcdsa:
      // RFC 8422 2.2: the ECDSA suites also serve EdDSA keys.
      return !rsa;
    case SuiteFacts::Authentication::kNone:
    case SuiteFacts::Authentication::kOther:
      return false;
  }
  return false;
}

bool HasSchemesOfItsOwn(const KeyFacts& key) {
  return key.family != SignatureFamily::kRsa && key.family != SignatureFamily::kEc;
}

bool IsForVersion(const KeyFacts& key, ProtocolVersion version) {
  return version >= ProtocolVersion::kTls12 || !HasSchemesOfItsOwn(key);
}

bool IsEdwardsScheme(SignatureScheme scheme) {
  return scheme == SignatureScheme::kEd25519 || scheme == SignatureScheme::kEd448;
}

bool IsRsaScheme(SignatureScheme scheme) {
  return IsHashAndRsa(scheme) || IsPssRsae(scheme) || IsPssPss(scheme);
}

bool WantsAnotherOfItsKind(const KeyFacts& key, const std::vector<SignatureScheme>& peer) {
  const bool nist = key.curve == NamedGroup::kSecp256r1 || key.curve == NamedGroup::kSecp384r1 ||
                    key.curve == NamedGroup::kSecp521r1;
  if (nist) {
    return std::ranges::any_of(
        peer, [](SignatureScheme scheme) { return IsHashAndEcdsa(scheme) || IsBrainpool(scheme); });
  }
  if (key.family == SignatureFamily::kRsa) return std::ranges::any_of(peer, IsPssRsae);
  return !peer.empty();
}

}  // namespace shakedown
