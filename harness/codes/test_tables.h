// For tests: the project's own tables from the source tree, and a few hand-made inputs.
#ifndef HARNESS_CODES_TEST_TABLES_H_
#define HARNESS_CODES_TEST_TABLES_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "harness/codes/codes.h"

namespace shakedown {

// The files of a folder of the source tree, by name.
inline std::map<std::string, std::string> FilesIn(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / folder)) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    files[entry.path().filename().string()] = text.str();
  }
  return files;
}

inline std::map<std::string, std::string> TableFiles() { return FilesIn("harness/codes/data"); }

// The tables, read once. Throws what Parse objects to.
inline const Codes& TestCodes() {
  static const Codes codes = [] {
    tl::expected<Codes, std::string> parsed = Codes::Parse(TableFiles());
    if (!parsed) throw std::runtime_error(parsed.error());
    return std::move(*parsed);
  }();
  return codes;
}

// One DER element with a short or two-byte length.
inline Bytes Der(uint8_t tag, const Bytes& content) {
  Bytes element = {tag};
  if (content.size() < 0x80) {
    element.push_back(static_cast<uint8_t>(content.size()));
  } else {
    element.push_back(0x82);
    element.push_back(static_cast<uint8_t>(content.size() >> 8));
    element.push_back(static_cast<uint8_t>(content.size()));
  }
  Append(&element, content);
  return element;
}

// The outline of RFC 5280 4.1: names, and `extensions` as raw bytes after an empty public key.
inline Bytes OutlineCertificate(const std::string& issuer, const std::string& subject,
                                const Bytes& extensions = {}) {
  auto name = [](const std::string& text) {
    return Der(0x30, Der(0x0c, Bytes(text.begin(), text.end())));
  };
  Bytes fields = Der(0xa0, Der(0x02, {2}));
  for (const Bytes& part : {Der(0x02, {1}), Der(0x30, {}), name(issuer), Der(0x30, {}),
                            name(subject), Der(0x30, {}), Der(0xa3, extensions)}) {
    Append(&fields, part);
  }
  return Der(0x30, Der(0x30, fields));
}

}  // namespace shakedown

#endif  // HARNESS_CODES_TEST_TABLES_H_
