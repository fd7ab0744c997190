// Bytes as text of 64 letters (RFC 4648 4).
#ifndef HARNESS_IMPORT_LOGS_BASE64_H_
#define HARNESS_IMPORT_LOGS_BASE64_H_

#include <optional>
#include <string_view>

#include "harness/wire/bytes.h"

namespace shakedown {

// White space is passed over. Nothing where another character stands, or the end is missing.
std::optional<Bytes> FromBase64(std::string_view text);

// The DER inside PEM text's first block; nothing where there is none.
std::optional<Bytes> FromPem(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_BASE64_H_
