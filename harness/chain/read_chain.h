// The user's own certificates: from the text of a file to the facts that prediction needs, with
// what is wrong told in words. Signatures are not verified: names and key identifiers link a chain.
#ifndef HARNESS_CHAIN_READ_CHAIN_H_
#define HARNESS_CHAIN_READ_CHAIN_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/chain/certificate_facts.h"
#include "harness/predict/chain_facts.h"

namespace shakedown {

inline constexpr size_t kLargestCertificateFile = 1 << 20;

// The certificates in `text` (PEM, or one in DER) as they stand there. The error says what the text
// is instead and what to do about it.
tl::expected<std::vector<CertificateFacts>, std::string> ReadCertificates(std::string_view text);

struct ChainQuestion {
  Role role = Role::kServer;                             // whose chain it is
  int64_t now = 0;                                       // seconds since 1970, UTC
  const std::vector<CertificateFacts>* trust = nullptr;  // of the other side; null: not known, and
                                                         // the chain's root is taken as trusted
};

struct OwnChain {
  ChainFacts facts;
  std::vector<CertificateFacts> certificates;  // as sent, leaf first, each once
  std::vector<std::string> problems;           // "certificate 1 (CN=x) expired on 2026-01-31"
};

// The chain of `certificates`, leaf first, as the other side will judge it. The error is for what
// no server can use: a wrong order, a key of no known kind.
tl::expected<OwnChain, std::string> JudgeOwnChain(std::vector<CertificateFacts> certificates,
                                                  const ChainQuestion& question);

// What a side that trusts `trust` calls its CAs: the roots that ChainFacts::root may name.
std::vector<std::string> TrustNames(const std::vector<CertificateFacts>& trust);

}  // namespace shakedown

#endif  // HARNESS_CHAIN_READ_CHAIN_H_
