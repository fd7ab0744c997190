// What the course of a connection, as a log tells it, says to those who judge handshakes.
#ifndef HARNESS_LOGS_TOLD_FACTS_H_
#define HARNESS_LOGS_TOLD_FACTS_H_

#include <string>
#include <vector>

#include "harness/explain/explanation.h"
#include "harness/import/logs/told_connection.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

WireFacts FactsTold(const ToldConnection& told);

// The steps in words, a line each: "client: ClientHello, TLS 1.3, TLS 1.2; 16 suites; ...".
std::vector<LoggedStep> EvidenceOf(const ToldConnection& told);

// What the facts of a whole connection tell of one message, in words; or "".
std::string LearntOf(const WireMessage& message, const WireFacts& facts);

}  // namespace shakedown

#endif  // HARNESS_LOGS_TOLD_FACTS_H_
