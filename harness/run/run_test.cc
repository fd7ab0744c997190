#include "harness/run/run.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "harness/diagnose/test_knowledge.h"
#include "harness/run/fake_stack.h"
#include "harness/run/ticket_key.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

void WriteToPipes() {
  for (int fd = 3; fd < 64; ++fd) {
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode)) (void)!write(fd, "garbage", 7);
  }
}

// The server does as the first ALPN name says.
Progress Obey(const PeerConfig& config, Bytes* out) {
  const auto& alpn = config.capabilities->alpn;
  const std::string order = alpn && !alpn->empty() ? alpn->front() : "";
  if (order == "crash") signal(SIGSEGV, SIG_DFL), raise(SIGSEGV);
  if (order == "hang") pause();
  if (order == "garble") WriteToPipes();
  if (order == "stall") return Progress::kHandshaking;
  if (order == "close") return Progress::kFailed;
  if (order == "refuse") {
    Append(out, Bytes{21, 3, 3, 0, 2, 2, 40});
    return Progress::kFailed;
  }
  if (order == "only-resumed" && config.sessions == nullptr) return Progress::kFailed;
  Append(out, Bytes{23, 3, 3, 0, 1, 0});
  return Progress::kComplete;
}

class RunTest : public ::testing::Test {
 protected:
  Scenario& Add(const std::string& order, OutcomeKind expected = OutcomeKind::kAgreed) {
    Scenario& scenario = scenarios_.emplace_back();
    scenario.name = fmt::format("s{}-{}", scenarios_.size() - 1, order);
    scenario.server.alpn = {{order}};
    scenario.expect.outcome = expected;
    return scenario;
  }
  tl::expected<std::vector<CaseResult>, std::string> TryRun(int jobs = 2) {
    cases_ = Pair(scenarios_, stacks_);
    options_.jobs = jobs;
    return shakedown::Run(cases_, &pki_, TestKnowledge(), baseline_, options_);
  }
  std::vector<CaseResult> RunAll(int jobs = 2) {
    auto results = TryRun(jobs);
    if (!results) ADD_FAILURE() << results.error();
    return std::move(*results);
  }

  FakeStack stack_{"fake", "1.0", Obey};
  std::vector<Stack*> stacks_{&stack_};
  FakePki pki_;
  std::vector<Scenario> scenarios_;
  std::vector<Case> cases_;
  Baseline baseline_;
  RunOptions options_;
};

TEST_F(RunTest, EveryOutcomeIsTold) {
  Add("agree");
  Add("refuse", OutcomeKind::kRefused);
  Add("close", OutcomeKind::kClosed);
  Add("stall", OutcomeKind::kStalled);
  Add("crash", OutcomeKind::kCrashed);
  for (const CaseResult& result : RunAll()) {
    EXPECT_TRUE(result.ran);
    EXPECT_EQ(result.verdict, Verdict::kPassed) << testing::PrintToString(result.reasons);
  }
}

TEST_F(RunTest, ARefusalHasSideAlertAndBothViews) {
  Add("refuse", OutcomeKind::kRefused);
  const Observation seen = RunAll()[0].seen;
  const Alert alert{AlertLevel::kFatal, AlertDescription::kHandshakeFailure};
  EXPECT_EQ(seen.by, Role::kServer);
  EXPECT_EQ(seen.alert, alert);
  EXPECT_THAT(seen.server.alerts_sent, ElementsAre(alert));
  EXPECT_THAT(seen.client.alerts_received, ElementsAre(alert));
  EXPECT_NE(seen.cause, "");
}

