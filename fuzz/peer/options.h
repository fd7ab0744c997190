// The configuration header that begins every input of client_bytes and server_bytes.
#ifndef FUZZ_PEER_OPTIONS_H_
#define FUZZ_PEER_OPTIONS_H_

#include <cstdint>

#include "harness/wire/bytes.h"

namespace shakedown {

// How the peer under test is set up. Every value of every field means something, the zeros what a
// BoringSSL peer does by default; what the numbers stand for is in contexts.cc and side.cc.
struct SideOptions {
  uint8_t lowest = 0;    // TLS 1.(lowest), 0 to 3
  uint8_t highest = 3;   // at least `lowest`
  uint8_t identity = 0;  // 0 to 3; 0 is none for a client
  uint8_t verify = 0;    // 0 to 3
  uint8_t suites = 0;    // 0 to 7, of TLS 1.2 and below
  uint8_t groups = 0;    // 0 to 7
  uint8_t schemes = 0;   // 0 to 3
  uint8_t alpn = 0;      // 0 to 3
  uint8_t name = 0;      // 0 to 3, client: what server_name it sends
  bool no_tickets = false;
  bool resumes = false;  // client: two connections, the second offers the first one's session
  bool early_data = false;
  bool speaks = false;  // after completion, updates its keys (TLS 1.3) and sends data
  bool grease = false;  // client, with shuffled extensions and a GREASE ECH
  bool staples = false;
  bool renegotiates = false;  // client
  bool false_start = false;   // client; a server prefers its own order of suites
  bool compression = false;   // of certificates (RFC 8879)
};

inline constexpr size_t kOptionsSize = 4;

// The options in the first bytes of `input`, which are taken off it. Missing bytes count as zeros.
SideOptions TakeOptions(View* input);

// Appends what TakeOptions reads back as `options`.
void AppendOptions(const SideOptions& options, Bytes* out);

// The two parts of an input with `resumes`: a 16-bit length and as many bytes for the first
// connection (what is there, if there are fewer), the rest for the second.
struct TwoStreams {
  View first, second;
};
TwoStreams SplitStreams(View input);

// Appends what SplitStreams reads back. `first` has at most 65535 bytes.
void AppendStreams(const TwoStreams& streams, Bytes* out);

}  // namespace shakedown

#endif  // FUZZ_PEER_OPTIONS_H_
