#include "harness/wire/records.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

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

TEST(NextRun, FindsWhatOneRecordAfterTheOtherFinds) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    Bytes stream;
    for (int i = 0; i < 40; ++i) {
      const size_t size = random() % 6 == 0 ? random() % 5 : 1;
      Append(&stream, Bytes{static_cast<uint8_t>(random() % 9 == 0 ? 23 : 22), 3, 3, 0,
                            static_cast<uint8_t>(size)});
      stream.resize(stream.size() + size, static_cast<uint8_t>(i));
    }
    stream.resize(stream.size() - random() % 8);  // perhaps cut in the last record
    std::vector<Bytes> one_by_one, by_runs;
    Record record;
    View rest = stream;
    while (NextRecord(rest, &record) == Framing::kRecord) {
      one_by_one.emplace_back(record.body.begin(), record.body.end());
      rest = rest.subspan(kRecordHeaderSize + record.body.size());
    }
    RecordRun run;
    View left = stream;
    while (NextRun(left, &run) == Framing::kRecord) {
      for (size_t i = 0; i < run.count; ++i) {
        by_runs.emplace_back(run.body(i).begin(), run.body(i).end());
      }
      left = left.subspan(run.bytes.size());
    }
    ASSERT_EQ(by_runs, one_by_one) << round;
    ASSERT_EQ(left.size(), rest.size()) << round;
  }
}

TEST(CheckRecord, HoldsLengthsToTheirVersion) {
  const Bytes body(kMaxProtected13 + 1);
  const Record record{ContentType::kApplicationData, 0x0303, {}, body};
  EXPECT_FALSE(CheckRecord(record, {ProtocolVersion::kTls12, true}));
  EXPECT_EQ(CheckRecord(record, {ProtocolVersion::kTls13, true})->alert,
            AlertDescription::kRecordOverflow);
  EXPECT_STREQ(CheckRecord(record, {ProtocolVersion::kTls12, false})->clause, "RFC 8446 5.1");
}

TEST(CheckRecord, OnlyApplicationDataMayBeEmpty) {
  const Record record{ContentType::kHandshake, 0x0303, {}, {}};
  EXPECT_EQ(CheckRecord(record, {})->alert, AlertDescription::kUnexpectedMessage);
  EXPECT_FALSE(CheckRecord({ContentType::kApplicationData, 0x0303, {}, {}}, {}));
}

TEST(CheckAlert, WantsTwoBytesAndALevel) {
  EXPECT_FALSE(CheckAlert(Bytes{2, 40}, ProtocolVersion::kTls13));
  EXPECT_EQ(CheckAlert(Bytes{2}, ProtocolVersion::kTls12)->alert, AlertDescription::kDecodeError);
  EXPECT_EQ(CheckAlert(Bytes{2, 40, 2, 40}, ProtocolVersion::kTls13)->alert,
            AlertDescription::kDecodeError);
  EXPECT_EQ(CheckAlert(Bytes{3, 40}, ProtocolVersion::kTls12)->alert,
            AlertDescription::kIllegalParameter);
}

TEST(CheckChangeCipherSpec, IsTheByteOne) {
  EXPECT_FALSE(CheckChangeCipherSpec(Bytes{1}));
  EXPECT_TRUE(CheckChangeCipherSpec(Bytes{2}));
  EXPECT_TRUE(CheckChangeCipherSpec(Bytes{1, 1}));
}

}  // namespace
}  // namespace shakedown
