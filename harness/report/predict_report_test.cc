// The field reports' stories, foretold before anything runs: who refuses, with which alert, for
// which cause, which codes were seen, and that what fixed it is among the advice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/codes/test_tables.h"
#include "harness/model/effective.h"
#include "harness/model/load_part.h"
#include "harness/predict/test_profiles.h"
#include "harness/report/predict_json.h"
#include "harness/report/predict_terminal.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using enum AlertDescription;

Capabilities Part(Role role, const std::string& json) {
  const auto part = LoadPart("part.json", role,
                             [&](const std::string&, std::string*) { return std::optional(json); });
  EXPECT_TRUE(part) << json << ": " << part.error().front().ToString();
  return part ? *part : Capabilities();
}

Predicted Foretold(const std::string& client, const std::string& client_json,
                   const std::string& server, const std::string& server_json) {
  const Capabilities offers = Part(Role::kClient, client_json);
  const Capabilities accepts = Part(Role::kServer, server_json);
  Predicted out = PredictSides(MakeSide(Effective(offers, accepts, Role::kClient, false),
                                        Role::kClient, TestProfile(client)),
                               MakeSide(Effective(accepts, offers, Role::kServer, false),
                                        Role::kServer, TestProfile(server)),
                               TestCodes());
  out.name = client + ":" + server;
  EXPECT_THAT(out.prediction.beyond_rules, IsEmpty());
  return out;
}

void ExpectRefused(const Predicted& told, Role by, std::optional<AlertDescription> alert,
                   const std::string& cause) {
  EXPECT_EQ(told.prediction.outcome, alert ? OutcomeKind::kRefused : OutcomeKind::kClosed);
  EXPECT_EQ(told.prediction.by, by);
  EXPECT_EQ(told.prediction.alert, alert);
  EXPECT_EQ(KeyOf(told.prediction.cause), cause);
  ASSERT_FALSE(told.prediction.steps().empty());
  EXPECT_FALSE(told.prediction.steps().back().passed);
}

bool Shows(const Predicted& told, const std::string& system, const std::string& code) {
  return ShowsCode(told.codes, system, code);
}

// The sentences of all advice.
std::vector<std::string> Fixes(const Predicted& told) {
  std::vector<std::string> out;
  for (const Advice& advice : told.advice) {
    std::string text;
    for (const Change& change : advice.changes) {
      text += (text.empty() ? "" : " + ") + std::string(NameOf(change.side)) + ": " + change.text;
    }
    out.push_back(text);
  }
  return out;
}

void ExpectVerified(const Predicted& told) {
  int cost = 0;
  for (const Advice& advice : told.advice) {
    EXPECT_EQ(Predict(*advice.client, *advice.server).outcome, OutcomeKind::kAgreed);
    EXPECT_GE(advice.cost(), cost) << "the smallest first";
    cost = advice.cost();
  }
}

constexpr const char* kTls13 = R"({"versions": ["TLS 1.3"]})";
constexpr const char* kTls12 = R"({"versions": ["TLS 1.2"]})";

TEST(FieldReport, P521CertificateMeetsChrome) {
  const char* server = R"({"versions": ["TLS 1.3"], "certificates": [{"key": "secp521r1"}]})";
  const Predicted told = Foretold("chrome", "{}", "jsse", server);
  ExpectRefused(told, Role::kServer, kInternalError, "no_signature_scheme_for_key");
  EXPECT_TRUE(Shows(told, "jsse", "No supported CertificateVerify signature algorithm for EC key"));
  EXPECT_THAT(Fixes(told), Contains("server: use a certificate with a secp256r1 key"));
  ExpectVerified(told);
  for (const Advice& advice : told.advice) {
    for (const Change& change : advice.changes) {
      EXPECT_EQ(change.side, Role::kServer) << "nobody changes what Chrome offers";
    }
  }
  // By the RFC, and by everybody else, the alert is 40.
  const Predicted other = Foretold("chrome", "{}", "boringssl", server);
  ExpectRefused(other, Role::kServer, kHandshakeFailure, "no_signature_scheme_for_key");
  EXPECT_TRUE(Shows(other, "boringssl", "253"));
}

