// What an imported scenario expects: the one place that decides it.
#ifndef HARNESS_IMPORT_ATTLS_FORETELL_H_
#define HARNESS_IMPORT_ATTLS_FORETELL_H_

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "harness/model/capabilities.h"

namespace shakedown::attls {

// What the expectation depends on: both sides as far as they are known.
struct Encounter {
  bool policy_is_client = false;
  std::vector<ProtocolVersion> versions;  // of the policy's side, newest first
  std::vector<CipherSuite> suites;
  std::optional<std::vector<NamedGroup>> groups;  // absent: any
  std::vector<SignatureScheme> schemes;
  std::vector<KeyType> server_keys;
  bool refuses_chacha_late = false;  // FIPS: agreed on, refused when it is to encrypt
};

// The other side, and what must come of it: "agreed" unless it is plain that they cannot.
const std::vector<ProtocolVersion>& UsualVersions();
const std::vector<NamedGroup>& UsualGroups();
const std::vector<SignatureScheme>& UsualSchemes();
nlohmann::ordered_json ExpectationOf(const Encounter& encounter);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_FORETELL_H_
