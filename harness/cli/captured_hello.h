// The client of `--client-hello`: the first ClientHello in captured bytes.
#ifndef HARNESS_CLI_CAPTURED_HELLO_H_
#define HARNESS_CLI_CAPTURED_HELLO_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct CapturedHello {
  ClientHelloFacts hello;
  std::string source;              // "flow.pcap, conversation 1"
  std::vector<std::string> notes;  // "3 more conversations are not looked at"
};

// Reads what `argument` names: a file (raw bytes, hex, pcap, pcapng), - or hex text. The error says
// what is there instead.
tl::expected<CapturedHello, std::string> ReadCapturedHello(const std::string& argument);

}  // namespace shakedown

#endif  // HARNESS_CLI_CAPTURED_HELLO_H_
