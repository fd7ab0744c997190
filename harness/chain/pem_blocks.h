// PEM (RFC 7468): labelled blocks of bytes out of a text.
#ifndef HARNESS_CHAIN_PEM_BLOCKS_H_
#define HARNESS_CHAIN_PEM_BLOCKS_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

struct PemBlock {
  std::string label;  // "CERTIFICATE"
  size_t line = 0;    // of its BEGIN, from 1
  bool encrypted = false;
  Bytes bytes;  // empty where `encrypted`
};

// Every block of `text`; what stands around them is skipped. The error names the line at which a
// block does not end or is no base64.
tl::expected<std::vector<PemBlock>, std::string> ReadPemBlocks(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_CHAIN_PEM_BLOCKS_H_
