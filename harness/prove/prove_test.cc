#include "harness/prove/prove.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(ProofTally, CountsWhereTheDiagnosisHasTheCauseAndIsSureOfIt) {
  ProofTally tally;
  Foretold foretold;
  foretold.prediction.outcome = OutcomeKind::kRefused;
  foretold.prediction.cause = CauseId::kExpired;
  CaseResult result;
  tally.AddDiagnosis(foretold, result);  // was not diagnosed
  result.diagnosed = {"expired"};
  result.diagnosed_certain = true;
  tally.AddDiagnosis(foretold, result);
  result.diagnosed = {"unknown_ca", "expired"};
  result.diagnosed_certain = false;
  tally.AddDiagnosis(foretold, result);
  result.diagnosed = {"unknown_ca"};
  result.diagnosed_certain = true;
  tally.AddDiagnosis(foretold, result);
  EXPECT_EQ(tally.diagnosed.cases, 3u);
  EXPECT_EQ(tally.diagnosed.first, 1u);
  EXPECT_EQ(tally.diagnosed.among, 2u);
  EXPECT_EQ(tally.diagnosed.certain, 2u);
  EXPECT_EQ(tally.diagnosed.certain_first, 1u);
}

}  // namespace
}  // namespace shakedown
