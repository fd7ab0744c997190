// The clients whose ClientHellos captured bytes hold.
#ifndef HARNESS_CLI_HELLO_FILE_H_
#define HARNESS_CLI_HELLO_FILE_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct CapturedHello {
  std::string input;        // the file
  size_t conversation = 1;  // which of its conversations
  ClientHelloFacts facts;
};

struct CapturedHellos {
  std::vector<CapturedHello> hellos;  // at least one
  size_t conversations = 0;           // with those that have none
};

// Reads the first ClientHello of every conversation in what `argument` names: a file of any form
// that `inspect` reads (raw bytes, hex, pcap, pcapng), - or hex text. The error names the input and
// what it lacks.
tl::expected<CapturedHellos, std::string> ReadHellos(const std::string& argument);

}  // namespace shakedown

#endif  // HARNESS_CLI_HELLO_FILE_H_