TEST_F(RunTest, ACrashCostsItsCaseAlone) {
  for (int i = 0; i < 20; ++i) {
    for (const char* order : {"agree", "crash", "garble", "refuse"}) Add(order);
  }
  const auto results = RunAll();
  ASSERT_EQ(results.size(), 80u);
  for (size_t i = 0; i < results.size(); i += 4) {
    EXPECT_EQ(results[i].verdict, Verdict::kPassed);
    EXPECT_EQ(results[i + 1].seen.kind, OutcomeKind::kCrashed);
    EXPECT_EQ(results[i + 1].seen.why, "signal 11 (SIGSEGV)");
    EXPECT_EQ(results[i + 2].seen.why, "garbled its result");
    EXPECT_EQ(results[i + 3].seen.kind, OutcomeKind::kRefused);
    EXPECT_EQ(results[i + 3].verdict, Verdict::kFailed);
  }
}

TEST_F(RunTest, AHangIsCutOff) {
  Add("hang");
  Add("agree");
  options_.watchdog = std::chrono::milliseconds(200);
  const auto results = RunAll(1);
  EXPECT_EQ(results[0].seen.kind, OutcomeKind::kCrashed);
  EXPECT_EQ(results[0].seen.why, "cut off by the watchdog after 0.2 s");
  EXPECT_EQ(results[1].verdict, Verdict::kPassed);
}

