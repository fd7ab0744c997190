#include "harness/link/key_log.h"

#include <gtest/gtest.h>

#include <string>

namespace shakedown {
namespace {

const std::string kRandom(64, 'a');  // 32 bytes of 0xaa
const Bytes kRandomBytes(32, 0xaa);

TEST(KeyLog, TakesOnlyTheConnectionsOwnLines) {
  const std::string log = "# comment\nCLIENT_RANDOM " + std::string(64, 'b') + " 01\n" +
                          "CLIENT_RANDOM " + kRandom + " 02\nSERVER_TRAFFIC_SECRET_0 " + kRandom +
                          " 0304";
  const ConnectionSecrets secrets = ReadKeyLog(log, kRandomBytes);
  ASSERT_EQ(secrets.master.count, 1u);
  EXPECT_EQ(ToHex(secrets.master.values[0].view()), "02");
  ASSERT_EQ(secrets.server_traffic.count, 1u);
  EXPECT_EQ(ToHex(secrets.server_traffic.values[0].view()), "0304");
  EXPECT_EQ(secrets.client_traffic.count, 0u);
}

TEST(KeyLog, KeepsTwoValuesThatDifferAndNoRepeats) {
  const std::string line = "CLIENT_RANDOM " + kRandom;
  const ConnectionSecrets secrets =
      ReadKeyLog(line + " 01\n" + line + " 01\r\n" + line + " 02\n" + line + " 03\n", kRandomBytes);
  ASSERT_EQ(secrets.master.count, 2u);
  EXPECT_EQ(ToHex(secrets.master.values[0].view()), "01");
  EXPECT_EQ(ToHex(secrets.master.values[1].view()), "02");
}

TEST(KeyLog, PassesOverWhatIsMalformed) {
  const std::string line = "CLIENT_RANDOM " + kRandom;
  for (const std::string& bad :
       {line + " 0", line + " 0x", line + " " + std::string(130, '0'),
        std::string("CLIENT_RANDOM aa 01"), std::string("CLIENT_RANDOM"), std::string("\n\n \n")}) {
    EXPECT_EQ(ReadKeyLog(bad, kRandomBytes).master.count, 0u) << bad;
  }
}

TEST(KeyLog, ReadsUpperCase) {
  const ConnectionSecrets secrets =
      ReadKeyLog("CLIENT_RANDOM " + std::string(64, 'A') + " AB", kRandomBytes);
  ASSERT_EQ(secrets.master.count, 1u);
  EXPECT_EQ(ToHex(secrets.master.values[0].view()), "ab");
}

}  // namespace
}  // namespace shakedown
