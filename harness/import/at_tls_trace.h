// The data trace of z/OS AT-TLS (trace level 32), out of a syslog or console log.
#ifndef HARNESS_IMPORT_AT_TLS_TRACE_H_
#define HARNESS_IMPORT_AT_TLS_TRACE_H_

#include "harness/import/capture.h"

namespace shakedown {

// ReadAtTlsTrace gathers the messages
//
//   EZD1285I TTLS Data CONNID: 0000002F RECV CIPHER 1603010200...
//
// by CONNID, however their lines are wrapped and whatever stands before them. SEND and RECV are
// the traced host's view, and that host may be either side: who sent a ClientHello decides, else
// the TYPE of the connection's EZD1281I message, else `from` stays open. EZD1281I gives addresses,
// too. A message may show less than was sent: a record that is not all there makes its piece
// truncated.
tl::expected<Capture, std::string> ReadAtTlsTrace(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_AT_TLS_TRACE_H_
