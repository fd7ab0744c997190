#include "harness/diagnose/chain_cause.h"

#include <gtest/gtest.h>

#include "harness/codes/test_tables.h"

namespace shakedown {
namespace {

ErrorTables Tables() {
  std::map<std::string, std::string> files = TableFiles();
  auto causes = ReadCauses("causes.json", files["causes.json"]);
  return *ReadErrors("errors.json", files["errors.json"], *causes);
}

// gnutls_certificate_status_t: INVALID with SIGNER_NOT_FOUND, and with EXPIRED.
constexpr int64_t kInvalid = 1 << 1, kSignerNotFound = 1 << 6, kExpired = 1 << 10;

TEST(CauseOfVerify, ReadsX509Results) {
  ErrorTables tables = Tables();
  EXPECT_EQ(CauseOfVerify("openssl", 10, tables), "expired");
  EXPECT_EQ(CauseOfVerify("openssl", 79, tables), "basic_constraints_wrong");
  EXPECT_EQ(CauseOfVerify("boringssl", 24, tables), "basic_constraints_wrong");
  EXPECT_EQ(CauseOfVerify("openssl", 66, tables), "cert_weak_key_or_digest");
  EXPECT_EQ(CauseOfVerify("openssl", 50, tables), "cert_validation_other");
}

TEST(CauseOfVerify, TheTwoLibrariesNumberTheirOwnResultsApart) {
  ErrorTables tables = Tables();
  // 66 is EE_KEY_TOO_SMALL in OpenSSL and STORE_LOOKUP in BoringSSL.
  EXPECT_EQ(CauseOfVerify("boringssl", 66, tables), "");
}

TEST(CauseOfVerify, ReadsStatusBitsInOrderOfPrecedence) {
  ErrorTables tables = Tables();
  EXPECT_EQ(CauseOfVerify("gnutls", kInvalid | kSignerNotFound, tables), "unknown_ca");
  EXPECT_EQ(CauseOfVerify("gnutls", kInvalid | kExpired, tables), "expired");
  EXPECT_EQ(CauseOfVerify("gnutls", kInvalid | kSignerNotFound | kExpired, tables), "unknown_ca");
  EXPECT_EQ(CauseOfVerify("gnutls", kInvalid, tables), "cert_validation_other");
  EXPECT_EQ(CauseOfVerify("gnutls", 0, tables), "");
}

TEST(RefineChainCause, ASingleSelfIssuedCertificateIsSelfSigned) {
  std::vector<Bytes> chain = {OutlineCertificate("Me", "Me")};
  RefusedChain refused;
  refused.chain = &chain;
  EXPECT_EQ(RefineChainCause("unknown_ca", refused), "self_signed");
  chain.push_back(OutlineCertificate("Root", "Root"));
  EXPECT_EQ(RefineChainCause("self_signed", refused), "unknown_ca");
}

TEST(RefineChainCause, AMissingIntermediateUnderATrustedRoot) {
  std::vector<Bytes> chain = {OutlineCertificate("ec-ca.intermediate-1", "Leaf")};
  Capabilities owner, verifier;
  CertificateSpec& spec = owner.certificates.emplace_back();
  spec.intermediates = {KeyType::kSecp256r1};
  spec.faults = {CertificateFault::kMissingIntermediate};
  RefusedChain refused{Role::kServer, &chain, &owner, &verifier};
  EXPECT_EQ(RefineChainCause("unknown_ca", refused), "intermediate_missing");
  verifier.trust = {{"rsa-ca"}};
  EXPECT_EQ(RefineChainCause("unknown_ca", refused), "unknown_ca");
  verifier.trust = {{"ec-ca"}};
  EXPECT_EQ(RefineChainCause("unknown_ca", refused), "intermediate_missing");
}

TEST(RefineChainCause, OfSeveralCertificatesTheOneThatWasSentCounts) {
  std::vector<Bytes> chain = {OutlineCertificate("rsa-ca", "Leaf")};
  Capabilities owner, verifier;
  CertificateSpec& spec = owner.certificates.emplace_back();
  spec.intermediates = {KeyType::kSecp256r1};
  spec.faults = {CertificateFault::kMissingIntermediate};
  owner.certificates.emplace_back().issuer = "rsa-ca";
  EXPECT_EQ(RefineChainCause("unknown_ca", {Role::kServer, &chain, &owner, &verifier}),
            "unknown_ca");
}

TEST(RefineChainCause, AnInvalidPurposeWithoutForbiddingExtensionIsKeyUsage) {
  std::vector<Bytes> chain = {OutlineCertificate("Root", "Leaf")};
  RefusedChain refused;
  refused.chain = &chain;
  EXPECT_EQ(RefineChainCause("eku_wrong", refused), "key_usage_wrong");
  chain[0] =
      OutlineCertificate("Root", "Leaf", *FromHex("06 03 55 1d 25 06 08 2b 06 01 05 05 07 03 02"));
  EXPECT_EQ(RefineChainCause("eku_wrong", refused), "eku_wrong");
}

TEST(RefineChainCause, AVerifierThatRefusesAllHasNoOtherReason) {
  Capabilities verifier;
  verifier.verify = Verify::kRejectAll;
  RefusedChain refused;
  refused.verifier_capabilities = &verifier;
  EXPECT_EQ(RefineChainCause("unknown_ca", refused), "cert_validation_other");
}

}  // namespace
}  // namespace shakedown
