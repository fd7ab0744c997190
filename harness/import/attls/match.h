// Which rule a connection hits, and which rules stand in each other's way.
#ifndef HARNESS_IMPORT_ATTLS_MATCH_H_
#define HARNESS_IMPORT_ATTLS_MATCH_H_

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/import/attls/policy.h"

namespace shakedown::attls {

// A connection as a rule sees it. What is absent is not known, and fits any condition.
struct Connection {
  std::optional<AddressRange> local, remote;
  std::optional<int> local_port, remote_port;
  std::string job, user;
  std::string direction;  // "Inbound" or "Outbound"; "" if not known
};

// ReadConnection reads "local=10.1.1.2:4000,remote=[2001:db8::1]:1234,job=J,user=U,direction=in",
// any part of it. The error says what is allowed.
tl::expected<Connection, std::string> ReadConnection(std::string_view text);

// The rules in the order in which the policy agent looks at them: high priority first, then by
// name.
std::vector<const PolicyRule*> InOrder(const Policy& policy);

// Why `rule` does not fit, "its RemotePortRange is 25, the connection's port 4000"; "" if it fits.
std::string WhyNot(const PolicyRule& rule, const Connection& connection);

struct Match {
  const PolicyRule* rule = nullptr;       // null: none fits
  std::vector<const PolicyRule*> hidden;  // that fit, too, but come later in the order
  std::vector<std::string> steps;         // a line a rule that was looked at
};

Match FindMatch(const Policy& policy, const Connection& connection);

// Tells of rules of one priority that some connection fits alike, and of rules that no connection
// ever reaches.
void LintOrder(const Policy& policy, Findings* findings);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_MATCH_H_
