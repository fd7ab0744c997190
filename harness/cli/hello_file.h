// The clients whose ClientHellos a file of captured bytes holds.
#ifndef HARNESS_CLI_HELLO_FILE_H_
#define HARNESS_CLI_HELLO_FILE_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct HelloInFile {
  std::string name;  // the file, and which of its conversations where it holds several
  ClientHelloFacts facts;
};

// Reads the first ClientHello of every conversation in the file at `path`, which has any form that
// `inspect` reads. The error names the file and what it lacks.
tl::expected<std::vector<HelloInFile>, std::string> ReadHellos(const std::string& path);

}  // namespace shakedown

#endif  // HARNESS_CLI_HELLO_FILE_H_
