// Words that commands and lists of RACF have in common.
#ifndef HARNESS_IMPORT_RACDCERT_WORDS_OF_RACF_H_
#define HARNESS_IMPORT_RACDCERT_WORDS_OF_RACF_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/import/racdcert/certificate.h"

namespace shakedown::racdcert {

// "HANDSHAKE", "DATAENCRYPT", "DOCSIGN", "CERTSIGN" and "KEYAGREE", in any case.
std::optional<Usage> UsageByName(std::string_view name);
const char* NameOf(Usage usage);
const std::vector<std::string>& UsageNames();

// Whether `text` is an IPv4 or IPv6 address and nothing else.
bool IsAddress(std::string_view text);

// Whether `text` can be the name of a host: letters, digits, hyphens and dots, perhaps "*." before.
bool IsHostName(std::string_view text);

// "hh:mm:ss" in seconds.
std::optional<int64_t> ReadTime(std::string_view text);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_WORDS_OF_RACF_H_
