// A scenario as written, and the cases it stands for.
#ifndef HARNESS_MODEL_SCENARIO_H_
#define HARNESS_MODEL_SCENARIO_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/outcome.h"

namespace shakedown {

// A disturbance on the link between the sides. `from` is the side whose bytes are touched; the
// target is the `nth` record (from 0) that this side sends, or the first record carrying the
// plaintext handshake message `message`.
enum class LinkVerb : uint8_t {
  kFlip,       // "flip": xor the byte at `at` of the record's body with 0x01
  kSet,        // "set": overwrite from `at` of the body with `bytes`
  kTruncate,   // "truncate": cut the record's body to `at` bytes, header adjusted
  kDrop,       // "drop": the record never arrives
  kDuplicate,  // "duplicate": the record arrives twice
  kInsert,     // "insert": raw `bytes` arrive before the record
  kClose,      // "close": the connection ends instead of the record
  kCut,        // "cut": only `at` bytes of record and header arrive, then the connection ends
};

struct LinkFault {
  Role from = Role::kClient;
  LinkVerb verb = LinkVerb::kFlip;
  int nth = 0;
  std::optional<HandshakeType> message;
  std::optional<ContentType> content_type;  // count only records of this type for `nth`
  int at = 0;                               // negative: from the end
  Bytes bytes;

  bool operator==(const LinkFault&) const = default;
};

// What the author says must happen. Absent fields are not checked.
struct Expectation {
  bool predicted = false;  // "predicted": what the rules foretell for each pair, filled in to run
  std::optional<OutcomeKind> outcome;
  std::optional<Role> by;
  std::optional<AlertDescription> alert;  // sent by `by` and, unless said otherwise, received
  std::optional<AlertDescription> alert_received;  // what the other side was given, if it differs
  bool alert_lost = false;                         // the other side never gets the alert
  std::optional<std::string> cause;
  std::optional<std::string> phase;
  std::optional<ProtocolVersion> version;
  std::optional<CipherSuite> cipher_suite;
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> signature_scheme;
  std::optional<SignatureScheme> client_signature_scheme;
  std::optional<std::string> alpn;
  std::optional<bool> resumed;
  std::optional<bool> hello_retry_request;
  std::optional<bool> ticket;                  // a NewSessionTicket reached the client
  std::optional<std::string> server_identity;  // name in the server leaf the client got
  std::optional<std::string> client_identity;  // name in the client leaf; "" : none came
  std::optional<KeyType> server_key;           // key type of the server leaf
  std::optional<KeyType> client_key;
  std::optional<std::vector<std::string>> ca_names;  // CA names the client was shown
  std::optional<std::string> server_name;            // the name the server was sent
  std::vector<Alert> also;                           // further alerts that may pass, any side
  std::map<std::string, std::string> codes;          // system -> code or text to be shown
};

// Where in which file something was written, for messages. Lines and columns count from 1.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  std::string path;  // JSON pointer inside the file: "/client/groups/0"
};

// One case before stacks are chosen: a scenario with its matrix values filled in.
struct Scenario {
  std::string name;  // "alert-40/no-group[version=TLS 1.3]": unique in a run, stable
  std::string about;
  std::vector<std::string> rfc;                                        // "8446#4.4.3"
  std::map<std::string, std::vector<std::string>, std::less<>> notes;  // what TLS does not see:
                                                                       // nothing runs otherwise
  Capabilities client, server;
  std::vector<LinkFault> link;
  bool resume = false;  // a second connection follows, offering the first one's session;
                        // link faults and expectations are about the second
  Capabilities resume_client, resume_server;  // set when `resume`
  Expectation expect;

  // A different expectation for some stacks. `when` maps "client.stack" or "server.stack" to a
  // stack name, optionally with a version glob ("openssl", "boringssl-13*").
  struct Exception {
    std::map<std::string, std::string> when;
    Expectation expect;  // complete: the scenario's with the row's fields laid over it
    std::string why;
  };
  std::vector<Exception> unless;
  SourceLocation where;
};

}  // namespace shakedown

#endif  // HARNESS_MODEL_SCENARIO_H_
