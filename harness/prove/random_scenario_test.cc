#include "harness/prove/random_scenario.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "harness/model/load.h"
#include "harness/model/write_scenario.h"

namespace shakedown {
namespace {

const std::string kStacks[] = {"boringssl", "openssl", "gnutls"};

TEST(DrawScenario, EqualSeedsGiveEqualScenarios) {
  for (uint64_t index = 0; index < 50; ++index) {
    const Scenario one = DrawScenario(7, index, kStacks);
    const Scenario again = DrawScenario(7, index, kStacks);
    EXPECT_EQ(one.client, again.client);
    EXPECT_EQ(one.server, again.server);
    const Scenario other = DrawScenario(8, index, kStacks);
    EXPECT_FALSE(one.client == other.client && one.server == other.server);
  }
}

TEST(DrawScenario, WhatIsDrawnIsWrittenAsAFileThatLoadsBack) {
  for (uint64_t index = 0; index < 500; ++index) {
    Scenario drawn = DrawScenario(7, index, kStacks);
    drawn.expect.outcome = OutcomeKind::kAgreed;
    const std::string text = ScenarioJson(drawn).dump();
    const Reader reader = [&](const std::string&, std::string*) { return std::optional(text); };
    const auto loaded = LoadScenarios("/drawn.json", reader, {});
    ASSERT_TRUE(loaded) << loaded.error().front().ToString() << "\n" << text;
    ASSERT_EQ(loaded->size(), 1u);
    EXPECT_EQ(loaded->front().client, drawn.client) << text;
    EXPECT_EQ(loaded->front().server, drawn.server) << text;
  }
}

TEST(DrawScenario, SecondConnectionsAlsoLackTheVersionsOfTheFirst) {
  size_t without = 0;
  for (uint64_t index = 0; index < 5000; ++index) {
    const Scenario drawn = DrawScenario(7, index, kStacks);
    if (!drawn.resume || !drawn.client.versions || !drawn.resume_client.versions) continue;
    const auto& now = *drawn.resume_client.versions;
    const ProtocolVersion best = drawn.client.versions->back();
    if (std::ranges::find(now, best) == now.end()) ++without;
  }
  EXPECT_GT(without, 3u);
}

}  // namespace
}  // namespace shakedown
