// One side of a handshake made ready for prediction: its capabilities with every default of its
// stack written out and every name looked up, so that predicting allocates nothing.
#ifndef HARNESS_PREDICT_SIDE_H_
#define HARNESS_PREDICT_SIDE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/predict/chain_facts.h"
#include "harness/predict/profile.h"
#include "harness/predict/suite_facts.h"
#include "harness/wire/role.h"

namespace shakedown {

struct Side;

struct HostSide {
  std::string name;
  std::shared_ptr<const Side> side;
};

struct Side {
  Role role = Role::kClient;
  const StackProfile* profile = nullptr;
  Capabilities has;  // as given; trust, CA names and server names filled in, FIPS applied

  std::vector<ProtocolVersion> versions;  // highest first
  bool lists_versions = false;            // client: in supported_versions
  // Client: legacy_version of its hello, where that is not the highest before TLS 1.3.
  std::optional<ProtocolVersion> legacy_version;
  std::vector<SuiteFacts> suites;              // in order; a client's as it offers them
  std::vector<NamedGroup> groups;              // likewise
  std::vector<NamedGroup> key_shares;          // client
  std::vector<SignatureScheme> schemes;        // accepted in handshakes
  std::vector<SignatureScheme> chain_schemes;  // accepted in certificates
  std::vector<SignatureScheme> signing;        // made, in order of preference
  std::vector<ChainFacts> chains;
  std::vector<HostSide> hosts;  // server

  // As asked for before FIPS mode took away what it does not approve: for the reason alone.
  bool fips = false;
  std::vector<SuiteFacts> asked_suites;
  std::vector<NamedGroup> asked_groups;

  int security_level = 0;  // 0: nothing is too weak, or the stack has none

  std::string_view sent_name;     // client: server_name; "": none. Views of `has`
  std::string_view checked_name;  // client: what the certificate must name; "": not checked

  bool Speaks(ProtocolVersion version) const;
  // Client: RFC 8446 4.2.1, what its hello says to a server that knows no supported_versions.
  ProtocolVersion HighestBeforeTls13() const;
};

// MakeSide prepares `capabilities`, which Effective has filled in with `apply_fips` false. The
// profile is borrowed. Certificates from files are not looked at: give their facts to the result.
std::shared_ptr<const Side> MakeSide(const Capabilities& capabilities, Role role,
                                     const StackProfile& profile);

// A copy whose names are views of its own capabilities.
std::shared_ptr<Side> CopyOf(const Side& side);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_SIDE_H_
