// `shakedown inspect` and tshark read every capture of the corpus alike, TLS and DTLS: versions and
// lengths of records, types of messages, cipher suites, groups, signature schemes, extensions in
// their order, alerts, and how many certificates of what length.

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

const fs::path kCorpus = fs::path(SHAKEDOWN_SOURCE_DIR) / "corpus";
const fs::path kCaptures = kCorpus / "captures", kDatagrams = kCorpus / "capture";

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

// What tshark calls a protocol, and what carries it.
struct Protocol {
  const char* name;
  const char* carrier;
};
constexpr Protocol kTls = {"tls", "tcp"}, kDtls = {"dtls", "udp"};

// A field of tshark's, after the name of the protocol, and what it is called here.
struct Column {
  const char* tshark;
  const char* name;
};
constexpr Column kColumns[] = {
    {"record.version", "record version"},
    {"record.length", "record length"},
    {"handshake.type", "message"},
    {"handshake.length", "message length"},
    {"handshake.version", "hello version"},
    {"handshake.ciphersuite", "suite"},
    {"handshake.comp_method", "compression"},
    {"handshake.extension.type", "extension"},
    {"handshake.extension.len", "extension length"},
    {"handshake.extensions_supported_group", "group"},
    {"handshake.sig_hash_alg", "signature scheme"},
    {"handshake.extensions.supported_version", "supported version"},
    {"handshake.extensions_key_share_group", "key share"},
    {"handshake.extensions_key_share_selected_group", "selected group"},
    {"handshake.server_named_curve", "named curve"},
    {"handshake.certificate_length", "certificate"},
    {"alert_message.level", "alert level"},
    {"alert_message.desc", "alert"},
};

std::string Endpoint(const std::string& v4, const std::string& v6, const std::string& port) {
  return v6.empty() ? v4 + ":" + port : "[" + v6 + "]:" + port;
}

Seen AskTshark(const fs::path& file, const Protocol& protocol,
               const std::vector<std::string>& ports) {
  std::string line =
      fmt::format("tshark -n -r {} -T fields -E 'separator=|' -E occurrence=a", file.string());
  const fs::path keys = file.parent_path() / "keys.log";
  if (fs::exists(keys)) line += fmt::format(" -o tls.keylog_file:{}", keys.string());
  for (const std::string& port : ports) {
    line += fmt::format(" -d {}.port=={},{}", protocol.carrier, port, protocol.name);
  }
  for (const std::string field :
       {"ip.src", "ipv6.src", "srcport", "ip.dst", "ipv6.dst", "dstport"}) {
    const bool port = field.ends_with("port");
    line += fmt::format(" -e {}{}", port ? protocol.carrier + std::string(".") : "", field);
  }
  for (const Column& column : kColumns) {
    line += fmt::format(" -e {}.{}", protocol.name, column.tshark);
  }
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
  if (name == "legacy_version" || name == "server_version") say("hello version");
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

// tshark names type and length of a message of DTLS at each of its fragments, and `inspect` once.
void CountFragmentsOnce(Seen* seen) {
  for (auto& [direction, said] : *seen) {
    for (const char* column : {"message", "message length"}) {
      auto& values = said[column];
      values.erase(std::unique(values.begin(), values.end()), values.end());
    }
  }
}

// `name` is that of the capture in TsharkIsWrong.
void ExpectAgreement(const fs::path& file, const Protocol& protocol, const std::string& name) {
  std::string line =
      fmt::format("{}/shakedown inspect {} --json -", SHAKEDOWN_BUILD_DIR, file.string());
  const fs::path keys = file.parent_path() / "keys.log";
  if (fs::exists(keys)) line += " --key-log " + keys.string();
  const json items = json::parse(Output(line));
  std::vector<std::string> ports;
  for (const json& item : items) {
    if (item["kind"] != "conversation") continue;
    const std::string server = item["server"];
    ports.push_back(server.substr(server.rfind(':') + 1));
  }
  std::sort(ports.begin(), ports.end());
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  Seen theirs = AskTshark(file, protocol, ports);
  Seen ours = AskInspect(items);
  if (protocol.name == kDtls.name) {
    CountFragmentsOnce(&theirs);
    CountFragmentsOnce(&ours);
  }
  // A direction with nothing in it may be listed or not.
  for (const auto& [direction, said] : theirs) ours[direction];
  size_t listed = 0;
  for (const auto& [direction, said] : ours) {
    for (const Column& column : kColumns) {
      const auto& here = ours[direction][column.name];
      const auto& there = theirs[direction][column.name];
      const bool wrong = std::ranges::any_of(TsharkIsWrong(), [&](const Disagreement& row) {
        return row.capture == name && row.column == std::string(column.name) && row.ours == here &&
               row.theirs == there;
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
            std::ranges::count_if(TsharkIsWrong(),
                                  [&](const Disagreement& row) { return row.capture == name; }));
}

class Agreement : public ::testing::TestWithParam<std::string> {};

TEST_P(Agreement, HoldsFieldByField) {
  if (!HaveTshark()) GTEST_SKIP() << "tshark is not installed (apt-get install tshark)";
  ExpectAgreement(kCaptures / GetParam() / "flow.pcap", kTls, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Captures, Agreement, ::testing::ValuesIn(CaptureNames()),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

class DatagramAgreement : public ::testing::TestWithParam<const char*> {};

TEST_P(DatagramAgreement, HoldsFieldByField) {
  if (!HaveTshark()) GTEST_SKIP() << "tshark is not installed (apt-get install tshark)";
  const fs::path file = kDatagrams / (std::string(GetParam()) + ".pcap");
  ASSERT_TRUE(fs::exists(file));
  ExpectAgreement(file, kDtls, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Captures, DatagramAgreement,
                         ::testing::Values("dtls10", "dtls12", "dtls12-alert", "dtls12-mtu-400"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Captures, AreThere) { EXPECT_GE(CaptureNames().size(), 100u); }

}  // namespace
