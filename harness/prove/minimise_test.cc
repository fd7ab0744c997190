#include "harness/prove/minimise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

using ::testing::ElementsAre;

Scenario Sample() {
  Scenario scenario;
  scenario.name = "sample";
  scenario.client.stack = "openssl";
  scenario.client.groups = {NamedGroup::kSecp256r1, NamedGroup::kSecp384r1, NamedGroup::kX25519};
  scenario.client.fallback_scsv = true;
  scenario.server.stack = "gnutls";
  scenario.server.alpn = {"h2"};
  return scenario;
}

TEST(Minimise, LeavesOutWhatDoesNotMatter) {
  const auto shows = [](std::span<const Scenario> scenarios) {
    std::vector<bool> out;
    for (const Scenario& one : scenarios) {
      const auto& groups = one.client.groups;
      out.push_back(groups && std::ranges::find(*groups, NamedGroup::kX25519) != groups->end());
    }
    return out;
  };
  const Scenario least = Minimise(Sample(), shows);
  EXPECT_EQ(least.name, "sample");
  EXPECT_THAT(*least.client.groups, ElementsAre(NamedGroup::kX25519));
  EXPECT_FALSE(least.client.fallback_scsv);
  EXPECT_FALSE(least.server.alpn);
  EXPECT_EQ(least.client.stack, "openssl");
  EXPECT_EQ(least.server.stack, "gnutls");
}

TEST(Minimise, KeepsAllWhenAllIsNeeded) {
  const auto never = [](std::span<const Scenario> scenarios) {
    return std::vector<bool>(scenarios.size(), false);
  };
  const Scenario least = Minimise(Sample(), never);
  EXPECT_EQ(least.client, Sample().client);
  EXPECT_EQ(least.server, Sample().server);
}

}  // namespace
}  // namespace shakedown
