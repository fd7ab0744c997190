#include "bench/parser/inputs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "bench/parser/ours.h"

namespace shakedown {
namespace {

using testing::Each;
using testing::ResultOf;
using testing::SizeIs;

bool Taken(const Bytes& hello) { return kOurParser.client_hello_deep(hello.data(), hello.size()); }

// One record with one handshake message of type 1, and lengths that fit.
bool HeadersAreSound(const Bytes& hello) {
  const size_t record = size_t{hello[3]} << 8 | hello[4];
  const size_t message = size_t{hello[6]} << 16 | size_t{hello[7]} << 8 | hello[8];
  return hello[0] == 22 && hello[5] == 1 && record + 5 == hello.size() &&
         message + 9 == hello.size();
}

TEST(ParserInputs, EveryRealHelloIsOneRecordAndTaken) {
  const Hellos hellos = RealHellos();
  EXPECT_GE(hellos.size(), 30u);
  EXPECT_THAT(hellos, Each(ResultOf(HeadersAreSound, true)));
  EXPECT_THAT(hellos, Each(ResultOf(Taken, true)));
}

TEST(ParserInputs, ShufflingMovesBytesAndLosesNone) {
  const Hellos nine = NineHellos(), shuffled = Shuffled(nine, 90);
  ASSERT_THAT(nine, SizeIs(9));
  ASSERT_THAT(shuffled, SizeIs(90));
  std::set<std::string_view> distinct;
  for (const Bytes& hello : shuffled) distinct.insert(AsText(hello));
  EXPECT_GT(distinct.size(), 80u);
  EXPECT_THAT(shuffled, Each(ResultOf(Taken, true)));
  for (size_t i = 0; i < shuffled.size(); ++i) {
    Bytes before = nine[i % 9], after = shuffled[i];
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    EXPECT_EQ(after, before);
  }
}

TEST(ParserInputs, HostileHellosLieOnlyInside) {
  const Hellos nine = NineHellos(), hostile = Hostile(nine);
  EXPECT_GT(hostile.size(), 4000u);
  EXPECT_THAT(hostile, Each(ResultOf(HeadersAreSound, true)));
  for (const Bytes& hello : nine) {
    EXPECT_EQ(std::count(hostile.begin(), hostile.end(), hello), 0);
  }
  EXPECT_EQ(Hostile(nine), hostile);
}

TEST(ParserInputs, AFlightCutIntoBytesHoldsTheSameMessages) {
  const Bytes flight = ServerFlight();
  const Bytes bytewise = OneByteRecords(flight);
  // Five records in, so many bytes of messages; each becomes a record of six bytes.
  EXPECT_EQ(bytewise.size(), (flight.size() - 5 * 5) * 6);
  EXPECT_EQ(Coalesced(bytewise), Coalesced(flight));
}

TEST(ParserInputs, ApplicationDataIsSoManyRecords) {
  const Bytes stream = ApplicationData(10, 64);
  EXPECT_EQ(stream.size(), 10u * 69);
  EXPECT_EQ(kOurParser.frame(stream.data(), stream.size()), 10u);
}

}  // namespace
}  // namespace shakedown
