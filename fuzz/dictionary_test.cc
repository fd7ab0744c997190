// The dictionary as it was built: that libFuzzer can read it, and what must be in it.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

std::vector<std::string> Lines() {
  std::ifstream file(SHAKEDOWN_BUILD_DIR "/tls.dict");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// What follows the name.
std::string ValueOf(const std::string& line) { return line.substr(line.find('=') + 1); }

TEST(Dictionary, IsInTheSyntaxOfLibFuzzer) {
  // A name, and in quotes 1 to 64 bytes.
  const std::regex entry(R"re(\w+="(\\x[0-9a-f]{2}){1,64}")re");
  size_t entries = 0;
  for (const std::string& line : Lines()) {
    if (line.empty() || line[0] == '#') continue;
    EXPECT_TRUE(std::regex_match(line, entry)) << line;
    ++entries;
  }
  EXPECT_GT(entries, 500u);
}

TEST(Dictionary, HasNoBytesTwice) {
  std::set<std::string> values;
  for (const std::string& line : Lines()) {
    if (line.empty() || line[0] == '#') continue;
    EXPECT_TRUE(values.insert(ValueOf(line)).second) << line;
  }
}

TEST(Dictionary, HasWhatTheSpecificationsWrite) {
  const std::vector<std::string> lines = Lines();
  const auto values = [&lines] {
    std::set<std::string> all;
    for (const std::string& line : lines) all.insert(ValueOf(line));
    return all;
  }();
  for (const char* bytes : {
           R"("\x16\x03\x01")",      // RFC 8446 5.1: the record of a first ClientHello
           R"("\x15\x03\x03")",      // an alert of TLS 1.2
           R"("\x02\x28")",          // fatal, handshake_failure
           R"("\x0e\x00\x00\x00")",  // RFC 5246 7.4.5: ServerHelloDone, whole
           R"("\x00\x17\x00\x00")",  // RFC 7627 5.1: extended_master_secret, whole
           R"("\x03\x04")",          // TLS 1.3 in supported_versions
           R"("\x13\x01")",          // TLS_AES_128_GCM_SHA256
           R"("\x11\xec")",          // X25519MLKEM768
           R"("\x08\x04")",          // rsa_pss_rsae_sha256
           R"("\xff\x01")",          // renegotiation_info
           R"("\x01\x00\x80")",      // SSL 2.0: RC4 with MD5
           R"("\x0a\x0a")",          // RFC 8701
       }) {
    EXPECT_EQ(values.count(bytes), 1u) << bytes;
  }
}

}  // namespace
