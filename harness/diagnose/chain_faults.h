// What is wrong with a chain of certificates, as far as its own bytes show it, and what they cannot
// show.
#ifndef HARNESS_DIAGNOSE_CHAIN_FAULTS_H_
#define HARNESS_DIAGNOSE_CHAIN_FAULTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/diagnose/sent_certificate.h"
#include "harness/diagnose/transcript.h"

namespace shakedown {

struct ChainFault {
  std::string_view cause;  // key of the closed list
  // How readily it is blamed before the alert is looked at: 1 for a plain fault, less for what only
  // some verifiers mind or what cannot be seen and is merely possible.
  double weight = 1;
  std::string why;
  std::string_view clause;
};

// One chain and the circumstances in which it was shown.
struct ShownChain {
  Role owner = Role::kServer;
  const WireFacts* facts = nullptr;           // borrowed
  std::optional<int64_t> time;                // seconds since 1970
  std::vector<SentCertificate> certificates;  // leaf first; up to the first that does not parse
  bool unreadable = false;                    // one does not

  const SentCertificate& leaf() const { return certificates.front(); }
};

ShownChain ShownBy(Role owner, const WireFacts& facts, std::optional<int64_t> time);

// Every fault, one small rule each. `shown` may have no certificate.
std::vector<ChainFault> FaultsOf(const ShownChain& shown);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_CHAIN_FAULTS_H_
