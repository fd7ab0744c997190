// Turns the messages and alerts of one connection into WireFacts.
#ifndef HARNESS_WIRE_FACTS_BUILDER_H_
#define HARNESS_WIRE_FACTS_BUILDER_H_

#include <array>

#include "harness/wire/handshake_facts.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/messages.h"

namespace shakedown {

// FactsBuilder is told what passed, in order, and fills the facts. A message that does not parse
// is listed and teaches nothing more.
class FactsBuilder {
 public:
  // `facts` outlives the builder.
  explicit FactsBuilder(WireFacts* facts) : facts_(facts) {}

  void Message(Role from, const HandshakeMessage& message, bool encrypted);
  // The body of an alert record; more than one alert may be in it.
  void Alerts(Role from, View body, bool encrypted);
  void ChangeCipherSpec(Role from);

 private:
  ProtocolVersion version() const { return facts_->version.value_or(ProtocolVersion::kTls12); }
  void OnClientHello(View body);
  void OnServerHello(const ServerHello& hello);
  void OnServerAlpn(View body);
  bool HasSigned(Role role) const;
  void OnSignedParameters(View body, const ServerKeyExchange& exchange);

  WireFacts* facts_;
  Bytes transcript_;                   // the messages so far, while a signature over them can come
  std::array<uint8_t, 64> randoms_{};  // the client's, then the server's
  bool awaits_second_hello_ = false;   // after a HelloRetryRequest
  bool full_handshake_ = false;        // ServerHelloDone came after the last ServerHello
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_FACTS_BUILDER_H_
