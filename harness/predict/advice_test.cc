// What is advised where the chain leads to no CA that the other side trusts.
#include "harness/predict/advice.h"

#include <gtest/gtest.h>

#include "harness/model/effective.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

struct Untrusted {
  Capabilities client, server;
  bool leads_on = false;

  Untrusted() {
    client.trust = {{"CN=Root"}};
    server.certificates.emplace_back();
  }

  std::vector<Advice> Advised() const {
    const auto offers = MakeSide(Effective(client, server, Role::kClient, false), Role::kClient,
                                 TestProfile("openssl"));
    const auto accepts = CopyOf(*MakeSide(Effective(server, client, Role::kServer, false),
                                          Role::kServer, TestProfile("openssl")));
    for (ChainFacts& chain : accepts->chains) chain.leads_on = leads_on;
    return Advise(offers, accepts);
  }
};

// RFC 8446 4.4.2, RFC 5246 7.4.2: each certificate but the root comes with the next one.
TEST(Advice, SendingAnIntermediateComesBeforeTrustingItsCa) {
  Untrusted leaf_alone;
  leaf_alone.leads_on = true;
  const auto advised = leaf_alone.Advised();
  ASSERT_GE(advised.size(), 2u);
  const Change& first = advised[0].changes.front();
  EXPECT_EQ(first.side, Role::kServer);
  EXPECT_EQ(first.text,
            "send the certificate of the intermediate ec-ca with its own, if that "
            "leads to CN=Root");
  EXPECT_EQ(advised[0].prediction.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(advised[1].changes.front().what, "trust");
}

TEST(Advice, TrustThatIsAddedIsCalledThat) {
  const auto advised = Untrusted().Advised();
  ASSERT_EQ(advised.size(), 2u);
  EXPECT_EQ(advised[0].changes.front().side, Role::kClient);
  EXPECT_EQ(advised[0].changes.front().text,
            "trust ec-ca too, and with it all that this CA certifies");
  EXPECT_EQ(advised[1].changes.front().side, Role::kServer);
  EXPECT_EQ(advised[1].changes.front().text,
            "get its certificate from CN=Root, which the other side trusts");
}

TEST(Advice, AnotherChainOfTheServersComesBeforeTrust) {
  Untrusted two;
  two.client.trust = {{"rsa-ca"}};
  two.server.certificates.emplace_back();
  two.server.certificates[1].key = KeyType::kRsa2048;
  two.server.certificates[1].issuer = "rsa-ca";
  const auto advised = two.Advised();
  ASSERT_GE(advised.size(), 2u);
  EXPECT_EQ(advised[0].changes.front().text,
            "use its certificate with the RSA 2048 key from rsa-ca alone");
  EXPECT_EQ(advised[0].prediction.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(advised[1].changes.front().what, "trust");
}

// RFC 8446 4.2.4: a CA that is named is not thereby trusted.
TEST(Advice, NamingACaToClientsTellsThatItIsTrustedThen) {
  Capabilities client, server;
  client.certificates.emplace_back();
  client.honour_ca_names = true;
  server.certificates.emplace_back();
  server.client_auth = ClientAuth::kRequire;
  server.trust = {{"rsa-ca"}};
  const auto advised = [&] {
    return Advise(MakeSide(Effective(client, server, Role::kClient, false), Role::kClient,
                           TestProfile("openssl")),
                  MakeSide(Effective(server, client, Role::kServer, false), Role::kServer,
                           TestProfile("openssl")));
  };
  const auto not_trusted = advised();
  ASSERT_FALSE(not_trusted.empty());
  EXPECT_EQ(not_trusted[0].changes.front().text,
            "trust ec-ca too, and with it all that this CA certifies, and name ec-ca among the CAs "
            "it takes client certificates from");
  server.trust = {{"rsa-ca", "ec-ca"}};
  server.ca_names = {{"rsa-ca"}};
  const auto trusted = advised();
  ASSERT_FALSE(trusted.empty());
  EXPECT_EQ(trusted[0].changes.front().text,
            "name ec-ca among the CAs it takes client certificates from");
}

}  // namespace
}  // namespace shakedown
