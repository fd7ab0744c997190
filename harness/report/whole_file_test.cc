#include "harness/report/whole_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace shakedown {
namespace {

std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class WholeFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "whole-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  size_t Entries() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }
  std::filesystem::path folder_;
};

TEST_F(WholeFile, ReplacesAnOldFileAndLeavesNothingElse) {
  const auto path = folder_ / "out.json";
  ASSERT_TRUE(WriteWhole(path.string(), "old"));
  ASSERT_TRUE(WriteWhole(path.string(), "new"));
  EXPECT_EQ(Read(path), "new");
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(WholeFile, TakesATextInPartsOfAnySize) {
  const auto path = folder_ / "out.csv";
  std::string whole;
  ASSERT_TRUE(WriteWhole(path.string(), [&whole](const Sink& sink) {
    for (const size_t size : {1u, 0u, 300000u, 7u, 262144u, 100u, 1000000u, 3u}) {
      const std::string part(size, static_cast<char>('a' + size % 26));
      whole += part;
      sink(part);
    }
  }));
  EXPECT_EQ(Read(path), whole);
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(WholeFile, NamesThePathItCannotWrite) {
  const auto path = folder_ / "missing" / "out.json";
  const auto result = WriteWhole(path.string(), "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), "cannot write " + path.string() + ": No such file or directory");
}

TEST_F(WholeFile, KeepsTheOldContentWhenTheDiskIsFull) {
  const auto path = folder_ / "out.json";
  ASSERT_TRUE(WriteWhole(path.string(), "old"));
  rlimit saved{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &saved), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{16, saved.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto result = WriteWhole(path.string(), std::string(64, 'x'));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &saved), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(result);
  EXPECT_EQ(Read(path), "old");
  EXPECT_EQ(Entries(), 1u);
}

}  // namespace
}  // namespace shakedown
