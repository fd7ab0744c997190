// Which certificate a server takes, and for which suite, where stacks differ.
#include <gtest/gtest.h>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

// IANA numbers.
constexpr CipherSuite kWithEcdsa{0xc02b}, kWithRsa{0xc02f}, kDecrypting{0x009c};

// What `server` answers in TLS 1.2 to a client that lists `suites`, with a P-256 and an RSA key and
// `scheme` alone to sign with.
Prediction Answered(const char* server, std::vector<CipherSuite> suites, SignatureScheme scheme) {
  Capabilities offers, accepts;
  offers.versions = {ProtocolVersion::kTls12};
  offers.cipher_suites = std::move(suites);
  accepts.signature_schemes = {scheme};
  accepts.certificates.resize(2);
  accepts.certificates[1].key = KeyType::kRsa2048;
  const auto client = MakeSide(Effective(offers, accepts, Role::kClient, false), Role::kClient,
                               TestProfile("boringssl"));
  const auto side = MakeSide(Effective(accepts, offers, Role::kServer, false), Role::kServer,
                             TestProfile(server));
  Prediction told = Predict(*client, *side);
  told.server_chain = told.client_chain = nullptr;
  return told;
}

TEST(CertificateChoice, OpensslTakesASuiteForAnRsaKeyThatHasNoScheme) {
  for (CipherSuite rsa : {kWithRsa, kDecrypting}) {
    const Prediction told =
        Answered("openssl", {rsa, kWithEcdsa}, SignatureScheme::kEcdsaSecp256r1Sha256);
    EXPECT_EQ(told.by, Role::kServer);
    EXPECT_EQ(told.alert, AlertDescription::kHandshakeFailure);
    EXPECT_EQ(told.cause, CauseId::kNoCommonSignatureAlgorithm);
    EXPECT_FALSE(told.version) << "before its ServerHello";
  }
}

TEST(CertificateChoice, OpensslPassesOverASuiteForAnEcdsaKeyThatHasNoScheme) {
  const Prediction told =
      Answered("openssl", {kWithEcdsa, kWithRsa}, SignatureScheme::kRsaPkcs1Sha256);
  EXPECT_EQ(told.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(told.cipher_suite, kWithRsa);
}

TEST(CertificateChoice, OthersPassOverASuiteWhoseKeyHasNoScheme) {
  const Prediction told =
      Answered("gnutls", {kWithRsa, kWithEcdsa}, SignatureScheme::kEcdsaSecp256r1Sha256);
  EXPECT_EQ(told.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(told.cipher_suite, kWithEcdsa);
}

}  // namespace
}  // namespace shakedown
