// `shakedown inspect` and tshark read every capture of the corpus alike: versions and lengths of
// records, types of messages, cipher suites, groups, signature schemes, extensions in their order,
// alerts, and how many certificates of what length.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kCaptures = fs::path(SHAKEDOWN_SOURCE_DIR) / "corpus" / "captures";

std::string Output(const std::string& line) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(line.c_str(), "r"), &pclose);
  std::string text;
  char buffer[1 << 14];
  while (const size_t count = std::fread(buffer, 1, sizeof buffer, pipe.get())) {
    text.append(buffer, count);
  }
  return text;
}

bool HaveTshark() {
  static const bool have = std::system("tshark --version >/dev/null 2>&1") == 0;
  return have;
}

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// What one direction of one connection said, by the name of the field: numbers in wire order.
using Said = std::map<std::string, std::vector<uint64_t>>;
// The direction is written "127.0.0.1:40000>127.0.0.1:443".
using Seen = std::map<std::string, Said>;

// A field of tshark's, and what it is called here.
struct Column {
  const char* tshark;
  const char* name;
};
constexpr Column kColumns[] = {
    {"tls.record.version", "record version"},
    {"tls.record.length", "record length"},
    {"tls.handshake.type", "message"},
    {"tls.handshake.length", "message length"},
    {"tls.handshake.version", "hello version"},
    {"tls.handshake.ciphersuite", "suite"},
    {"tls.handshake.comp_method", "compression"},
    {"tls.handshake.extension.type", "extension"},
    {"tls.handshake.extension.len", "extension length"},
    {"tls.handshake.extensions_supported_group", "group"},
    {"tls.handshake.sig_hash_alg", "signature scheme"},
    {"tls.handshake.extensions.supported_version", "supported version"},
    {"tls.handshake.extensions_key_share_group", "key share"},
    {"tls.handshake.extensions_key_share_selected_group", "selected group"},
    {"tls.handshake.server_named_curve", "named curve"},
    {"tls.handshake.certificate_length", "certificate"},
    {"tls.alert_message.level", "alert level"},
    {"tls.alert_message.desc", "alert"},
};

std::string Endpoint(const std::string& v4, const std::string& v6, const std::string& port) {
  return v6.empty() ? v4 + ":" + port : "[" + v6 + "]:" + port;
}

Seen AskTshark(const fs::path& folder, const std::vector<std::string>& ports) {
  std::string line = fmt::format("tshark -n -r {} -T fields -E 'separator=|' -E occurrence=a",
                                 (folder / "flow.pcap").string());
  if (fs::exists(folder / "keys.log")) {
    line += fmt::format(" -o tls.keylog_file:{}", (folder / "keys.log").string());
  }
  for (const std::string& port : ports) line += fmt::format(" -d tcp.port=={},tls", port);
  for (const char* field :
       {"ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport"}) {
    line += fmt::format(" -e {}", field);
  }
  for (const Column& column : kColumns) line += fmt::format(" -e {}", column.tshark);
  Seen seen;
  for (const std::string& row : Split(Output(line + " 2>/dev/null"), '\n')) {
    auto cells = Split(row, '|');
    cells.resize(6 + std::size(kColumns));
    const std::string direction =
        Endpoint(cells[0], cells[1], cells[2]) + ">" + Endpoint(cells[3], cells[4], cells[5]);
    for (size_t i = 0; i < std::size(kColumns); ++i) {
      for (const std::string& value : Split(cells[6 + i], ',')) {
        // Base 0 takes both forms that tshark prints, 0x1301 and 22.
        seen[direction][kColumns[i].name].push_back(std::stoull(value, nullptr, 0));
      }
    }
  }
  return seen;
}

// One field of ours; `within` is the name of the message or extension that holds it.
void Note(Said* said, const std::string& message, const std::string& within, const json& field) {
  const std::string name = field["name"];
  const uint64_t number = field.value("number", uint64_t{0});
  const auto say = [&](const char* as) { (*said)[as].push_back(number); };
  if (name == "msg_type") say("message");
  if (name == "length") say("message length");
  if (name == "legacy_version") say("hello version");
  if (name == "CipherSuite" || name == "cipher_suite") say("suite");
  if (name == "CompressionMethod" || name == "legacy_compression_method") say("compression");
  if (name == "extension_type") say("extension");
  if (name == "extension_data") say("extension length");
  if (name == "NamedGroup") say("group");
  if (name == "SignatureScheme") say("signature scheme");
  if (name == "algorithm" && message != "CompressedCertificate") say("signature scheme");
  if (name == "ProtocolVersion" || name == "selected_version") say("supported version");
  if (name == "group" && within == "key_share") say("key share");
  if (name == "selected_group") say("selected group");
  if (name == "namedcurve") say("named curve");
  if (name == "cert_data") say("certificate");
  const std::string inside = name == "Extension" ? field.value("text", "") : within;
  for (const json& child : field.value("children", json::array())) {
    Note(said, message, inside, child);
  }
}

