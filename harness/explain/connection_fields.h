// Whose connection a message of AT-TLS is about: the fields it carries.
#ifndef HARNESS_EXPLAIN_CONNECTION_FIELDS_H_
#define HARNESS_EXPLAIN_CONNECTION_FIELDS_H_

#include <string>
#include <string_view>

namespace shakedown {

struct ConnectionFields {
  std::string connection;  // CONNID
  std::string rule, job, user, local, remote;
  std::string keyring;  // "OWNER/RING", from whatever names one
  std::string program;  // "nginx[1042]", which wrote the line; it names no connection

  bool empty() const { return connection.empty() && rule.empty() && job.empty(); }
  bool operator==(const ConnectionFields&) const = default;
};

// Adds what `line` tells ("CONNID: 0000006A", "RULE: COLATTLS", "safkeyring://START1/MQRING"); what
// is known already stays.
void AddFields(std::string_view line, ConnectionFields* fields);

// The program that wrote `line` of a syslog or journal, with its process: "nginx[1042]" (RFC 3164
// 5.3); empty where the line has no such tag.
std::string_view ProgramOf(std::string_view line);

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_CONNECTION_FIELDS_H_
