#include "harness/explain/text_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;

TEST(FormOf, LetsTextPass) {
  EXPECT_FALSE(FormOf(""));
  EXPECT_FALSE(FormOf("RC 435"));
  EXPECT_FALSE(FormOf(SourceText("corpus/explain_text/libraries")));
  EXPECT_FALSE(
      FormOf("Gr\xc3\xbc\xc3\x9f"
             "e: TLS-Verbindung fehlgeschlagen, alert 40\n"));
}

TEST(FormOf, KnowsEbcdicAndHowToConvertIt) {
  const auto form = FormOf(SourceText("corpus/explain_text/ebcdic"));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->what, "EBCDIC text");
  EXPECT_THAT(form->advice, HasSubstr("iconv -f IBM-1047 -t UTF-8"));
  EXPECT_FALSE(form->readable);
}

TEST(FormOf, KnowsWhatIsNoText) {
  EXPECT_THAT(FormOf(SourceText("corpus/explain_text/utf16"))->advice, HasSubstr("UTF-16"));
  EXPECT_THAT(FormOf(std::string("\xd4\xc3\xb2\xa1", 4))->what, HasSubstr("capture"));
  EXPECT_THAT(FormOf(SourceText("corpus/capture/alert.pcap"))->advice, HasSubstr("inspect"));
  EXPECT_THAT(FormOf("\x1f\x8b\x08")->advice, HasSubstr("gunzip"));
  const auto rubbish = FormOf(SourceText("corpus/explain_text/rubbish"));
  ASSERT_TRUE(rubbish);
  EXPECT_TRUE(rubbish->readable);
}

}  // namespace
}  // namespace shakedown
