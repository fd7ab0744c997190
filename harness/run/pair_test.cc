#include <gmock/gmock.h>

#include "harness/run/fake_stack.h"
#include "harness/run/run.h"
#include "harness/run/stack_name.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Stacks {
  FakeStack one{"boringssl", "14.0.0"}, two{"openssl", "3.0.17"};
  std::vector<Stack*> all{&one, &two};
};

std::vector<std::string> Names(const std::vector<Case>& cases) {
  std::vector<std::string> names;
  for (const Case& one : cases) names.push_back(one.name);
  return names;
}

TEST(Pair, GivesEveryPairClientFirst) {
  Stacks stacks;
  std::vector<Scenario> scenarios(2);
  scenarios[0].name = "a";
  scenarios[1].name = "b";
  scenarios[1].client.stack = "openssl";
  EXPECT_THAT(Names(Pair(scenarios, stacks.all)),
              ElementsAre("a@boringssl:boringssl", "a@boringssl:openssl", "a@openssl:boringssl",
                          "a@openssl:openssl", "b@openssl:boringssl", "b@openssl:openssl"));
}

TEST(Pair, AScriptHasNoStack) {
  Stacks stacks;
  std::vector<Scenario> scenarios(1);
  scenarios[0].name = "a";
  scenarios[0].client.stack = "script";
  const auto cases = Pair(scenarios, stacks.all);
  EXPECT_THAT(Names(cases), ElementsAre("a@script:boringssl", "a@script:openssl"));
  EXPECT_EQ(cases[0].client, nullptr);
}

TEST(Pair, AStackThatIsNotThereGivesNoCase) {
  Stacks stacks;
  std::vector<Scenario> scenarios(1);
  scenarios[0].server.stack = "gnutls";
  EXPECT_THAT(Pair(scenarios, stacks.all), IsEmpty());
}

TEST(Pair, TheFittingExceptionsExpectationCounts) {
  Stacks stacks;
  std::vector<Scenario> scenarios(1);
  Scenario::Exception exception;
  exception.when = {{"client.stack", "boringssl"}, {"server.stack", "openssl-3.0*"}};
  scenarios[0].unless = {exception};
  const auto cases = Pair(scenarios, stacks.all);
  ASSERT_EQ(cases.size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(cases[i].expect, i == 1 ? &scenarios[0].unless[0].expect : &scenarios[0].expect);
  }
}

TEST(StackFits, NameOrNameAndVersion) {
  Stacks stacks;
  EXPECT_TRUE(StackFits("openssl", &stacks.two));
  EXPECT_TRUE(StackFits("openssl-3.*", &stacks.two));
  EXPECT_FALSE(StackFits("openssl-1.*", &stacks.two));
  EXPECT_FALSE(StackFits("boringssl", &stacks.two));
  EXPECT_TRUE(StackFits("script", nullptr));
}

}  // namespace
}  // namespace shakedown
