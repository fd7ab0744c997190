// The built command as its user meets it: files and arguments in, text and exit status out.
#ifndef HARNESS_CLI_COMMAND_FIXTURE_H_
#define HARNESS_CLI_COMMAND_FIXTURE_H_

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace shakedown {

struct Ended {
  int status = -1;
  std::string out, err;
};

class Command : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "command-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  static std::string Read(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  // Runs `shakedown ARGUMENTS` as a shell would.
  Ended Run(const std::string& arguments) const {
    const std::string line = fmt::format("{}/shakedown {} >{} 2>{} </dev/null", SHAKEDOWN_BUILD_DIR,
                                         arguments, Path("out"), Path("err"));
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Read(folder_ / "out"),
            Read(folder_ / "err")};
  }

  // Runs `shakedown FIRST | shakedown SECOND`.
  Ended Pipe(const std::string& first, const std::string& second) const {
    const std::string line =
        fmt::format("{0}/shakedown {1} </dev/null 2>{2} | {0}/shakedown {3} >{4} 2>&1",
                    SHAKEDOWN_BUILD_DIR, first, Path("err"), second, Path("out"));
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Read(folder_ / "out"),
            Read(folder_ / "err")};
  }

  void WriteAgreeing(const std::string& name) const {
    Write(name, R"({"client": {"versions": ["TLS 1.3"]}, "server": {"versions": ["TLS 1.3"]},
                    "expect": {"outcome": "agreed", "version": "TLS 1.3"}})");
  }

  std::filesystem::path folder_;
};

}  // namespace shakedown

#endif  // HARNESS_CLI_COMMAND_FIXTURE_H_
