#include "harness/import/attls/addresses.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "harness/import/attls/words.h"

namespace shakedown::attls {
namespace {

constexpr std::string_view kAllowedAddress =
    "All, an address, address/prefix length, or address-address";
constexpr std::string_view kAllowedPorts = "a port from 1 to 65535, or two with - between them";

struct Address {
  bool v6 = false;
  std::array<uint8_t, 16> bytes{};
};

std::optional<Address> ReadAddress(std::string_view text) {
  Address out;
  const std::string word(Trim(text));
  if (word.size() > INET6_ADDRSTRLEN) return std::nullopt;
  if (const auto number = Number(word)) {
    if (*number > 0xffffffff) return std::nullopt;
    for (int i = 0; i < 4; ++i) {
      out.bytes[static_cast<size_t>(i)] = static_cast<uint8_t>(*number >> (24 - 8 * i));
    }
    return out;
  }
  if (inet_pton(AF_INET, word.c_str(), out.bytes.data()) == 1) return out;
  out.v6 = true;
  if (inet_pton(AF_INET6, word.c_str(), out.bytes.data()) == 1) return out;
  return std::nullopt;
}

std::string TextOf(bool v6, const std::array<uint8_t, 16>& bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), text, sizeof text);
  return text;
}

}  // namespace

tl::expected<void, std::string> AddAddresses(std::string_view text, std::vector<AddressRange>* out,
                                             bool* all) {
  text = Trim(text);
  const auto wrong = [&] {
    return tl::unexpected(
        fmt::format("{} is no address; allowed: {}", Quoted(text), kAllowedAddress));
  };
  for (const std::string_view word : {"All", "All4", "All6", "Any", "0", "0.0.0.0/0", "::/0"}) {
    if (SameWord(text, word)) {
      *all = true;
      out->clear();
      return {};
    }
  }
  AddressRange range;
  const size_t slash = text.find('/'), dash = text.find('-');
  const auto from = ReadAddress(text.substr(0, std::min(slash, dash)));
  if (!from) return wrong();
  range.v6 = from->v6;
  range.from = range.to = from->bytes;
  if (slash != std::string_view::npos) {
    const int64_t most = from->v6 ? 128 : 32;
    const auto length = Number(Trim(text.substr(slash + 1)));
    if (!length || *length > most) return wrong();
    for (int64_t bit = *length; bit < most; ++bit) {
      const auto mask = static_cast<uint8_t>(0x80 >> (bit % 8));
      range.from[static_cast<size_t>(bit / 8)] &= static_cast<uint8_t>(~mask);
      range.to[static_cast<size_t>(bit / 8)] |= mask;
    }
  } else if (dash != std::string_view::npos) {
    const auto to = ReadAddress(text.substr(dash + 1));
    if (!to || to->v6 != from->v6 || to->bytes < from->bytes) return wrong();
    range.to = to->bytes;
  }
  if (!*all) out->push_back(range);
  return {};
}

tl::expected<Ports, std::string> ReadPorts(std::string_view text) {
  text = Trim(text);
  const auto wrong = [&] {
    return tl::unexpected(
        fmt::format("{} is no range of ports; allowed: {}", Quoted(text), kAllowedPorts));
  };
  const size_t cut = text.find_first_of("- \t");
  const auto from = Number(Trim(text.substr(0, cut)));
  auto to = from;
  if (cut != std::string_view::npos) {
    std::string_view rest = Trim(text.substr(cut));
    if (rest.starts_with('-')) rest = Trim(rest.substr(1));
    to = Number(rest);
  }
  if (!from || !to || *to > 65535 || *from > *to) return wrong();
  if (*from == 0 && *to == 0) return Ports{};
  return Ports{static_cast<int>(*from), static_cast<int>(*to)};
}

std::string ToString(const AddressRange& range) {
  const std::string from = TextOf(range.v6, range.from);
  return range.from == range.to ? from : fmt::format("{}-{}", from, TextOf(range.v6, range.to));
}

std::string ToString(const Ports& ports) {
  return ports.from == ports.to ? fmt::format("{}", ports.from)
                                : fmt::format("{}-{}", ports.from, ports.to);
}

bool Contains(const AddressRange& outer, const AddressRange& inner) {
  return outer.v6 == inner.v6 && outer.from <= inner.from && inner.to <= outer.to;
}

bool Overlap(const AddressRange& a, const AddressRange& b) {
  return a.v6 == b.v6 && a.from <= b.to && b.from <= a.to;
}

}  // namespace shakedown::attls
