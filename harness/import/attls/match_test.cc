#include "harness/import/attls/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/import/attls/addresses.h"
#include "harness/import/attls/read_policy.h"

namespace shakedown::attls {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string RuleText(const std::string& name, const std::string& conditions) {
  return "TTLSRule " + name + "\n{\n" + conditions + "TTLSGroupActionRef off\n}\n";
}

Policy PolicyOf(const std::string& rules) {
  auto policy = ReadPolicy(rules + "TTLSGroupAction off\n{\nTTLSEnabled Off\n}\n");
  EXPECT_TRUE(policy) << policy.error();
  return policy ? *policy : Policy();
}

Match MatchOf(const Policy& policy, const std::string& text) {
  const auto connection = ReadConnection(text);
  EXPECT_TRUE(connection) << connection.error();
  return FindMatch(policy, *connection);
}

TEST(Match, TakesTheHigherPriority) {
  const Policy policy =
      PolicyOf(RuleText("A", "LocalPortRange 4000\nDirection Inbound\nPriority 10\n") +
               RuleText("B", "LocalPortRange 4000\nDirection Inbound\nPriority 20\n"));
  const Match match = MatchOf(policy, "local=10.1.1.1:4000,direction=in");
  ASSERT_NE(match.rule, nullptr);
  EXPECT_EQ(match.rule->name, "B");
  ASSERT_EQ(match.hidden.size(), 1u);
  EXPECT_EQ(match.hidden[0]->name, "A");
}

// What the field report met: COLATTLJ was used instead of COLATTLS.
TEST(Match, TakesTheFirstNameAmongEqualPriorities) {
  const Policy policy = PolicyOf(RuleText("COLATTLS", "LocalPortRange 4000\nDirection Both\n") +
                                 RuleText("COLATTLJ", "LocalPortRange 4000\nDirection Both\n"));
  const Match match = MatchOf(policy, "local=10.1.1.1:4000,direction=in");
  ASSERT_NE(match.rule, nullptr);
  EXPECT_EQ(match.rule->name, "COLATTLJ");
  EXPECT_THAT(match.steps, ElementsAre(HasSubstr("is taken"), HasSubstr("priorities are equal")));
}

TEST(Match, SaysWhyARuleDoesNotFit) {
  const Policy policy = PolicyOf(RuleText("A", "LocalPortRange 4000-4001\nDirection Inbound\n") +
                                 RuleText("B", "RemoteAddr 10.1.1.0/24\nDirection Both\n") +
                                 RuleText("C", "Jobname CICS*\nDirection Both\n") +
                                 RuleText("D", "Userid COLIN\nDirection Both\n") +
                                 RuleText("E", "RemotePortRange 25\nDirection Outbound\n"));
  const Match match =
      MatchOf(policy, "local=10.0.0.1:80,remote=10.2.2.2:25,job=IMS1,user=ADCD,direction=inbound");
  EXPECT_EQ(match.rule, nullptr);
  EXPECT_THAT(match.steps, ElementsAre(HasSubstr("LocalPortRange is 4000-4001"),
                                       HasSubstr("RemoteAddr is 10.1.1.0-10.1.1.255"),
                                       HasSubstr("Jobname is CICS*"), HasSubstr("Userid is COLIN"),
                                       HasSubstr("Direction is Outbound")));
}

TEST(Match, FitsNamesWithAsterisksWhateverTheCase) {
  const Policy policy = PolicyOf(RuleText("A", "Jobname AZF*\nDirection Both\n"));
  EXPECT_NE(MatchOf(policy, "job=azfclnt").rule, nullptr);
  EXPECT_EQ(MatchOf(policy, "job=AZ").rule, nullptr);
}

TEST(Match, KnowsIpv6) {
  const Policy policy = PolicyOf(RuleText("A", "RemoteAddr 2001:db8::/32\nDirection Both\n"));
  EXPECT_NE(MatchOf(policy, "remote=[2001:db8::1]:443").rule, nullptr);
  EXPECT_EQ(MatchOf(policy, "remote=[2001:db9::1]:443").rule, nullptr);
}

TEST(Connection, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"local", "local=", "port=3", "local=host:80", "local=1.2.3.4:0",
                           "remote=[::1", "direction=up"}) {
    const auto connection = ReadConnection(text);
    ASSERT_FALSE(connection) << text;
    EXPECT_THAT(connection.error(), HasSubstr("allowed: local=IP:PORT")) << text;
  }
}

TEST(Connection, APortWithoutItsColonAndIpv6WithoutBracketsAreRefused) {
  for (const char* text : {"local=443", "local=443:443", "remote=fe80::1:993", "remote=fe80::1",
                           "local=[10.1.1.1]:443"}) {
    const auto connection = ReadConnection(text);
    ASSERT_FALSE(connection) << text;
    EXPECT_THAT(connection.error(), HasSubstr("IPv6 in brackets: [2001:db8::1]:443")) << text;
  }
  const auto any = ReadConnection("local=:443,remote=[fe80::1]");
  ASSERT_TRUE(any) << any.error();
  EXPECT_EQ(any->local_port, 443);
  EXPECT_FALSE(any->local.has_value());
  ASSERT_TRUE(any->remote.has_value());
  EXPECT_EQ(ToString(*any->remote), "fe80::1");
}

TEST(Address, ABareNumberIsReadAsTheAgentReadsIt) {
  std::vector<AddressRange> ranges;
  bool all = false;
  ASSERT_TRUE(AddAddresses("6793", &ranges, &all));
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_EQ(ToString(ranges[0]), "0.0.26.137");
}

TEST(Address, AllIsNoRange) {
  std::vector<AddressRange> ranges;
  bool all = false;
  ASSERT_TRUE(AddAddresses("ALL", &ranges, &all));
  EXPECT_TRUE(all);
  EXPECT_TRUE(ranges.empty());
  EXPECT_FALSE(AddAddresses("10.1.1.9-10.1.1.1", &ranges, &all));
  EXPECT_FALSE(AddAddresses("10.1.1.0/33", &ranges, &all));
}

TEST(Ports, AreOneOrARange) {
  EXPECT_EQ(ReadPorts("25"), (Ports{25, 25}));
  EXPECT_EQ(ReadPorts("25 - 30"), (Ports{25, 30}));
  EXPECT_EQ(ReadPorts("25 30"), (Ports{25, 30}));
  EXPECT_EQ(ReadPorts("0"), (Ports{0, 65535}));
  for (const char* text : {"", "a", "30-25", "1-65536", "-1"}) EXPECT_FALSE(ReadPorts(text));
}

}  // namespace
}  // namespace shakedown::attls
