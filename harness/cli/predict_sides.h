// From what `shakedown predict` is told of both sides to sides that can be predicted: profiles,
// capabilities, a captured hello, certificates from files.
#ifndef HARNESS_CLI_PREDICT_SIDES_H_
#define HARNESS_CLI_PREDICT_SIDES_H_

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/predict/side.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct SideRequest {
  const StackProfile* profile = nullptr;  // borrowed by the side
  Capabilities capabilities;              // chain_file and trust may name files
  std::optional<ClientHelloFacts>
      hello;  // a client's; then its capabilities are those of the hello
};

struct PreparedSides {
  std::shared_ptr<const Side> client, server;
  std::vector<std::string> notes;  // what was assumed, what is wrong with the certificates
};

// Prepares both sides as of the time `now` (seconds since 1970). The error names the file that is
// of no use, and what to do about it.
tl::expected<PreparedSides, std::string> PrepareSides(const SideRequest& client,
                                                      const SideRequest& server, int64_t now);

}  // namespace shakedown

#endif  // HARNESS_CLI_PREDICT_SIDES_H_
