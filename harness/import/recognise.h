// Which of the forms an input has, told by its first bytes and, for text, by the words in it.
#ifndef HARNESS_IMPORT_RECOGNISE_H_
#define HARNESS_IMPORT_RECOGNISE_H_

#include <string>
#include <tl/expected.hpp>

#include "harness/wire/bytes.h"

namespace shakedown {

enum class Form { kPcap, kPcapng, kAtTlsTrace, kHexText, kRawBytes };

// What may be given, for error messages.
inline constexpr const char* kAllowedForms =
    "a pcap or pcapng file, raw TLS bytes, hex text (plain, \\x escapes, C arrays, xxd, "
    "hexdump -C, od -A x -t x1z, copied from Wireshark) or an AT-TLS trace with EZD1285I lines";

// Recognise names the form of `input`, or says what the beginning looks like instead. Text that is
// nothing else is kHexText; whether it is good hex is for its reader to say.
tl::expected<Form, std::string> Recognise(View input);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_RECOGNISE_H_
