#include "harness/stack/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PathsTest : public ::testing::Test {
 protected:
  PathsTest()
      : top_(fs::canonical(fs::temp_directory_path()) /
             ("shakedown-paths-" + std::to_string(getpid()))) {
    fs::create_directories(top_);
  }
  ~PathsTest() override { fs::remove_all(top_); }

  void Make(const std::string& folder) { fs::create_directories(top_ / folder); }
  std::string At(const std::string& path) const { return (top_ / path).string(); }

  const fs::path top_;
};

TEST_F(PathsTest, BuildTreeIsFoundBesideTheProgram) {
  Make("build/modules");
  Make("build/data/keys");
  auto paths = FindPaths(At("build/shakedown"), "");
  ASSERT_TRUE(paths) << paths.error();
  EXPECT_EQ(paths->modules, At("build/modules"));
  EXPECT_EQ(paths->codes, At("build/data/codes"));
  EXPECT_EQ(paths->lookup, At("build/data/lookup"));
  EXPECT_EQ(paths->scenarios, At("build/data/scenarios"));
  EXPECT_EQ(paths->keys, At("build/data/keys"));
  EXPECT_EQ(paths->baseline, At("build/data/baseline.json"));
}

TEST_F(PathsTest, TestProgramsFindTheBuildTreeOneFolderUp) {
  Make("build/modules");
  Make("build/data/keys");
  Make("build/tests");
  auto paths = FindPaths(At("build/tests/pki_test"), "");
  ASSERT_TRUE(paths) << paths.error();
  EXPECT_EQ(paths->modules, At("build/modules"));
}

TEST_F(PathsTest, InstallationIsFoundFromItsProgramFolder) {
  Make("usr/bin");
  Make("usr/lib/shakedown/modules");
  Make("usr/share/shakedown/keys");
  auto paths = FindPaths(At("usr/bin/shakedown"), "");
  ASSERT_TRUE(paths) << paths.error();
  EXPECT_EQ(paths->modules, At("usr/lib/shakedown/modules"));
  EXPECT_EQ(paths->codes, At("usr/share/shakedown/codes"));
  EXPECT_EQ(paths->baseline, At("usr/share/shakedown/baseline.json"));
}

TEST_F(PathsTest, UnrelatedFoldersOfTheSameNamesAreNotTaken) {
  Make("opt/bin");
  Make("opt/modules");
  Make("opt/data");
  Make("opt/lib/shakedown/modules");
  Make("opt/share/shakedown/keys");
  auto paths = FindPaths(At("opt/bin/shakedown"), "");
  ASSERT_TRUE(paths) << paths.error();
  EXPECT_EQ(paths->modules, At("opt/lib/shakedown/modules"));
}

TEST_F(PathsTest, RootOverridesWhereTheProgramIs) {
  Make("build/modules");
  Make("build/data/keys");
  Make("elsewhere/lib/shakedown/modules");
  Make("elsewhere/share/shakedown/keys");
  auto paths = FindPaths(At("build/shakedown"), At("elsewhere"));
  ASSERT_TRUE(paths) << paths.error();
  EXPECT_EQ(paths->modules, At("elsewhere/lib/shakedown/modules"));
  // A root that holds nothing is an error, not a reason to look elsewhere.
  EXPECT_FALSE(FindPaths(At("build/shakedown"), At("nowhere")));
}

TEST_F(PathsTest, ErrorSaysWhereItLooked) {
  auto paths = FindPaths(At("bin/shakedown"), "");
  ASSERT_FALSE(paths);
  EXPECT_THAT(paths.error(),
              AllOf(HasSubstr(At("bin/modules")), HasSubstr(At("lib/shakedown/modules")),
                    HasSubstr(At("share/shakedown/keys")), HasSubstr("SHAKEDOWN_ROOT")));
}

}  // namespace
}  // namespace shakedown
