#include "harness/import/racdcert/words_of_racf.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "harness/import/attls/words.h"

namespace shakedown::racdcert {

const std::vector<std::string>& UsageNames() {
  static const std::vector<std::string> names = {"HANDSHAKE", "DATAENCRYPT", "DOCSIGN", "CERTSIGN",
                                                 "KEYAGREE"};
  return names;
}

std::optional<Usage> UsageByName(std::string_view name) {
  for (size_t i = 0; i < UsageNames().size(); ++i) {
    if (attls::SameWord(UsageNames()[i], name)) return static_cast<Usage>(i);
  }
  return std::nullopt;
}

const char* NameOf(Usage usage) { return UsageNames()[static_cast<size_t>(usage)].c_str(); }

bool IsAddress(std::string_view text) {
  std::array<unsigned char, 16> address{};
  const std::string whole(text);
  return inet_pton(AF_INET, whole.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, whole.c_str(), address.data()) == 1;
}

bool IsHostName(std::string_view text) {
  constexpr size_t kLongest = 253;  // RFC 1035 2.3.4
  if (text.starts_with("*.")) text.remove_prefix(2);
  if (text.empty() || text.size() > kLongest || text.front() == '.' || text.back() == '.' ||
      text.front() == '-') {
    return false;
  }
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

std::optional<int64_t> ReadTime(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = attls::Number(text.substr(0, 2)), minute = attls::Number(text.substr(3, 2)),
             second = attls::Number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  return (*hour * 60 + *minute) * 60 + *second;
}

}  // namespace shakedown::racdcert
