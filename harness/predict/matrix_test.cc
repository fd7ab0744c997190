#include "harness/predict/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;

MatrixSide Row(std::string name, Capabilities has = {}, const char* profile = "rfc") {
  MatrixSide side;
  side.name = std::move(name);
  side.origin = "profile";
  side.has = std::move(has);
  side.profile = &TestProfile(profile);
  return side;
}

MatrixSide Server(std::string name, KeyType key, std::string issuer, const char* profile = "rfc") {
  Capabilities has;
  CertificateSpec& spec = has.certificates.emplace_back();
  spec.key = key;
  spec.issuer = std::move(issuer);
  return Row(std::move(name), std::move(has), profile);
}

MatrixSide BrowserWithoutP521() {
  Capabilities has;
  has.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                           SignatureScheme::kRsaPssRsaeSha256};
  has.groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
  return Row("browser", std::move(has));
}

TEST(Matrix, TellsEachPairByItself) {
  const Matrix matrix = BuildMatrix(
      {Row("plain"), BrowserWithoutP521()},
      {Server("p256", KeyType::kSecp256r1, "ec-ca"), Server("p521", KeyType::kSecp521r1, "ec-ca")},
      1);
  EXPECT_EQ(matrix.At(0, 0).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(0, 1).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(1, 0).outcome, OutcomeKind::kAgreed);
  // RFC 8446 4.4.3: the client offers no scheme that a P-521 key can make.
  const MatrixResult& refused = matrix.At(1, 1);
  EXPECT_EQ(refused.outcome, OutcomeKind::kRefused);
  EXPECT_EQ(refused.by, Role::kServer);
  EXPECT_EQ(refused.alert, AlertDescription::kHandshakeFailure);
  EXPECT_EQ(refused.cause, CauseId::kNoSignatureSchemeForKey);
  ASSERT_FALSE(refused.steps.empty());
  EXPECT_EQ(refused.steps.back().rule, StepRule::kSignatureScheme);
  EXPECT_FALSE(refused.steps.back().passed);
}

TEST(Matrix, HoldsEqualResultsOnceAndCountsTheirCells) {
  const Matrix matrix = BuildMatrix(
      {Row("one"), Row("two")},
      {Server("p256", KeyType::kSecp256r1, "ec-ca"), Server("again", KeyType::kSecp256r1, "ec-ca")},
      1);
  ASSERT_EQ(matrix.results.size(), 1u);
  EXPECT_EQ(matrix.results[0].cells, 4u);
  EXPECT_EQ(matrix.results[0].server_certificate, "secp256r1 from ec-ca");
  EXPECT_THAT(matrix.cells, ElementsAre(0, 0, 0, 0));
}

// One server's root being trusted says nothing of another's.
TEST(Matrix, TrustThatIsNotToldIsThePeersOwnRootInEachCell) {
  MatrixSide faulty = Server("faulty", KeyType::kSecp256r1, "ec-ca");
  faulty.has.certificates[0].faults = {CertificateFault::kUnknownCa};
  // The CA that the fault stands for, as another server's own.
  const auto ca = FactsOf(faulty.has.certificates[0], Role::kServer).root;
  Capabilities strict;
  strict.trust = {"rsa-ca"};
  const Matrix matrix = BuildMatrix(
      {Row("any"), Row("strict", strict)},
      {Server("ec", KeyType::kSecp256r1, "ec-ca"), Server("rsa", KeyType::kRsa2048, "rsa-ca"),
       faulty, Server("that ca's", KeyType::kSecp256r1, ca)},
      1);
  EXPECT_EQ(matrix.At(0, 0).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(0, 1).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(0, 2).cause, CauseId::kUnknownCa);
  EXPECT_EQ(matrix.At(0, 3).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(1, 0).cause, CauseId::kUnknownCa);
  EXPECT_EQ(matrix.At(1, 1).outcome, OutcomeKind::kAgreed);
}

