#include "harness/wire/records.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(NextRecord, TakesOneRecordAndNoMore) {
  const Bytes stream = {22, 3, 1, 0, 2, 0xaa, 0xbb, 21};
  Record record;
  ASSERT_EQ(NextRecord(stream, &record), Framing::kRecord);
  EXPECT_EQ(record.type, ContentType::kHandshake);
  EXPECT_EQ(record.version, 0x0301);
  EXPECT_EQ(ToHex(record.header), "1603010002");
  EXPECT_EQ(ToHex(record.body), "aabb");
}

TEST(NextRecord, WaitsAtEveryCutOfARecord) {
  const Bytes stream = {22, 3, 1, 0, 2, 0xaa, 0xbb};
  Record record;
  for (size_t size = 0; size < stream.size(); ++size) {
    EXPECT_EQ(NextRecord(View(stream).first(size), &record), Framing::kIncomplete) << size;
  }
}

TEST(NextRecord, AllowsAnEmptyBodyAndTheLongestOne) {
  Record record;
  EXPECT_EQ(NextRecord(Bytes{23, 3, 3, 0, 0}, &record), Framing::kRecord);
  EXPECT_EQ(NextRecord(Bytes{23, 3, 3, 0x48, 0x00}, &record), Framing::kIncomplete);
  EXPECT_EQ(NextRecord(Bytes{23, 3, 3, 0x48, 0x01}, &record), Framing::kOversized);
}

TEST(NextRecord, KnowsTextFromTls) {
  Record record;
  EXPECT_EQ(NextRecord(AsView("HTTP/1.1 400"), &record), Framing::kNotTls);
  EXPECT_EQ(NextRecord(AsView("G"), &record), Framing::kNotTls);
  EXPECT_EQ(NextRecord(Bytes{22, 2}, &record), Framing::kNotTls);
  EXPECT_EQ(NextRecord(Bytes{19}, &record), Framing::kNotTls);
  EXPECT_EQ(NextRecord(Bytes{25}, &record), Framing::kNotTls);
}

TEST(NextRecord, KnowsTheSsl2Hello) {
  Record record;
  EXPECT_EQ(NextRecord(Bytes{0x80, 0x34, 1, 0, 2}, &record), Framing::kSsl2Hello);
  EXPECT_EQ(NextRecord(Bytes{0x80, 0x34, 1, 3, 1}, &record), Framing::kSsl2Hello);
  EXPECT_EQ(NextRecord(Bytes{0x80, 0x34}, &record), Framing::kIncomplete);
  EXPECT_EQ(NextRecord(Bytes{0x80, 0x34, 4}, &record), Framing::kNotTls);
}

}  // namespace
}  // namespace shakedown
