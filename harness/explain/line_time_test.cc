#include "harness/explain/line_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

constexpr int64_t kTenOClock = 1795341601000;  // 2026-11-22 10:00:01 UTC

TEST(LineClock, KnowsTheStampsThatLogsHave) {
  for (const char* line :
       {"2026-11-22T10:00:01Z host app[12]: alert 40", "2026-11-22 10:00:01 alert 40",
        "2026-11-22T11:00:01+01:00 alert 40", "2026-11-22T04:30:01-05:30 alert 40",
        "2026/11/22 10:00:01 [error] 12#12: SSL_do_handshake() failed",
        "[Sun Nov 22 10:00:01 2026] [ssl:error] AH02039", "Nov 22 10:00:01 2026 host app: alert 40",
        "2026 Nov 22 10:00:01 host app: alert 40", "Nov 22 2026 10:00:01: %ASA-7-725014",
        "22/Nov/2026:10:00:01 +0000 GET /", "22-Nov-2026 10:00:01 SEVERE", "11/22/2026 10:00:01 x",
        "22.11.2026 10:00:01 x", "javax.net.ssl|ERROR|10|main|2026-11-22 10:00:01.000 UTC|X.java:1",
        "N 4000000 MVSA     26326 10:00:01.00 STC01234 00000090  EZD1287I TTLS Error RC: 435",
        "BPXF024I (TCPIP) 2026 Nov 22 10:00:01 MVSA TTLS[1]: 09:59:59 TCPCS EZD1286I"}) {
    LineClock clock;
    const auto time = clock.Of(line);
    ASSERT_TRUE(time) << line;
    EXPECT_TRUE(time->dated) << line;
    EXPECT_EQ(time->at, kTenOClock) << line;
  }
}

TEST(LineClock, ReadsFractionsOfASecond) {
  LineClock clock;
  EXPECT_EQ(clock.Of("2026-11-22 10:00:01,25 x")->at, kTenOClock + 250);
  EXPECT_EQ(clock.Of("2026-11-22 10:00:01.123456789 x")->at, kTenOClock + 123);
}

TEST(LineClock, FindsNoTimeInOtherNumbers) {
  for (const char* line :
       {"EZD1287I TTLS Error RC: 435", "00:11:22:33:44:55 joined", "fe80::10:00:01:2 joined",
        "serial 7f:10:20:30:40", "25:00:01 x", "10:60:01 x", "1:2:3", "a10:00:01", ""}) {
    LineClock clock;
    EXPECT_FALSE(clock.Of(line)) << line;
  }
}

TEST(LineClock, ALineWithoutAStampGoesWithTheLineBefore) {
  LineClock clock;
  clock.Of("2026-11-22T10:00:01Z x");
  EXPECT_EQ(clock.Of("  and on")->at, kTenOClock);
}

TEST(LineClock, TakesTheYearThatIsNearest) {
  LineClock clock;
  const auto december = clock.Of("Dec 31 23:59:59 host app: x");
  const auto january = clock.Of("Jan  1 00:00:01 host app: x");
  ASSERT_TRUE(december && january);
  EXPECT_EQ(january->at - december->at, 2000);
  EXPECT_FALSE(january->dated);
}

TEST(LineClock, TakesTheDayThatIsNearest) {
  LineClock clock;
  clock.Of("2026-11-22 23:59:59 x");
  EXPECT_EQ(clock.Of("00:00:01.5 x")->at, clock.Of("2026-11-23 00:00:01.5 x")->at);
}

TEST(LineClock, MovesGuessesToTheFirstYearThatItSees) {
  LineClock clock;
  const auto guess = clock.Of("Nov 22 10:00:05 host app: x");
  ASSERT_TRUE(guess);
  clock.Of("2026-11-22T10:00:01Z x");
  EXPECT_EQ(clock.Placed(*guess), kTenOClock + 4000);
  EXPECT_EQ(clock.Of("Nov 22 10:00:06 host app: x")->at, kTenOClock + 5000);
}

}  // namespace
}  // namespace shakedown
