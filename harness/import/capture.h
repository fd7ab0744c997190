// What a file of captured bytes holds once its container is read: the byte streams of one or more
// conversations, whose they are, and what could not be recovered.
#ifndef HARNESS_IMPORT_CAPTURE_H_
#define HARNESS_IMPORT_CAPTURE_H_

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/rest.h"
#include "harness/wire/role.h"

namespace shakedown {

// A piece of one direction of a conversation, in the order the pieces passed.
struct CapturedPiece {
  std::optional<Role> from;  // absent: the input does not say
  Bytes bytes;
  size_t missing_before = 0;  // bytes of this direction, just before this piece, that are not here
  bool truncated = false;     // the source cut this piece short (a trace line shows only a part);
                              // what it left out counts in the next piece's missing_before
  size_t source = 0;          // packet number (1-based) in a capture, line number in text, else 0
};

struct Conversation {
  std::string client, server;  // "192.0.2.1:443", "[2001:db8::1]:443"; "" when not known
  std::string label;           // what the source calls it: "CONNID 00000a3f"; or ""
  bool datagrams = false;      // UDP: every piece is one datagram
  std::vector<CapturedPiece> pieces;
  // TCP: who sent the first FIN or RST, in which packet; nothing: nobody did.
  struct Closing {
    Role by = Role::kClient;
    size_t source = 0;
  };
  std::optional<Closing> closed;
  Rest rest = Rest::kSeen;           // where it is not closed
  std::vector<std::string> remarks;  // "2 segments came twice", "closed by the client with RST"
};

struct Capture {
  std::string format;  // "pcap", "pcapng", "hex dump", "hex text", "AT-TLS trace", "raw bytes"
  std::vector<Conversation> conversations;
  std::vector<std::string> remarks;  // about the whole input
  std::optional<int64_t> time;  // of the first packet, in seconds since 1970; nothing: not told
  std::string key_log;          // key-log lines found inside (pcapng Decryption Secrets Block)
};

// ReadCapture recognises the form of `input` by its content and reads it. The error says what was
// found, where (byte, line or packet), and what is allowed. What is merely incomplete (a file that
// breaks off, lost segments, lines cut short) is no error: the remarks tell it.
//
// Time is O(n log n) and memory a small multiple of n for an input of n bytes; what a dump's `*`
// stands for is bounded besides.
tl::expected<Capture, std::string> ReadCapture(View input);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_CAPTURE_H_
