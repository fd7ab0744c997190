#include "harness/model/fips.h"

#include <algorithm>
#include <span>

namespace shakedown {
namespace {

// SP 800-52 Rev. 2 3.1: TLS 1.2 is required, TLS 1.3 supported, nothing older is allowed.
constexpr ProtocolVersion kVersions[] = {ProtocolVersion::kTls13, ProtocolVersion::kTls12};

// SP 800-52 Rev. 2 3.3.1.1 and 3.3.1.2, as far as BoringSSL's policy goes with them. ChaCha20 is in
// no NIST standard.
constexpr CipherSuite kSuites[] = {
    CipherSuite{0x1301},  // TLS_AES_128_GCM_SHA256
    CipherSuite{0x1302},  // TLS_AES_256_GCM_SHA384
    CipherSuite{0xc02b},  // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    CipherSuite{0xc02f},  // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    CipherSuite{0xc02c},  // TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    CipherSuite{0xc030},  // TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
};

// SP 800-52 Rev. 2 3.4 (supported groups): P-256 and P-384. X25519 is not in SP 800-56A Rev. 3.
constexpr NamedGroup kGroups[] = {NamedGroup::kSecp256r1, NamedGroup::kSecp384r1};

// SP 800-52 Rev. 2 3.2 and 3.4 (certificates, signature algorithms): SHA-256 and up, RSA or ECDSA
// with P-256 or P-384.
constexpr SignatureScheme kSchemes[] = {
    SignatureScheme::kEcdsaSecp256r1Sha256, SignatureScheme::kRsaPssRsaeSha256,
    SignatureScheme::kRsaPkcs1Sha256,       SignatureScheme::kEcdsaSecp384r1Sha384,
    SignatureScheme::kRsaPssRsaeSha384,     SignatureScheme::kRsaPkcs1Sha384,
    SignatureScheme::kRsaPssRsaeSha512,     SignatureScheme::kRsaPkcs1Sha512,
};

template <typename T, size_t N>
bool IsIn(const T (&approved)[N], T value) {
  return std::ranges::find(approved, value) != std::end(approved);
}

template <typename T>
void Cut(std::optional<std::vector<T>>* list) {
  if (*list) std::erase_if(**list, [](T value) { return !FipsApproved(value); });
}

template <typename T, size_t N>
void CutOrFill(const T (&approved)[N], std::optional<std::vector<T>>* list) {
  if (*list) {
    Cut(list);
  } else {
    list->emplace(std::begin(approved), std::end(approved));
  }
}

}  // namespace

bool FipsApproved(ProtocolVersion version) { return IsIn(kVersions, version); }
bool FipsApproved(CipherSuite suite) { return IsIn(kSuites, suite); }
bool FipsApproved(NamedGroup group) { return IsIn(kGroups, group); }
bool FipsApproved(SignatureScheme scheme) { return IsIn(kSchemes, scheme); }

Capabilities ApplyFips(const Capabilities& side) {
  Capabilities out = side;
  for (VirtualHost& host : out.hosts) host.capabilities = ApplyFips(host.capabilities);
  if (out.fips != Fips::kOn) return out;
  CutOrFill(kVersions, &out.versions);
  CutOrFill(kSuites, &out.cipher_suites);
  CutOrFill(kGroups, &out.groups);
  CutOrFill(kSchemes, &out.signature_schemes);
  Cut(&out.key_shares);
  // Absent, it follows signature_schemes (RFC 8446 4.2.3), which are approved now.
  Cut(&out.certificate_signature_schemes);
  return out;
}

}  // namespace shakedown
