#include "harness/link/key_log.h"

#include <algorithm>
#include <array>
#include <optional>

namespace shakedown {
namespace {

// The value of every hex digit, -1 for all other characters: a key log is read for every case.
constexpr std::array<int8_t, 256> kDigits = [] {
  std::array<int8_t, 256> digits{};
  digits.fill(-1);
  constexpr std::string_view kLower = "0123456789abcdef", kUpper = "0123456789ABCDEF";
  for (size_t i = 0; i < kLower.size(); ++i) {
    digits[static_cast<uint8_t>(kLower[i])] = digits[static_cast<uint8_t>(kUpper[i])] =
        static_cast<int8_t>(i);
  }
  return digits;
}();

int Digit(char c) { return kDigits[static_cast<uint8_t>(c)]; }

// Decodes without allocating; nothing if it is not hex or does not fit.
std::optional<size_t> Decode(std::string_view hex, std::span<uint8_t> out) {
  if (hex.size() % 2 != 0 || hex.size() / 2 > out.size()) return std::nullopt;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = Digit(hex[i]);
    const int low = Digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i / 2] = static_cast<uint8_t>(high << 4 | low);
  }
  return hex.size() / 2;
}

bool SameBytes(std::string_view hex, View bytes) {
  if (hex.size() != bytes.size() * 2) return false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (Digit(hex[2 * i]) != bytes[i] >> 4 || Digit(hex[2 * i + 1]) != (bytes[i] & 15)) {
      return false;
    }
  }
  return true;
}

std::string_view TakeWord(std::string_view* line) {
  const size_t end = std::min(line->find(' '), line->size());
  const std::string_view word = line->substr(0, end);
  line->remove_prefix(std::min(end + 1, line->size()));
  return word;
}

Secrets* ByLabel(ConnectionSecrets* secrets, std::string_view label) {
  if (label == "CLIENT_RANDOM") return &secrets->master;
  if (label == "CLIENT_HANDSHAKE_TRAFFIC_SECRET") return &secrets->client_handshake;
  if (label == "SERVER_HANDSHAKE_TRAFFIC_SECRET") return &secrets->server_handshake;
  if (label == "CLIENT_TRAFFIC_SECRET_0") return &secrets->client_traffic;
  if (label == "SERVER_TRAFFIC_SECRET_0") return &secrets->server_traffic;
  return nullptr;
}

void Keep(Secrets* secrets, const Secrets::Value& value) {
  for (size_t i = 0; i < secrets->count; ++i) {
    if (std::ranges::equal(secrets->values[i].view(), value.view())) return;
  }
  if (secrets->count < secrets->values.size()) secrets->values[secrets->count++] = value;
}

}  // namespace

ConnectionSecrets ReadKeyLog(std::string_view log, View client_random) {
  ConnectionSecrets secrets;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    std::string_view line = log.substr(0, end);
    log.remove_prefix(std::min(end + 1, log.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    Secrets* const under = ByLabel(&secrets, TakeWord(&line));
    if (under == nullptr || !SameBytes(TakeWord(&line), client_random)) continue;
    Secrets::Value value;
    if (const auto size = Decode(line, value.bytes)) {
      value.size = *size;
      Keep(under, value);
    }
  }
  return secrets;
}

}  // namespace shakedown
