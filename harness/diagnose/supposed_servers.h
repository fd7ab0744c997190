// Servers as they are met, for asking which of them would have answered a ClientHello as one did:
// the server's own lists are not on the wire when it refuses.
#ifndef HARNESS_DIAGNOSE_SUPPOSED_SERVERS_H_
#define HARNESS_DIAGNOSE_SUPPOSED_SERVERS_H_

#include <memory>
#include <vector>

#include "harness/diagnose/candidates.h"
#include "harness/diagnose/ending.h"
#include "harness/predict/side.h"

namespace shakedown {

// SupposedServers are some thousands of servers of all known stacks, drawn once and always the
// same: usual keys and versions, a list of suites, groups or schemes of its own in every other one,
// and now and then FIPS mode, no certificate, or a key that does not work. Each has a weight, how
// often such a server is met.
class SupposedServers {
 public:
  // Borrows the profiles.
  explicit SupposedServers(const Profiles& profiles);

  // For every supposed server that ends the handshake with this hello as it was seen to end, adds
  // its cause to `out`. The client is taken as its hello shows it.
  void Explain(const WireFacts& facts, const Ending& ending, Candidates* out) const;

 private:
  struct Supposed {
    std::shared_ptr<const Side> side;
    double weight = 0;
  };

  const Profiles& profiles_;
  std::vector<Supposed> servers_;
};

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_SUPPOSED_SERVERS_H_
