#include "harness/codes/signature_choice.h"

#include <algorithm>

namespace shakedown {
namespace {

// IANA SignatureScheme values that have no enumerator.
constexpr SignatureScheme kEcdsaSha224{0x0303};
constexpr SignatureScheme kRsaSha224{0x0301};
constexpr SignatureScheme kEcdsaBrainpoolP256r1Sha256{0x081a};

bool Holds(std::span<const SignatureScheme> list, SignatureScheme scheme) {
  return std::find(list.begin(), list.end(), scheme) != list.end();
}

bool IsEcdsa(SignatureScheme scheme) {
  uint16_t number = static_cast<uint16_t>(scheme);
  // RFC 5246 7.4.1.4.1: the low byte 3 is ECDSA for the hashes 2 to 6. RFC 8734 adds 081a to 081c.
  return ((number & 0xff) == 3 && number >> 8 >= 2 && number >> 8 <= 6) ||
         (number >= 0x081a && number <= 0x081c);
}

bool IsRsaKey(KeyType key) {
  return key == KeyType::kRsa1024 || key == KeyType::kRsa2048 || key == KeyType::kRsa3072 ||
         key == KeyType::kRsa4096;
}

bool IsNistKey(KeyType key) {
  return key == KeyType::kSecp256r1 || key == KeyType::kSecp384r1 || key == KeyType::kSecp521r1;
}

// Whether the peer lists a scheme of the same family as `key` (see the rule in the header).
bool FamilyListed(KeyType key, std::span<const SignatureScheme> peer) {
  if (IsNistKey(key)) return std::any_of(peer.begin(), peer.end(), IsEcdsa);
  if (!IsRsaKey(key)) return !peer.empty();
  return std::any_of(peer.begin(), peer.end(), [](SignatureScheme scheme) {
    return scheme == SignatureScheme::kRsaPssRsaeSha256 ||
           scheme == SignatureScheme::kRsaPssRsaeSha384 ||
           scheme == SignatureScheme::kRsaPssRsaeSha512;
  });
}

}  // namespace

std::vector<SignatureScheme> SchemesOfKey(KeyType key, ProtocolVersion version) {
  using enum SignatureScheme;
  bool tls13 = version >= ProtocolVersion::kTls13;
  std::vector<SignatureScheme> any_ecdsa = {kEcdsaSecp256r1Sha256, kEcdsaSecp384r1Sha384,
                                            kEcdsaSecp521r1Sha512, kEcdsaSha224, kEcdsaSha1};
  switch (key) {
    // RFC 8446 4.2.3, MUST: in TLS 1.3 an ECDSA scheme is bound to one curve. In TLS 1.2 (RFC 5246
    // 7.4.1.4.1) it names a hash only.
    case KeyType::kSecp256r1:
      return tls13 ? std::vector{kEcdsaSecp256r1Sha256} : any_ecdsa;
    case KeyType::kSecp384r1:
      return tls13 ? std::vector{kEcdsaSecp384r1Sha384} : any_ecdsa;
    case KeyType::kSecp521r1:
      return tls13 ? std::vector{kEcdsaSecp521r1Sha512} : any_ecdsa;
    case KeyType::kBrainpoolP256r1:
      return tls13 ? std::vector{kEcdsaBrainpoolP256r1Sha256} : any_ecdsa;
    case KeyType::kSecp256k1:
      return tls13 ? std::vector<SignatureScheme>{} : any_ecdsa;
    case KeyType::kEd25519:
      return {kEd25519};
    case KeyType::kEd448:
      return {kEd448};
    case KeyType::kRsaPss2048:
      return {kRsaPssPssSha256, kRsaPssPssSha384, kRsaPssPssSha512};
    case KeyType::kRsa1024:
    case KeyType::kRsa2048:
    case KeyType::kRsa3072:
    case KeyType::kRsa4096: {
      std::vector<SignatureScheme> schemes = {kRsaPssRsaeSha256, kRsaPssRsaeSha384};
      // RFC 8017 9.1.1: PSS with a salt of the hash's length needs 2 * 64 + 2 bytes for SHA-512,
      // which a modulus of 128 bytes does not have.
      if (key != KeyType::kRsa1024) schemes.push_back(kRsaPssRsaeSha512);
      // RFC 8446 4.2.3, MUST: the PKCS #1 schemes sign certificates only.
      if (!tls13) {
        for (SignatureScheme scheme :
             {kRsaPkcs1Sha256, kRsaPkcs1Sha384, kRsaPkcs1Sha512, kRsaSha224, kRsaPkcs1Sha1}) {
          schemes.push_back(scheme);
        }
      }
      return schemes;
    }
  }
  return {};
}

std::optional<SignatureScheme> LeafSignature(const CertificateSpec& spec) {
  if (!spec.chain_file.empty()) return std::nullopt;
  if (std::find(spec.faults.begin(), spec.faults.end(), CertificateFault::kSha1Signature) !=
      spec.faults.end()) {
    return std::nullopt;
  }
  if (spec.signature) return spec.signature;
  std::optional<KeyType> issuer =
      spec.intermediates.empty() ? CaKeyType(spec.issuer) : spec.intermediates.back();
  if (!issuer) return std::nullopt;
  // The usual scheme of an issuer's key: the one that fits its curve, SHA-256 for RSA.
  if (IsRsaKey(*issuer)) return SignatureScheme::kRsaPkcs1Sha256;
  std::vector<SignatureScheme> schemes = SchemesOfKey(*issuer, ProtocolVersion::kTls13);
  if (schemes.empty()) return std::nullopt;
  return schemes.front();
}

std::string SignatureCause(ProtocolVersion version, std::span<const CertificateSpec> certificates,
                           const std::optional<std::vector<SignatureScheme>>& own,
                           std::span<const SignatureScheme> peer,
                           std::span<const SignatureScheme> peer_for_certificates) {
  bool chain_only = false;
  bool this_key = false;
  for (const CertificateSpec& certificate : certificates) {
    bool suits = false;
    bool peer_would = false;
    for (SignatureScheme scheme : SchemesOfKey(certificate.key, version)) {
      if (!Holds(peer, scheme)) continue;
      peer_would = true;
      if (!own || Holds(*own, scheme)) suits = true;
    }
    if (suits) {
      std::optional<SignatureScheme> leaf = LeafSignature(certificate);
      if (!leaf || Holds(peer_for_certificates, *leaf)) return "";
      chain_only = true;
    } else if (!peer_would && FamilyListed(certificate.key, peer)) {
      this_key = true;
    }
  }
  if (chain_only) return "cert_chain_signature_not_in_peer_sigalgs";
  return this_key ? "no_signature_scheme_for_key" : "no_common_signature_algorithm";
}

}  // namespace shakedown
