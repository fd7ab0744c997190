// What `shakedown inspect` is given: a file, standard input, or hex text as arguments.
#ifndef HARNESS_CLI_INSPECT_INPUT_H_
#define HARNESS_CLI_INSPECT_INPUT_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

struct Input {
  std::string name;  // for error messages
  Bytes bytes;
};

// ReadInput reads the file that the one argument names, or standard input for "-" and for no
// argument at all (then it must not be a terminal). Arguments that name no file and hold only hex
// digits are the text of a hex dump. The error names the argument and what is allowed.
tl::expected<Input, std::string> ReadInput(const std::vector<std::string>& arguments);

}  // namespace shakedown

#endif  // HARNESS_CLI_INSPECT_INPUT_H_