TEST(FieldReport, EcKeyUnderAnRsaCaIsNotWhatChromeMinds) {
  const Predicted fine = Foretold(
      "chrome", "{}", "system_ssl",
      R"({"versions": ["TLS 1.2"], "cipher_suites": ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"],
          "certificates": [{"key": "secp256r1", "issuer": "rsa-ca"}]})");
  EXPECT_EQ(fine.prediction.outcome, OutcomeKind::kAgreed);
  // It is the key's curve: with P-521 another CA alone changes nothing.
  const Predicted told = Foretold(
      "chrome", "{}", "boringssl",
      R"({"versions": ["TLS 1.3"], "certificates": [{"key": "secp521r1", "issuer": "rsa-ca"}]})");
  ExpectRefused(told, Role::kServer, kHandshakeFailure, "no_signature_scheme_for_key");
  EXPECT_THAT(Fixes(told), Not(Contains(HasSubstr("from a CA that signs with"))));
  EXPECT_THAT(Fixes(told), Contains("server: use a certificate with a secp256r1 key"));
}

TEST(FieldReport, Rc467ChainSignedAsTheClientDoesNotAccept) {
  const Predicted told = Foretold(
      "chrome", "{}", "system_ssl",
      R"({"versions": ["TLS 1.2"], "cipher_suites": ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"],
          "certificates": [{"key": "secp256r1", "issuer": "secp521r1-ca"}]})");
  ExpectRefused(told, Role::kServer, kHandshakeFailure, "cert_chain_signature_not_in_peer_sigalgs");
  EXPECT_TRUE(Shows(told, "system_ssl", "467"));
  EXPECT_THAT(
      Fixes(told),
      Contains("server: get its certificate from a CA that signs with ecdsa_secp256r1_sha256"));
  ExpectVerified(told);
  // What the report did: TLS 1.3 on, TLS 1.2 off.
  const Predicted fixed =
      Foretold("chrome", "{}", "system_ssl",
               R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_AES_256_GCM_SHA384"],
          "certificates": [{"key": "secp256r1", "issuer": "secp521r1-ca"}]})");
  EXPECT_EQ(fixed.prediction.outcome, OutcomeKind::kAgreed);
}

TEST(FieldReport, Rc510RsaOnlyClientMeetsAnEccServer) {
  const Predicted told = Foretold(
      "rfc",
      R"({"versions": ["TLS 1.2"], "cipher_suites": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]})",
      "system_ssl",
      R"({"versions": ["TLS 1.2"], "cipher_suites": ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
          "certificates": [{"key": "secp256r1"}]})");
  ExpectRefused(told, Role::kServer, kHandshakeFailure, "cert_type_not_usable_with_cipher");
  EXPECT_TRUE(Shows(told, "system_ssl", "510"));
  EXPECT_THAT(Fixes(told), Contains("server: use a certificate with an RSA 2048 key"));
  ExpectVerified(told);
}

