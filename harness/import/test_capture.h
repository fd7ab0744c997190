// For the tests: files of the repository, and capture files taken apart, changed and made again.
// Shares no code with what reads them in earnest.
#ifndef HARNESS_IMPORT_TEST_CAPTURE_H_
#define HARNESS_IMPORT_TEST_CAPTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "harness/import/capture.h"

namespace shakedown {

inline std::string ReadSource(const std::string& path) {
  std::ifstream file(std::string(SHAKEDOWN_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string Genuine(const std::string& id) {
  return ReadSource("corpus/captures/" + id + "/flow.pcap");
}

// Number is an integer at `at`, the highest byte first or last.
inline uint32_t Number(const std::string& bytes, size_t at, int size, bool low_first = false) {
  uint32_t value = 0;
  for (int i = 0; i < size; ++i) {
    const size_t index = at + static_cast<size_t>(low_first ? size - 1 - i : i);
    value = value << 8 | static_cast<uint8_t>(bytes.at(index));
  }
  return value;
}

inline std::string NumberText(uint32_t value, int size, bool low_first = false) {
  std::string text;
  for (int i = 0; i < size; ++i) {
    const int shift = 8 * (low_first ? i : size - 1 - i);
    text += static_cast<char>(value >> shift & 0xff);
  }
  return text;
}

// A packet as text, for its operators; `sent` is more than its size when it was cut.
struct TestPacket {
  std::string bytes;
  uint32_t sent = 0;
};

// SplitPcap takes a little-endian pcap file apart.
inline std::vector<TestPacket> SplitPcap(const std::string& file) {
  std::vector<TestPacket> packets;
  for (size_t at = 24; at < file.size();) {
    const uint32_t size = Number(file, at + 8, 4, true);
    packets.push_back({file.substr(at + 16, size), Number(file, at + 12, 4, true)});
    at += 16 + size;
  }
  return packets;
}

inline std::string JoinPcap(const std::vector<TestPacket>& packets, uint32_t link_type = 1) {
  std::string file = NumberText(0xa1b2c3d4, 4, true) + NumberText(2, 2, true) +
                     NumberText(4, 2, true) + std::string(8, '\0') + NumberText(262144, 4, true) +
                     NumberText(link_type, 4, true);
  for (const TestPacket& packet : packets) {
    const auto size = static_cast<uint32_t>(packet.bytes.size());
    file += std::string(8, '\0') + NumberText(size, 4, true) +
            NumberText(packet.sent == 0 ? size : packet.sent, 4, true) + packet.bytes;
  }
  return file;
}

// An Ethernet packet with IPv4 without options and TCP, in its parts.
struct TestTcp {
  std::string bytes;

  size_t tcp_at() const { return 34; }
  size_t payload_at() const { return 34 + (Number(bytes, 46, 1) >> 4) * 4; }
  bool is_tcp() const { return Number(bytes, 12, 2) == 0x0800 && Number(bytes, 23, 1) == 6; }
  uint32_t sequence() const { return Number(bytes, 38, 4); }
  uint32_t acknowledged() const { return Number(bytes, 42, 4); }
  uint16_t port() const { return static_cast<uint16_t>(Number(bytes, 34, 2)); }
  uint8_t flags() const { return static_cast<uint8_t>(bytes.at(47)); }
  std::string payload() const {
    return bytes.substr(payload_at(), Number(bytes, 16, 2) + 14 - payload_at());
  }

  void set_sequence(uint32_t value) { bytes.replace(38, 4, NumberText(value, 4)); }
  void set_acknowledged(uint32_t value) { bytes.replace(42, 4, NumberText(value, 4)); }
  void set_flags(uint8_t value) { bytes.at(47) = static_cast<char>(value); }
  void set_payload(const std::string& payload) {
    bytes = bytes.substr(0, payload_at()) + payload;
    bytes.replace(16, 2, NumberText(static_cast<uint32_t>(bytes.size() - 14), 2));
  }
};

inline Capture MustRead(const std::string& input) {
  auto capture = ReadCapture(AsView(input));
  EXPECT_TRUE(capture) << capture.error();
  return capture.value_or(Capture());
}

inline std::string ErrorOf(const std::string& input) {
  const auto capture = ReadCapture(AsView(input));
  EXPECT_FALSE(capture) << "was read as " << capture.value_or(Capture()).format;
  return capture ? "" : capture.error();
}

// StreamOf is all that one side of the conversation said.
inline std::string StreamOf(const Conversation& conversation, Role role) {
  std::string stream;
  for (const CapturedPiece& piece : conversation.pieces) {
    if (piece.from == role) stream += AsText(piece.bytes);
  }
  return stream;
}

inline size_t MissingIn(const Conversation& conversation) {
  size_t missing = 0;
  for (const CapturedPiece& piece : conversation.pieces) missing += piece.missing_before;
  return missing;
}

}  // namespace shakedown

#endif  // HARNESS_IMPORT_TEST_CAPTURE_H_
