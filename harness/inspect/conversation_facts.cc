#include "harness/inspect/conversation_facts.h"

#include <algorithm>

#include "harness/link/tap.h"

namespace shakedown {
namespace {

void Log(std::string_view key_log, Tap* tap) {
  while (!key_log.empty()) {
    const size_t end = std::min(key_log.find('\n'), key_log.size());
    tap->Line(key_log.substr(0, end));
    key_log.remove_prefix(std::min(end + 1, key_log.size()));
  }
}

bool IsReadable(const Conversation& conversation) {
  return !conversation.datagrams && !conversation.pieces.empty() &&
         std::ranges::all_of(conversation.pieces,
                             [](const CapturedPiece& piece) { return piece.from.has_value(); });
}

bool SaidFinished(const WireFacts& facts, Role role) {
  return facts.unopened_records[static_cast<size_t>(role)] > 0 ||
         std::ranges::any_of(facts.messages, [role](const WireMessage& message) {
           return message.from == role && message.type == HandshakeType::kFinished;
         });
}

// Whether the handshake came to an end that the bytes show by themselves.
bool IsOver(const WireFacts& facts) {
  const bool refused = std::ranges::any_of(facts.alerts, [&](const WireAlert& alert) {
    return alert.level == AlertLevel::kFatal ||
           (facts.version == ProtocolVersion::kTls13 &&
            alert.description != AlertDescription::kCloseNotify &&
            alert.description != AlertDescription::kUserCanceled);
  });
  return refused || (SaidFinished(facts, Role::kClient) && SaidFinished(facts, Role::kServer));
}

}  // namespace

std::optional<ConversationFacts> FactsOf(const Conversation& conversation,
                                         std::string_view key_log) {
  if (!IsReadable(conversation)) return std::nullopt;
  Tap tap;
  Log(key_log, &tap);
  ConversationFacts out;
  bool lost[2] = {false, false};
  bool closed = false;
  for (const CapturedPiece& piece : conversation.pieces) {
    if (!closed && conversation.closed && piece.source > conversation.closed->source) {
      closed = true;
      out.facts = tap.Facts();
      if (!IsOver(out.facts)) {
        out.closed_by = conversation.closed->by;
        return out;
      }
    }
    bool& broken = lost[static_cast<size_t>(*piece.from)];
    broken = broken || piece.missing_before != 0;
    if (!broken) tap.Sent(*piece.from, piece.bytes);
  }
  out.facts = tap.Facts();
  if (conversation.closed && !closed && !IsOver(out.facts)) {
    out.closed_by = conversation.closed->by;
  }
  return out;
}

}  // namespace shakedown
