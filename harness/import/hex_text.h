// Bytes written as hex text, in the forms that the usual tools print and people paste.
#ifndef HARNESS_IMPORT_HEX_TEXT_H_
#define HARNESS_IMPORT_HEX_TEXT_H_

#include "harness/import/capture.h"

namespace shakedown {

// ReadHexText reads a dump with offsets (hex_dump.h) or a run of hex digits (hex_run.h). Several
// pieces make one conversation; whole Ethernet frames, as Wireshark copies them, are read as
// packets.
tl::expected<Capture, std::string> ReadHexText(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_HEX_TEXT_H_