TEST(Matrix, AServerThatAsksForCertificatesTrustsEachClientsRoots) {
  MatrixSide server = Server("mutual", KeyType::kSecp256r1, "ec-ca");
  server.has.client_auth = ClientAuth::kRequire;
  const Matrix matrix = BuildMatrix({Server("rsa", KeyType::kRsa2048, "rsa-ca"), Row("none"),
                                     Server("ec", KeyType::kSecp256r1, "ec-ca.other")},
                                    {server}, 2);
  EXPECT_EQ(matrix.At(0, 0).outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(matrix.At(0, 0).client_certificate, "RSA 2048 from rsa-ca");
  EXPECT_EQ(matrix.At(1, 0).cause, CauseId::kClientCertMissing);
  EXPECT_EQ(matrix.At(2, 0).outcome, OutcomeKind::kAgreed);
}

TEST(Matrix, SaysOfWhatNoRuleSpeaks) {
  MatrixSide from_file = Server("file", KeyType::kSecp256r1, "ec-ca");
  from_file.has.certificates[0].chain_file = "chain.pem";
  Capabilities levelled;
  levelled.security_level = 2;
  const Matrix matrix = BuildMatrix({Row("plain"), Row("levelled", levelled)},
                                    {from_file, Server("p256", KeyType::kSecp256r1, "ec-ca")}, 1);
  EXPECT_EQ(matrix.At(0, 0).beyond_rules, "certificates from files");
  EXPECT_EQ(matrix.At(0, 1).beyond_rules, "");
  EXPECT_EQ(matrix.At(1, 1).beyond_rules, "security_level");
}

// Every pair of sides that differ in what may matter, against the prediction of a scenario of its
// own; and in one thread as in many.
TEST(Matrix, EveryCellIsWhatTheScenarioOfItsOwnComesTo) {
  std::vector<MatrixSide> clients, servers;
  int number = 0;
  for (const char* profile : {"boringssl", "openssl", "gnutls", "rfc"}) {
    for (const ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
      for (const KeyType key : {KeyType::kRsa2048, KeyType::kSecp521r1, KeyType::kEd25519}) {
        for (const char* issuer : {"ec-ca", "rsa-ca", "ec-ca.other"}) {
          MatrixSide side = Server(std::to_string(++number), key, issuer, profile);
          side.has.versions = {version};
          if (number % 4 == 0) side.has.certificates[0].faults = {CertificateFault::kExpired};
          clients.push_back(side);
          if (number % 7 == 0) {
            clients.back().has.signature_schemes = {SignatureScheme::kRsaPssRsaeSha256};
          }
          side.has.client_auth = number % 2 == 0 ? ClientAuth::kRequire : ClientAuth::kNone;
          if (number % 5 == 0) side.has.groups = {NamedGroup::kSecp384r1};
          servers.push_back(side);
        }
      }
    }
  }
  const Matrix matrix = BuildMatrix(clients, servers, 3);
  std::set<CauseId> causes;
  for (size_t i = 0; i < clients.size(); ++i) {
    for (size_t j = 0; j < servers.size(); ++j) {
      const auto client = MakeSide(Effective(clients[i].has, servers[j].has, Role::kClient, false),
                                   Role::kClient, *clients[i].profile);
      const auto server = MakeSide(Effective(servers[j].has, clients[i].has, Role::kServer, false),
                                   Role::kServer, *servers[j].profile);
      const Prediction one = Predict(*client, *server);
      const MatrixResult& cell = matrix.At(i, j);
      ASSERT_EQ(cell.outcome, one.outcome) << i << " " << j;
      ASSERT_EQ(cell.alert, one.alert) << i << " " << j;
      ASSERT_EQ(cell.cause, one.cause) << i << " " << j;
      ASSERT_EQ(cell.cipher_suite, one.cipher_suite) << i << " " << j;
      ASSERT_EQ(cell.signature_scheme, one.signature_scheme) << i << " " << j;
      ASSERT_EQ(cell.steps.size(), one.steps().size()) << i << " " << j;
      causes.insert(one.cause);
    }
  }
  EXPECT_GE(causes.size(), 5u);
  const Matrix alone = BuildMatrix(clients, servers, 1);
  EXPECT_EQ(alone.cells, matrix.cells);
  EXPECT_EQ(alone.results.size(), matrix.results.size());
}

}  // namespace
}  // namespace shakedown
