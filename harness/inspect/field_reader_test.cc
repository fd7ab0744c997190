#include "harness/inspect/field_reader.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

std::string NoName(uint16_t) { return ""; }

struct Tree {
  Field root;
  FieldReader::Shared shared;

  FieldReader Over(const Bytes& bytes) { return FieldReader(bytes, 0, &root, &shared); }
};

TEST(FieldReader, NamesWhatItReadsWithItsPlace) {
  const Bytes bytes{1, 0, 4, 0, 7, 0, 9};
  Tree tree;
  FieldReader in = tree.Over(bytes);
  in.Number("first", 1);
  in.Codes("list", 2, "item", 2, NoName);
  in.End();
  EXPECT_FALSE(tree.shared.misfit);
  ASSERT_EQ(tree.root.children.size(), 2u);
  const Field& list = tree.root.children[1];
  EXPECT_EQ(list.offset, 1u);
  EXPECT_EQ(list.size, 6u);
  EXPECT_EQ(list.number, 4u);
  ASSERT_EQ(list.children.size(), 2u);
  EXPECT_EQ(list.children[1].offset, 5u);
  EXPECT_EQ(list.children[1].number, 9u);
  EXPECT_EQ(list.children[1].text, "unknown");
}

TEST(FieldReader, AVectorThatReachesTooFarIsReadAsFarAsItGoes) {
  const Bytes bytes{0, 6, 0, 7, 0, 9};
  Tree tree;
  FieldReader in = tree.Over(bytes);
  in.Codes("list", 2, "item", 2, NoName);
  ASSERT_TRUE(tree.shared.misfit);
  EXPECT_EQ(tree.shared.misfit->offset, 0u);
  EXPECT_EQ(tree.shared.misfit->alert, AlertDescription::kDecodeError);
  EXPECT_EQ(tree.root.children[0].children.size(), 2u);
  EXPECT_TRUE(in.empty());
}

TEST(FieldReader, HalfACodeInAListIsAMisfitAtItsByte) {
  const Bytes bytes{0, 3, 0, 7, 5, 1, 2};
  Tree tree;
  FieldReader in = tree.Over(bytes);
  in.Codes("list", 2, "item", 2, NoName);
  ASSERT_TRUE(tree.shared.misfit);
  EXPECT_EQ(tree.shared.misfit->offset, 4u);
  EXPECT_EQ(tree.shared.misfit->field, "list.item");
  // The vector itself is whole, so that reading goes on after it.
  EXPECT_EQ(in.left(), 2u);
}

TEST(FieldReader, WhatIsLeftOverIsAMisfitAndShown) {
  const Bytes bytes{1, 2, 3};
  Tree tree;
  FieldReader in = tree.Over(bytes);
  in.Number("all", 1);
  in.End();
  ASSERT_TRUE(tree.shared.misfit);
  EXPECT_EQ(tree.shared.misfit->offset, 1u);
  EXPECT_EQ(tree.root.children.back().text, "0203");
}

TEST(FieldReader, TextOfAPeerIsMadePrintable) {
  const Bytes bytes{4, 'a', 0x1b, '\\', 0xff};
  Tree tree;
  FieldReader in = tree.Over(bytes);
  in.TextVector("name", 1);
  EXPECT_EQ(tree.root.children[0].text, "a\\x1b\\x5c\\xff");
}

TEST(FieldReader, MakesABoundedNumberOfFields) {
  const Bytes bytes(1 << 20);
  Tree tree;
  FieldReader in = tree.Over(bytes);
  while (!in.empty()) in.Number("byte", 1);
  EXPECT_LE(tree.root.children.size(), 100001u);
  EXPECT_EQ(tree.root.children.back().name, "(not read)");
  EXPECT_FALSE(tree.shared.misfit);
}

}  // namespace
}  // namespace shakedown