TEST(FieldReport, Rc403NoClientCertificate) {
  const struct {
    const char* versions;
    AlertDescription alert;
  } rows[] = {{"TLS 1.2", kHandshakeFailure}, {"TLS 1.3", kCertificateRequired}};
  for (const auto& row : rows) {
    const std::string only = std::string(R"({"versions": [")") + row.versions + R"("])";
    const Predicted told = Foretold("curl", only + "}", "rfc",
                                    only + R"(, "client_auth": "require", "trust": ["ec-ca"]})");
    ExpectRefused(told, Role::kServer, row.alert, "client_cert_missing");
    EXPECT_TRUE(Shows(told, "system_ssl", "403"));
    EXPECT_TRUE(Shows(told, "at_tls", "5001"));
    EXPECT_THAT(Fixes(told),
                Contains("client: give it a certificate with a secp256r1 key from ec-ca"));
    ExpectVerified(told);
  }
}

TEST(FieldReport, Rc435TheCaWasMadeAgain) {
  const Predicted told =
      Foretold("rfc", R"({"versions": ["TLS 1.2"], "certificates": [{"key": "secp256r1"}]})", "rfc",
               R"({"versions": ["TLS 1.2"], "client_auth": "require", "trust": ["ec-ca.other"]})");
  ExpectRefused(told, Role::kServer, kUnknownCa, "unknown_ca");
  EXPECT_TRUE(Shows(told, "system_ssl", "435"));
  EXPECT_THAT(Fixes(told),
              Contains("server: trust ec-ca too, and with it all that this CA certifies"));
  ExpectVerified(told);
}

TEST(FieldReport, Alert48TheClientIsOfAnotherCa) {
  const Predicted told = Foretold(
      "curl",
      R"({"versions": ["TLS 1.2"], "certificates": [{"key": "rsa2048", "issuer": "rsa-ca"}]})",
      "openssl", R"({"versions": ["TLS 1.2"], "client_auth": "require", "trust": ["ec-ca"]})");
  ExpectRefused(told, Role::kServer, kUnknownCa, "unknown_ca");
  EXPECT_THAT(Fixes(told),
              Contains("server: trust rsa-ca too, and with it all that this CA certifies"));
}

TEST(FieldReport, Rc417TheMailServerIsItsOwnIssuer) {
  const Predicted told =
      Foretold("rfc", kTls12, "openssl",
               R"({"versions": ["TLS 1.2"], "certificates": [{"key": "rsa2048", "issuer": "rsa-ca",
          "faults": ["self_signed"]}]})");
  ExpectRefused(told, Role::kClient, kUnknownCa, "self_signed");
  EXPECT_TRUE(Shows(told, "system_ssl", "417"));
  EXPECT_THAT(Fixes(told), Contains("client: trust the server's self-signed certificate itself"));
  ExpectVerified(told);
}

TEST(FieldReport, Rc6TheCertificateInTheRingHasExpired) {
  const Predicted told =
      Foretold("curl", kTls13, "rfc",
               R"({"versions": ["TLS 1.3"], "certificates": [{"key": "rsa2048", "issuer": "rsa-ca",
          "faults": ["expired"]}]})");
  ExpectRefused(told, Role::kClient, kCertificateExpired, "expired");
  EXPECT_TRUE(Shows(told, "system_ssl", "6"));
  EXPECT_TRUE(Shows(told, "system_ssl", "401"));
  EXPECT_THAT(Fixes(told), Contains("server: renew its certificate, which has expired"));
}

TEST(FieldReport, Rc6AServerOnZosDoesNotUseItsExpiredCertificate) {
  const Predicted told =
      Foretold("curl", kTls12, "system_ssl",
               R"({"versions": ["TLS 1.2"], "cipher_suites": ["TLS_RSA_WITH_AES_128_GCM_SHA256"],
          "certificates": [{"key": "rsa2048", "issuer": "rsa-ca", "faults": ["expired"]}]})");
  ExpectRefused(told, Role::kServer, std::nullopt, "key_label_missing");
  EXPECT_TRUE(Shows(told, "at_tls", "6"));
  EXPECT_THAT(Fixes(told), Contains("server: renew its certificate, which has expired"));
  ExpectVerified(told);
}

TEST(FieldReport, Rc428TheKeyMayNotBeUsed) {
  const Predicted told =
      Foretold("chrome", "{}", "system_ssl",
               R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_AES_256_GCM_SHA384"],
          "certificates": [{"key": "secp256r1", "signing": "fails"}]})");
  // Alert 51, as the trace of a TLS 1.3 server has it that ICSF gives no signature.
  ExpectRefused(told, Role::kServer, kDecryptError, "private_key_unavailable");
  EXPECT_TRUE(Shows(told, "system_ssl", "428"));
  EXPECT_THAT(Fixes(told), Contains(HasSubstr("server: give it the use of its private key")));
}

TEST(FieldReport, Alert51TheSignatureDoesNotVerify) {
  const Predicted told = Foretold(
      "openssl", kTls13, "rfc",
      R"({"versions": ["TLS 1.3"], "certificates": [{"key": "secp256r1", "signing": "corrupts"}]})");
  ExpectRefused(told, Role::kClient, kDecryptError, "signature_verify_failed");
  EXPECT_THAT(Fixes(told), Contains(HasSubstr("server: give it the private key that belongs")));
}

