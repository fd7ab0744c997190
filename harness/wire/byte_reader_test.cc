#include "harness/wire/byte_reader.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(ByteReader, ReadsBigEndian) {
  const Bytes bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.U8(), 0x01);
  EXPECT_EQ(reader.U16(), 0x0203);
  EXPECT_EQ(reader.U24(), 0x040506u);
  EXPECT_EQ(reader.U32(), 0x0708090au);
  EXPECT_TRUE(reader.Finish());
}

TEST(ByteReader, StaysFailedAfterTheFirstShortRead) {
  const Bytes bytes = {1, 2, 3};
  ByteReader reader(bytes);
  reader.U8();
  EXPECT_EQ(reader.U24(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.U8(), 0);
  EXPECT_TRUE(reader.empty());
  EXPECT_EQ(reader.offset(), 1u);
  EXPECT_FALSE(reader.Finish());
}

TEST(ByteReader, TellsTheParentOfANestedFailure) {
  const Bytes bytes = {0, 3, 0x13, 0x01, 0x13, 9};
  ByteReader reader(bytes);
  ByteReader list = reader.Vector16();
  EXPECT_EQ(list.U16(), 0x1301);
  EXPECT_TRUE(reader.ok());
  list.U16();
  EXPECT_FALSE(list.ok());
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, OpensAFailedReaderOverAVectorThatIsTooLong) {
  const Bytes bytes = {0, 3, 1, 2};
  ByteReader reader(bytes);
  ByteReader list = reader.Vector16();
  EXPECT_FALSE(list.ok());
  EXPECT_TRUE(list.empty());
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, RefusesTrailingBytes) {
  const Bytes bytes = {1, 2};
  ByteReader reader(bytes);
  reader.U8();
  EXPECT_FALSE(reader.Finish());
  EXPECT_EQ(reader.offset(), 1u);
}

}  // namespace
}  // namespace shakedown
