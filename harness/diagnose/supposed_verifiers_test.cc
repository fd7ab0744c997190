#include "harness/diagnose/supposed_verifiers.h"

#include <gtest/gtest.h>

#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using enum AlertDescription;

constexpr uint8_t kSomeIssuer[] = {1}, kSomeSubject[] = {2};

// What clients of `stack` that send `alert` make of a chain of one certificate with `faults`.
CauseWeights Verdicts(const std::string& stack, const std::vector<ChainFault>& faults,
                      std::optional<AlertDescription> alert) {
  WireFacts facts;
  facts.version = ProtocolVersion::kTls13;
  ShownChain shown;
  shown.facts = &facts;
  SentCertificate& leaf = shown.certificates.emplace_back();
  leaf.issuer = kSomeIssuer;
  leaf.subject = kSomeSubject;
  leaf.signed_with = SignatureScheme::kRsaPkcs1Sha256;
  if (std::ranges::any_of(faults, [](const ChainFault& one) { return one.cause == "expired"; })) {
    shown.time = leaf.not_after + 1;
  }
  const LikelyStack only{&TestProfile(stack), 1};
  return VerdictsOn(shown, faults, {&only, 1}, Role::kClient, alert);
}

double At(CauseId cause, const CauseWeights& weights) {
  return weights[static_cast<size_t>(cause)];
}

TEST(VerdictsOn, WhatTheChainShowsIsJudgedInTheOrderOfTheStack) {
  const std::vector<ChainFault> faults{{"eku_wrong", 1, "", ""}, {"expired", 1, "", ""}};
  // GnuTLS looks at dates before purposes, OpenSSL the other way round.
  const CauseWeights gnutls = Verdicts("gnutls", faults, kBadCertificate);
  EXPECT_EQ(At(CauseId::kExpired, gnutls), 1);
  EXPECT_EQ(At(CauseId::kEkuWrong, gnutls), 0);
  const CauseWeights openssl = Verdicts("openssl", faults, kUnsupportedCertificate);
  EXPECT_EQ(At(CauseId::kEkuWrong, openssl), 1);
  EXPECT_EQ(At(CauseId::kExpired, openssl), 0);
}

TEST(VerdictsOn, WhatIsNotSeenCountsWhereItWouldHaveBeenFoundFirst) {
  const std::vector<ChainFault> faults{
      {"expired", 1, "", ""}, {"unknown_ca", 0.3, "", ""}, {"revoked", 0.02, "", ""}};
  const CauseWeights gnutls = Verdicts("gnutls", faults, kBadCertificate);
  EXPECT_EQ(At(CauseId::kUnknownCa, gnutls), 0.3);
  EXPECT_EQ(At(CauseId::kRevoked, gnutls), 0);  // GnuTLS looks for it last
  EXPECT_GE(At(CauseId::kExpired, gnutls), 1);
}

TEST(VerdictsOn, AnAlertThatTheStackHasForAnotherCauseTellsTheTwoApart) {
  const std::vector<ChainFault> faults{{"expired", 1, "", ""}, {"unknown_ca", 0.3, "", ""}};
  const CauseWeights unknown = Verdicts("openssl", faults, kUnknownCa);
  EXPECT_EQ(At(CauseId::kUnknownCa, unknown), 0.3);
  EXPECT_EQ(At(CauseId::kExpired, unknown), 0);
  const CauseWeights expired = Verdicts("openssl", faults, kCertificateExpired);
  EXPECT_EQ(At(CauseId::kUnknownCa, expired), 0);
  EXPECT_EQ(At(CauseId::kExpired, expired), 1);
}

TEST(VerdictsOn, AMissingStapleIsFoundOnAChainThatHolds) {
  const std::vector<ChainFault> faults{{"ocsp_stapling_bad", 0.02, "", ""}};
  EXPECT_EQ(At(CauseId::kOcspStaplingBad, Verdicts("gnutls", faults, kBadCertificate)), 0.02);
  const std::vector<ChainFault> expired{{"ocsp_stapling_bad", 0.02, "", ""},
                                        {"expired", 1, "", ""}};
  EXPECT_EQ(At(CauseId::kOcspStaplingBad, Verdicts("gnutls", expired, kBadCertificate)), 0);
}

TEST(VerdictsOn, AnAlertThatNobodyExplainsGivesNothing) {
  for (const double weight : Verdicts("openssl", {{"expired", 1, "", ""}}, kUserCanceled)) {
    EXPECT_EQ(weight, 0);
  }
  WireFacts facts;
  ShownChain empty;
  empty.facts = &facts;
  const LikelyStack only{&TestProfile("openssl"), 1};
  for (const double weight : VerdictsOn(empty, {}, {&only, 1}, Role::kClient, kUnknownCa)) {
    EXPECT_EQ(weight, 0);
  }
}

}  // namespace
}  // namespace shakedown
