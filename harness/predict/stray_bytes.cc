#include "harness/predict/stray_bytes.h"

namespace shakedown {

std::optional<Prediction> PredictStrayBytes(View first, Role reader, const StackProfile& profile) {
  // RFC 8446 5, 5.1: every type of record that a first flight may have lies in this range; a
  // ClientHello in the form of SSL 2.0 starts with the top bit (RFC 5246 E.2).
  if (first.empty() || (first[0] >= 20 && first[0] <= 24)) return std::nullopt;
  if ((first[0] & 0x80) != 0 && first.size() > 2 && first[2] == 1) return std::nullopt;
  Prediction out;
  out.by = reader;
  out.cause = reader == Role::kServer ? CauseId::kPlaintextToTlsPort : CauseId::kTlsToPlaintextPort;
  // RFC 8446 5, MUST, unexpected_message: a record of an unexpected type.
  const AlertChoice choice = profile.AlertFor(out.cause, reader, ProtocolVersion::kTls12);
  out.alert = choice.alert;
  out.outcome = choice.alert ? OutcomeKind::kRefused : OutcomeKind::kClosed;
  if (!choice.known) out.beyond_rules = "the stack's profile has no alert for this cause";
  return out;
}

}  // namespace shakedown
