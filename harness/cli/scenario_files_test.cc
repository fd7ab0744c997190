#include "harness/cli/scenario_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace shakedown {
namespace {

namespace fs = std::filesystem;

class ScenarioFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "scenarios-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const char* name : {"schema.json", "report.schema.json", "b.json", "a/z.json", "a/y.json",
                             "base/part.json", "a/notes.txt"}) {
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name) << "{}";
    }
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::vector<std::string> Find(const std::string& path) {
    std::vector<std::string> names;
    const auto files = FindScenarioFiles({path});
    for (const ScenarioFile& file : *files) {
      names.push_back(fs::path(file.path).lexically_relative(folder_).string());
    }
    return names;
  }
  fs::path folder_;
};

TEST_F(ScenarioFiles, AreFoundInAlphabeticalOrderWithoutPartsAndSchemas) {
  EXPECT_EQ(Find(folder_.string()), (std::vector<std::string>{"a/y.json", "a/z.json", "b.json"}));
  EXPECT_EQ(Find(folder_.string() + "/"), Find(folder_.string()));
}

TEST_F(ScenarioFiles, KeepTheirRootHoweverTheyAreSelected) {
  for (const fs::path& path : {folder_, folder_ / "a", folder_ / "a" / "y.json"}) {
    const auto files = FindScenarioFiles({path.string()}).value();
    ASSERT_FALSE(files.empty());
    EXPECT_TRUE(fs::equivalent(files[0].root, folder_)) << path;
  }
}

TEST_F(ScenarioFiles, CountOnceHoweverOftenTheyAreNamed) {
  const std::string file = (folder_ / "a" / "y.json").string();
  const std::string again = (folder_ / "a" / ".." / "a" / "y.json").string();
  EXPECT_EQ(FindScenarioFiles({file, again, folder_.string()}).value().size(), 3u);
}

TEST_F(ScenarioFiles, AMissingPathIsAnErrorThatNamesIt) {
  const auto result = FindScenarioFiles({(folder_ / "nowhere").string()});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), (folder_ / "nowhere").string() + ": no such file or folder");
}

TEST_F(ScenarioFiles, AFolderCannotBeReadAsAFile) {
  std::string error;
  EXPECT_FALSE(ReadTextFile(folder_.string(), &error));
  EXPECT_EQ(error, "is a folder, not a file");
}

}  // namespace
}  // namespace shakedown
