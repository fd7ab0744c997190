// What a server makes of a client's certificate, where stacks differ.
#include <gtest/gtest.h>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

// How a server that accepts whatever chain it sees takes a key that may not sign.
std::pair<OutcomeKind, CauseId> TakenBy(const char* server, ProtocolVersion version) {
  Capabilities offers, accepts;
  offers.versions = accepts.versions = {version};
  offers.certificates.emplace_back().faults = {CertificateFault::kWrongKeyUsage};
  accepts.certificates.emplace_back();
  accepts.verify = Verify::kAcceptAll;
  accepts.client_auth = ClientAuth::kRequire;
  const auto client = MakeSide(Effective(offers, accepts, Role::kClient, false), Role::kClient,
                               TestProfile("openssl"));
  const auto side = MakeSide(Effective(accepts, offers, Role::kServer, false), Role::kServer,
                             TestProfile(server));
  const Prediction told = Predict(*client, *side);
  return {told.outcome, told.cause};
}

// RFC 5246 7.4.6 leaves it to the server what it makes of keyUsage.
TEST(ClientAuthentication, ABoringsslServerMindsTheKeyUsageWhenTheClientHasSigned) {
  using Taken = std::pair<OutcomeKind, CauseId>;
  const Taken closed(OutcomeKind::kClosed, CauseId::kKeyUsageWrong);
  EXPECT_EQ(TakenBy("boringssl", ProtocolVersion::kTls12), closed);
  EXPECT_EQ(TakenBy("boringssl", ProtocolVersion::kTls11), closed);
  EXPECT_EQ(TakenBy("openssl", ProtocolVersion::kTls12).first, OutcomeKind::kAgreed);
}

// RFC 8422 5.5, RFC 5246 7.4.4: GnuTLS does not ask for ecdsa_sign because of EdDSA.
TEST(ClientAuthentication, AClientThatChoosesKeepsAnEddsaKeyBackThatGnutlsDoesNotAskFor) {
  Capabilities offers, accepts;
  offers.versions = accepts.versions = {ProtocolVersion::kTls12};
  offers.certificates.emplace_back().key = KeyType::kEd448;
  accepts.certificates.emplace_back().key = KeyType::kRsa2048;
  accepts.signature_schemes = {SignatureScheme::kRsaPkcs1Sha256, SignatureScheme::kEd448};
  accepts.client_auth = ClientAuth::kRequire;
  const auto told = [&](bool honours) {
    offers.honour_ca_names = honours;
    const auto client = MakeSide(Effective(offers, accepts, Role::kClient, false), Role::kClient,
                                 TestProfile("openssl"));
    const auto side = MakeSide(Effective(accepts, offers, Role::kServer, false), Role::kServer,
                               TestProfile("gnutls"));
    return Predict(*client, *side).outcome;
  };
  EXPECT_EQ(told(true), OutcomeKind::kRefused);
  EXPECT_EQ(told(false), OutcomeKind::kAgreed);
}

}  // namespace
}  // namespace shakedown
