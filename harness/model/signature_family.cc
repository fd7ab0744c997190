#include "harness/model/signature_family.h"

namespace shakedown {

std::optional<SignatureFamily> FamilyOf(SignatureScheme scheme) {
  const uint16_t code = static_cast<uint16_t>(scheme);
  switch (code) {
    case 0x0804:  // RFC 8446 4.2.3: rsa_pss_rsae_* are for rsaEncryption keys
    case 0x0805:
    case 0x0806:
      return SignatureFamily::kRsa;
    case 0x0807:
      return SignatureFamily::kEd25519;
    case 0x0808:
      return SignatureFamily::kEd448;
    case 0x0809:
    case 0x080a:
    case 0x080b:
      return SignatureFamily::kRsaPss;
    case 0x081a:  // ecdsa_brainpoolP256r1tls13_sha256 (RFC 8734)
      return SignatureFamily::kEc;
    default:
      break;
  }
  // RFC 5246 7.4.1.4.1: a hash, md5 (1) to sha512 (6), and how it is signed.
  const int hash = code >> 8;
  if (hash < 1 || hash > 6) return std::nullopt;
  switch (code & 0xff) {
    case 1:
      return SignatureFamily::kRsa;
    case 3:
      return SignatureFamily::kEc;
    default:
      return std::nullopt;
  }
}

}  // namespace shakedown