TEST(FieldReport, ChaCha20UnderFipsEndsWithoutAnAlert) {
  const Predicted told = Foretold(
      "rfc", R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_CHACHA20_POLY1305_SHA256"]})",
      "system_ssl",
      R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_CHACHA20_POLY1305_SHA256"],
          "fips": "at_encryption"})");
  ExpectRefused(told, Role::kServer, std::nullopt, "fips_disallows_cipher");
  EXPECT_THAT(Fixes(told), Contains("server: switch FIPS mode off"));
  ExpectVerified(told);
}

TEST(FieldReport, Alert40Tls13WithoutItsSuites) {
  const Predicted told = Foretold(
      "rfc", kTls13, "system_ssl",
      R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"]})");
  ExpectRefused(told, Role::kServer, kHandshakeFailure, "no_tls13_cipher_configured");
  EXPECT_TRUE(Shows(told, "system_ssl", "402"));
  EXPECT_THAT(Fixes(told), Contains("server: add TLS_AES_128_GCM_SHA256 to its suites"));
  ExpectVerified(told);
}

TEST(FieldReport, Rc5003APartnerWithoutTls) {
  for (const char* first :
       {"GET / HTTP/1.1\r\n\r\n", "EHLO client.example\r\n", "\xd6\xd7\xc5\xd5\x40"}) {
    const auto told =
        PredictClearText(AsView(first), Role::kServer, TestProfile("system_ssl"), TestCodes());
    ASSERT_TRUE(told) << first;
    EXPECT_EQ(told->prediction.outcome, OutcomeKind::kRefused);
    EXPECT_EQ(told->prediction.by, Role::kServer);
    EXPECT_EQ(told->prediction.alert, kUnexpectedMessage);
    EXPECT_EQ(KeyOf(told->prediction.cause), "plaintext_to_tls_port");
    EXPECT_TRUE(Shows(*told, "at_tls", "5003"));
    ASSERT_NE(told->cause, nullptr);
    EXPECT_THAT(told->cause->fix, HasSubstr("Use TLS in the client"));
  }
  EXPECT_FALSE(
      PredictClearText(AsView("\x16\x03\x01"), Role::kServer, TestProfile("rfc"), TestCodes()));
}

TEST(Defaults, OfAtTlsMeetNoBrowser) {
  // TLSv1.2 and TLSv1.3 are off unless the policy says otherwise.
  const Predicted told = Foretold("chrome", "{}", "system_ssl", "{}");
  ExpectRefused(told, Role::kServer, kProtocolVersion, "version_mismatch");
  EXPECT_THAT(Fixes(told), Contains(HasSubstr("server: switch on TLS 1.")));
}

TEST(Advice, IsNotGivenWhereThereIsAgreement) {
  EXPECT_THAT(Foretold("rfc", "{}", "rfc", "{}").advice, IsEmpty());
}

TEST(Advice, TakesTwoChangesWhereOneIsNotEnough) {
  const Predicted told = Foretold(
      "rfc",
      R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_AES_128_GCM_SHA256"], "groups": ["x25519"]})",
      "rfc",
      R"({"versions": ["TLS 1.3"], "cipher_suites": ["TLS_AES_256_GCM_SHA384"], "groups": ["secp256r1"]})");
  ASSERT_FALSE(told.advice.empty());
  for (const Advice& advice : told.advice) EXPECT_EQ(advice.changes.size(), 2u);
  ExpectVerified(told);
}

