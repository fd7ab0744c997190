#include "harness/model/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace shakedown {
namespace {

TEST(GlobMatch, MatchesTheWholeText) {
  EXPECT_TRUE(GlobMatch("openssl", "openssl"));
  EXPECT_FALSE(GlobMatch("openssl", "openssl-3.0"));
  EXPECT_FALSE(GlobMatch("openssl-3.0", "openssl"));
  EXPECT_TRUE(GlobMatch("", ""));
  EXPECT_FALSE(GlobMatch("", "a"));
}

TEST(GlobMatch, TakesAnyCharactersForAStar) {
  EXPECT_TRUE(GlobMatch("boringssl-13*", "boringssl-13.0.0+r24"));
  EXPECT_TRUE(GlobMatch("*", ""));
  EXPECT_TRUE(GlobMatch("*ssl*3*", "openssl-1.3.0"));
  EXPECT_FALSE(GlobMatch("*ssl*4*", "openssl-1.3.0"));
  EXPECT_TRUE(GlobMatch("a*b*", "aXbYbZ"));
}

TEST(GlobMatch, TakesOneCharacterForAQuestionMark) {
  EXPECT_TRUE(GlobMatch("a?c", "abc"));
  EXPECT_FALSE(GlobMatch("a?c", "ac"));
}

TEST(GlobMatch, TakesBracketsLiterally) {
  EXPECT_TRUE(GlobMatch("a[TLS 1.?,*]", "a[TLS 1.3,x25519]"));
  EXPECT_FALSE(GlobMatch("[ab]", "a"));
}

TEST(GlobMatch, IsQuickOnManyStars) {
  EXPECT_FALSE(GlobMatch("*a*a*a*a*a*a*a*a*a*a*b", std::string(5000, 'a')));
}

}  // namespace
}  // namespace shakedown
