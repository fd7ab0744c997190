#include "harness/model/load_sides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using LoadedSides = tl::expected<std::vector<LoadedSide>, std::vector<LoadError>>;

LoadedSides Load(const std::string& text, Role role, const std::string& path = "s/a.json") {
  const Reader reader = [&](const std::string&, std::string*) { return std::optional(text); };
  return LoadSides(path, role, reader, {});
}

std::string FirstProblem(const LoadedSides& loaded) {
  return loaded ? "loaded" : loaded.error().front().ToString();
}

TEST(LoadSides, TakesTheFieldsOfOneSideByThemselves) {
  const auto sides = Load(R"({"versions": ["TLS 1.2"], "groups": ["secp521r1"]})", Role::kClient);
  ASSERT_TRUE(sides) << FirstProblem(sides);
  ASSERT_EQ(sides->size(), 1u);
  EXPECT_EQ(sides->front().name, "s/a.json");
  EXPECT_THAT(*sides->front().capabilities.groups, ElementsAre(NamedGroup::kSecp521r1));
}

TEST(LoadSides, TakesThatSideOfEveryCaseOfAScenarioThatExpectsNothing) {
  const auto sides =
      Load(R"({"matrix": {"client.versions": [["TLS 1.2"], ["TLS 1.3"]]}})", Role::kClient);
  ASSERT_TRUE(sides) << FirstProblem(sides);
  ASSERT_EQ(sides->size(), 2u);
  EXPECT_EQ(sides->at(1).name, "a[TLS 1.3]");
  EXPECT_THAT(*sides->at(1).capabilities.versions, ElementsAre(ProtocolVersion::kTls13));
}

TEST(LoadSides, TakesPartsOfScenariosToo) {
  const std::string text = R"({"server": {"client_auth": "require"}})";
  const auto sides = Load(text, Role::kServer, "base/mutual.json");
  ASSERT_TRUE(sides) << FirstProblem(sides);
  ASSERT_EQ(sides->size(), 1u);
  EXPECT_EQ(sides->front().capabilities.client_auth, ClientAuth::kRequire);
}

TEST(LoadSides, GivesAServerTheCertificateThatScenariosGiveIt) {
  const auto sides = Load("{}", Role::kServer);
  ASSERT_TRUE(sides) << FirstProblem(sides);
  EXPECT_EQ(sides->front().capabilities.certificates.size(), 1u);
}

TEST(LoadSides, RefusesAScenarioThatSaysNothingOfTheSideAskedFor) {
  EXPECT_THAT(FirstProblem(Load(R"({"server": {}})", Role::kClient)), HasSubstr("no client in"));
}

TEST(LoadSides, TellsAFieldOfTheOtherSideAtItsPlace) {
  EXPECT_THAT(FirstProblem(Load("{\n  \"client_auth\": \"require\"\n}", Role::kClient)),
              HasSubstr("s/a.json:2:3: /client_auth: "));
}

TEST(LoadSides, TellsAContradictionOfASideByItself) {
  EXPECT_THAT(
      FirstProblem(Load(R"({"groups": ["x25519"], "key_shares": ["secp256r1"]})", Role::kClient)),
      HasSubstr("key share secp256r1 is not among the groups"));
}

TEST(LoadSides, RefusesWhatIsNoObjectOrNoJson) {
  EXPECT_THAT(FirstProblem(Load("[]", Role::kClient)), HasSubstr("an object"));
  EXPECT_THAT(FirstProblem(Load("{\"versions\": ", Role::kClient)), HasSubstr("s/a.json:1:"));
}

}  // namespace
}  // namespace shakedown
