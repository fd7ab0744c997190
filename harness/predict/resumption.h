// What a first connection leaves for a second one, and whether that takes it up again (RFC 5246
// 7.3, RFC 5077 3, RFC 8446 2.2).
#ifndef HARNESS_PREDICT_RESUMPTION_H_
#define HARNESS_PREDICT_RESUMPTION_H_

#include <memory>
#include <optional>
#include <string_view>

#include "harness/predict/prediction.h"
#include "harness/predict/side.h"

namespace shakedown {

// The views are of the sides of the first connection.
struct Session {
  ProtocolVersion version = ProtocolVersion::kTls12;
  SuiteFacts suite;
  bool extended_master_secret = true;  // RFC 7627
  bool ticket = true;                  // else a session id that the server keeps
  std::string_view server_name;
  std::string_view ticket_key;
};

// The session of a first connection that was foretold as `first`; nothing: it did not agree, or no
// session comes of it.
std::optional<Session> SessionOf(const Prediction& first, const Side& client, const Side& server);

// The client as its hello shows it when it offers `session`: itself, or a copy where that changes
// what the hello says.
std::shared_ptr<const Side> Offering(std::shared_ptr<const Side> client, const Session& session);

// Whether the client still offers the session, and the server still has what it takes to read it.
bool IsKept(const Session& session, const Side& client, const Side& server);

// Whether both sides derive extended master secrets.
bool ExtendsMasterSecret(const Side& client, const Side& server);

// The suite of TLS 1.3 that goes with the session: of the same hash (RFC 8446 4.2.11). Null: the
// server chooses one with another hash, or finds none.
const SuiteFacts* SuiteForSession(const Session& session, const Side& client, const Side& server);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_RESUMPTION_H_
