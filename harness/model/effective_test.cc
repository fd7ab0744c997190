#include "harness/model/effective.h"

#include <gmock/gmock.h>

namespace shakedown {
namespace {

using ::testing::ElementsAre;

TEST(Effective, WritesOutTheDefaults) {
  Capabilities client, server;
  server.certificates.resize(2);
  server.certificates[1].issuer = "rsa-ca";
  server.client_auth = ClientAuth::kRequest;
  client.certificates.resize(1);
  client.certificates[0].issuer = "secp384r1-ca";
  const Capabilities c = Effective(client, server, Role::kClient, false);
  EXPECT_THAT(*c.trust, ElementsAre("ec-ca", "rsa-ca"));
  EXPECT_EQ(c.server_name, "server.example");
  EXPECT_EQ(c.verify_name, "server.example");
  const Capabilities s = Effective(server, client, Role::kServer, false);
  EXPECT_THAT(*s.trust, ElementsAre("secp384r1-ca"));
  EXPECT_EQ(s.ca_names, s.trust);
  EXPECT_FALSE(s.server_name);
}

TEST(Effective, LeavesAloneWhatIsSaid) {
  Capabilities client;
  client.trust = {std::vector<std::string>()};
  client.server_name = "a.example";
  client.verify_name = "";
  Capabilities server;
  server.certificates.resize(1);
  EXPECT_EQ(Effective(client, server, Role::kClient, false), client);
}

}  // namespace
}  // namespace shakedown
