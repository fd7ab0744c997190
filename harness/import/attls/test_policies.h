// The policies in testdata, for tests over each of them.
#ifndef HARNESS_IMPORT_ATTLS_TEST_POLICIES_H_
#define HARNESS_IMPORT_ATTLS_TEST_POLICIES_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "harness/import/attls/read_policy.h"

namespace shakedown::attls {

inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

inline Form FormOf(const std::filesystem::path& path) {
  if (path.extension() == ".yaml") return Form::kEasyAttls;
  return path.extension() == ".report" ? Form::kPasearch : Form::kPolicy;
}

// A test's name after its file.
inline std::string NameFor(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.filename().string();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_TEST_POLICIES_H_