Seen AskInspect(const json& items) {
  Seen seen;
  std::map<int, std::pair<std::string, std::string>> ends;
  for (const json& item : items) {
    const int conversation = item["conversation"];
    if (item["kind"] == "conversation") {
      ends[conversation] = {item["client"], item["server"]};
      continue;
    }
    if (item["direction"].is_null()) continue;
    const auto& [client, server] = ends[conversation];
    Said& said = seen[item["direction"] == "client_to_server" ? client + ">" + server
                                                              : server + ">" + client];
    if (item["kind"] == "record") {
      for (const json& field : item["fields"]) {
        if (field["name"] == "legacy_record_version") {
          said["record version"].push_back(field["number"]);
        }
        if (field["name"] == "length") said["record length"].push_back(field["number"]);
      }
    } else if (item["kind"] == "message" && item["type"] == "alert") {
      said["alert level"].push_back(item["fields"][0]["number"]);
      said["alert"].push_back(item["fields"][1]["number"]);
    } else if (item["type"] == "SSLv2 ClientHello") {
      // What stands for a record there; tshark gives it the version of the protocol that framed it.
      for (const json& field : item["fields"]) {
        if (field["name"] == "msg_type") said["message"].push_back(field["number"]);
        if (field["name"] == "msg_length") said["record length"].push_back(field["number"]);
        if (field["name"] == "version") {
          said["record version"].push_back(0x0002);
          said["hello version"].push_back(field["number"]);
        }
      }
    } else if (item["kind"] == "message" && item["type"] != "change_cipher_spec") {
      for (const json& field : item["fields"]) Note(&said, item["type"], "", field);
    }
  }
  return seen;
}

// Where tshark is wrong, and why that is sure.
struct Disagreement {
  const char* capture;
  const char* column;
  std::vector<uint64_t> ours, theirs;
};
// A server that is sent "GET / HTTP/1.1" answers with the bytes 15 03 03 00 02 02 0a: a record of
// type 21 with a fatal unexpected_message (RFC 8446 5.1, 6), as corpus/captures/index.json has it
// too. After a request that is no TLS, tshark reads nothing of the connection as TLS any more.
const std::vector<Disagreement>& TsharkIsWrong() {
  static const std::vector<Disagreement> rows = [] {
    std::vector<Disagreement> all;
    for (const char* capture : {"http-to-tls--srv-erlang", "http-to-tls--srv-gnutls"}) {
      all.push_back({capture, "record version", {0x0303}, {}});
      all.push_back({capture, "record length", {2}, {}});
      all.push_back({capture, "alert level", {2}, {}});
      all.push_back({capture, "alert", {10}, {}});
    }
    return all;
  }();
  return rows;
}

std::vector<std::string> CaptureNames() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kCaptures)) {
    if (entry.is_directory()) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Agreement : public ::testing::TestWithParam<std::string> {};

TEST_P(Agreement, HoldsFieldByField) {
  if (!HaveTshark()) GTEST_SKIP() << "tshark is not installed (apt-get install tshark)";
  const fs::path folder = kCaptures / GetParam();
  std::string line = fmt::format("{}/shakedown inspect {} --json -", SHAKEDOWN_BUILD_DIR,
                                 (folder / "flow.pcap").string());
  if (fs::exists(folder / "keys.log")) {
    line += " --key-log " + (folder / "keys.log").string();
  }
  const json items = json::parse(Output(line));
  std::vector<std::string> ports;
  for (const json& item : items) {
    if (item["kind"] != "conversation") continue;
    const std::string server = item["server"];
    ports.push_back(server.substr(server.rfind(':') + 1));
  }
  std::sort(ports.begin(), ports.end());
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  Seen theirs = AskTshark(folder, ports);
  Seen ours = AskInspect(items);
  // A direction with nothing in it may be listed or not.
  for (const auto& [direction, said] : theirs) ours[direction];
  size_t listed = 0;
  for (const auto& [direction, said] : ours) {
    for (const Column& column : kColumns) {
      const auto& here = ours[direction][column.name];
      const auto& there = theirs[direction][column.name];
      const bool wrong = std::ranges::any_of(TsharkIsWrong(), [&](const Disagreement& row) {
        return row.capture == GetParam() && row.column == std::string(column.name) &&
               row.ours == here && row.theirs == there;
      });
      if (wrong && here != there) {
        ++listed;
      } else {
        EXPECT_EQ(here, there) << direction << " " << column.name;
      }
    }
  }
  // A row that nothing needs any more fails.
  EXPECT_EQ(static_cast<ptrdiff_t>(listed),
            std::ranges::count_if(TsharkIsWrong(), [](const Disagreement& row) {
              return row.capture == GetParam();
            }));
}

INSTANTIATE_TEST_SUITE_P(Captures, Agreement, ::testing::ValuesIn(CaptureNames()),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Captures, AreThere) { EXPECT_GE(CaptureNames().size(), 100u); }

}  // namespace