TEST(Steps, TellBothListsAndWhatTheyShare) {
  const auto steps =
      StepsOf(Foretold("chrome", "{}", "rfc",
                       R"({"versions": ["TLS 1.3"], "groups": ["secp384r1", "secp256r1"],
          "certificates": [{"key": "secp521r1"}]})"));
  const auto group = std::ranges::find(steps, StepRule::kGroup, &ToldStep::rule);
  ASSERT_NE(group, steps.end());
  EXPECT_EQ(group->client,
            (std::vector<std::string>{"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"}));
  EXPECT_EQ(group->common, (std::vector<std::string>{"secp256r1", "secp384r1"}));
  EXPECT_TRUE(group->passed);
  const ToldStep& last = steps.back();
  EXPECT_EQ(last.rule, StepRule::kSignatureScheme);
  EXPECT_FALSE(last.passed);
  EXPECT_EQ(last.server, (std::vector<std::string>{"ecdsa_secp521r1_sha512"}));
  EXPECT_THAT(last.common, IsEmpty());
}

TEST(PredictJson, IsOfTheFormThatTheSchemaDescribes) {
  const JsonSchema schema("scenarios/predict.schema.json");
  std::vector<Predicted> all;
  all.push_back(Foretold("chrome", "{}", "jsse", R"({"certificates": [{"key": "secp521r1"}]})"));
  all.push_back(Foretold("rfc", "{}", "rfc", R"({"client_auth": "require", "alpn": ["h2"]})"));
  all.push_back(Foretold("firefox", "{}", "go", "{}"));
  all.emplace_back();
  all.back().name = "x";
  all.back().prediction.beyond_rules = "resumption";
  for (const Predicted& one : all) {
    const auto json = nlohmann::json::parse(PredictJson({&one, 1}));
    EXPECT_EQ(schema.Objection(json), "") << one.name;
  }
  EXPECT_EQ(schema.Objection(nlohmann::json::parse(PredictJson(all))), "");
  EXPECT_NE(schema.Objection(nlohmann::json::parse("{}")), "");
}

TEST(PredictJson, HasWhatProgramsAskFor) {
  const Predicted told =
      Foretold("chrome", "{}", "boringssl", R"({"certificates": [{"key": "secp521r1"}]})");
  const auto json = nlohmann::json::parse(PredictJson({&told, 1}));
  EXPECT_EQ(json["outcome"], "refused");
  EXPECT_EQ(json["by"], "server");
  EXPECT_EQ(json["alert"], 40);
  EXPECT_EQ(json["cause"], "no_signature_scheme_for_key");
  EXPECT_EQ(json["because"].back()["rule"], "signature_scheme");
  EXPECT_EQ(json["because"].back()["result"], "failed");
  ASSERT_FALSE(json["advice"].empty());
  EXPECT_EQ(json["advice"][0]["outcome"], "agreed");
  EXPECT_EQ(json["advice"][0]["changes"][0]["side"], "server");
}

TEST(PredictText, ListsEveryCodeThatASystemMayShowTheOneThatWasMetFirst) {
  const Predicted told =
      Foretold("rfc", R"({"versions": ["TLS 1.2"], "certificates": [{"key": "secp256r1"}]})", "rfc",
               R"({"versions": ["TLS 1.2"], "client_auth": "require", "trust": ["ec-ca.other"]})");
  const std::string text = PredictText(told, {});
  EXPECT_THAT(text, HasSubstr("at_tls     server: 435 EZD1286I/EZD1287I TTLS Error RC: 435"));
  EXPECT_THAT(text, HasSubstr(", or 417, or 8"));
  EXPECT_THAT(text, HasSubstr("system_ssl server: 435 GSK_ERR_UNKNOWN_CA, or 417, or 8"));
}

TEST(PredictText, IsOneScreenThatNamesWhatFails) {
  Predicted told = Foretold("chrome", "{}", "jsse", R"({"certificates": [{"key": "secp521r1"}]})");
  told.client_title = "Chrome";
  told.server_title = "Java";
  const std::string text = PredictText(told, {});
  EXPECT_LE(std::ranges::count(text, '\n'), 60);
  EXPECT_THAT(text, HasSubstr("refused by server, alert 80 internal_error"));
  EXPECT_THAT(text, HasSubstr("FAILS"));
  EXPECT_THAT(text, HasSubstr("you will see"));
  EXPECT_THAT(text, HasSubstr("to fix it\n  1. server: use a certificate with a secp256r1 key"));
}

}  // namespace
}  // namespace shakedown
