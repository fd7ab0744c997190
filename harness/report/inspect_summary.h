// One line that says what matters most in a message.
#ifndef HARNESS_REPORT_INSPECT_SUMMARY_H_
#define HARNESS_REPORT_INSPECT_SUMMARY_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "harness/inspect/inspected.h"

namespace shakedown {

// Summarise says of a ClientHello "TLS 1.3, TLS 1.2; 17 suites; x25519, secp256r1; example.org", of
// an alert "fatal handshake_failure (40)"; nothing for what has no more to say than its name.
std::string Summarise(const InspectedItem& item);

// FindField returns the field at the end of `path`, each part the name of a child of the one before
// it, or for an extension its name; nullptr if there is none. The first that fits is taken.
const Field* FindField(const Field& tree, std::initializer_list<std::string_view> path);

}  // namespace shakedown

#endif  // HARNESS_REPORT_INSPECT_SUMMARY_H_