TEST_F(RunTest, ResultsAreTheSameWhateverTheNumberOfJobs) {
  for (int i = 0; i < 100; ++i) {
    Add(i % 7 == 0 ? "refuse" : i % 11 == 0 ? "crash" : i % 5 == 0 ? "stall" : "agree");
  }
  std::vector<std::vector<CaseResult>> runs;
  for (const int jobs : {1, 2, 7}) {
    std::vector<size_t> order;
    options_.on_result = [&](size_t index, const CaseResult&) { order.push_back(index); };
    runs.push_back(RunAll(jobs));
    ASSERT_EQ(order.size(), 100u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  }
  for (size_t i = 0; i < 100; ++i) {
    for (size_t run : {1, 2}) {
      EXPECT_EQ(runs[run][i].seen, runs[0][i].seen) << i;
      EXPECT_EQ(runs[run][i].reasons, runs[0][i].reasons) << i;
    }
  }
}

TEST_F(RunTest, AnInterruptionKeepsWhatIsDone) {
  static volatile std::sig_atomic_t stop;
  stop = 0;
  for (int i = 0; i < 20000; ++i) Add("agree");
  options_.stop = &stop;
  size_t told = 0;
  options_.on_result = [&](size_t, const CaseResult& result) {
    EXPECT_TRUE(result.ran);
    if (++told == 50) stop = 1;
  };
  size_t ran = 0;
  for (const CaseResult& result : RunAll()) ran += result.ran ? 1 : 0;
  EXPECT_EQ(ran, told);
  EXPECT_GE(ran, 50u);
  EXPECT_LT(ran, 20000u);
}

TEST_F(RunTest, WhatAStackCannotBeToldIsInexpressible) {
  Add("agree").server.max_fragment_length = 512;
  Add("agree", OutcomeKind::kInexpressible).client.max_fragment_length = 512;
  const auto results = RunAll();
  EXPECT_EQ(results[0].verdict, Verdict::kInexpressible);
  EXPECT_EQ(results[0].seen.why, "fake (server): max_fragment_length: has no setting");
  EXPECT_THAT(results[0].reasons, IsEmpty());
  EXPECT_EQ(results[1].verdict, Verdict::kPassed) << "it was expected";
}

TEST_F(RunTest, AStackThatRefusesItsConfigurationFails) {
  Add("agree").client.require_ocsp_staple = true;
  const auto results = RunAll();
  EXPECT_EQ(results[0].verdict, Verdict::kFailed);
  EXPECT_THAT(results[0].seen.why, HasSubstr("refused its configuration"));
}

TEST_F(RunTest, ADifferenceThatTheBaselineNamesIsKnown) {
  Add("refuse");
  BaselineRow other, row;
  other.when = {{"server.stack", "else"}};
  row.when = {{"server.stack", "fake-1.*"}};
  row.expect.outcome = OutcomeKind::kRefused;
  row.expect.alert = AlertDescription::kHandshakeFailure;
  baseline_.rows = {other, row};
  auto results = RunAll();
  EXPECT_EQ(results[0].verdict, Verdict::kKnown);
  EXPECT_EQ(results[0].baseline_row, 1);
  EXPECT_THAT(StaleRows(baseline_, cases_, results), IsEmpty());
  baseline_.rows[1].expect.alert = AlertDescription::kUnknownCa;
  results = RunAll();
  EXPECT_EQ(results[0].verdict, Verdict::kFailed);
  EXPECT_THAT(StaleRows(baseline_, cases_, results), ElementsAre(1));
}

TEST_F(RunTest, BothConnectionsOfAResumptionShareTheSessionStore) {
  Scenario& scenario = Add("only-resumed");
  scenario.resume = true;
  scenario.resume_client = scenario.client;
  scenario.resume_server = scenario.server;
  EXPECT_EQ(RunAll()[0].seen.kind, OutcomeKind::kAgreed);
  scenarios_[0].resume = false;
  EXPECT_EQ(RunAll()[0].seen.kind, OutcomeKind::kClosed);
}

TEST_F(RunTest, TheFirstConnectionOfAResumptionMustAgree) {
  Scenario& scenario = Add("refuse", OutcomeKind::kRefused);
  scenario.resume = true;
  const auto results = RunAll();
  EXPECT_EQ(results[0].verdict, Verdict::kFailed);
  EXPECT_THAT(results[0].reasons,
              testing::Contains("resumption: the first connection did not agree"));
}

TEST_F(RunTest, ExpectationsOfAResumptionAreAboutTheSecondConnection) {
  Scenario& scenario = Add("agree", OutcomeKind::kRefused);
  scenario.resume = true;
  scenario.resume_server.alpn = {{"refuse"}};
  EXPECT_EQ(RunAll()[0].verdict, Verdict::kPassed);
}

TEST_F(RunTest, ALinkFaultThatMeetsNothingFailsTheCase) {
  LinkFault fault;
  fault.from = Role::kServer;
  fault.nth = 5;
  Add("agree").link = {fault};
  EXPECT_THAT(RunAll()[0].reasons,
              ElementsAre("link: fault 0 (flip from the server) never met its record"));
}

TEST_F(RunTest, ADroppedAlertIsSentButNotReceived) {
  LinkFault fault;
  fault.from = Role::kServer;
  fault.verb = LinkVerb::kDrop;
  Scenario& scenario = Add("refuse", OutcomeKind::kRefused);
  scenario.link = {fault};
  scenario.expect.by = Role::kServer;
  scenario.expect.alert = AlertDescription::kHandshakeFailure;
  EXPECT_THAT(RunAll()[0].reasons, ElementsAre(StartsWith("alert received by the client")));
  scenarios_[0].expect.alert_lost = true;
  EXPECT_EQ(RunAll()[0].verdict, Verdict::kPassed);
}

TEST_F(RunTest, ACertificateThatCannotBeMadeStopsTheRun) {
  Add("agree").server.certificates.resize(1);
  scenarios_[0].server.certificates[0].issuer = "broken-ca";
  const auto results = TryRun();
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error(), "s0-agree: there is no broken-ca");
}

TEST_F(RunTest, CertificatesAreOrderedOnceAScenario) {
  Add("agree").server.certificates.resize(1);
  FakeStack other("other", "1", Obey);
  stacks_.push_back(&other);
  EXPECT_EQ(RunAll().size(), 4u);
  EXPECT_EQ(pki_.orders, 1);
}

TEST(TicketKey, DependsOnItsLetterAlone) {
  EXPECT_EQ(TicketKey("a"), TicketKey("a"));
  EXPECT_NE(TicketKey("a"), TicketKey("b"));
  EXPECT_EQ(TicketKey("a").size(), 80u);
}

}  // namespace
}  // namespace shakedown
