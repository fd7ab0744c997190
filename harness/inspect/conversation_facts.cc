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

// A client of TLS 1.3 is done before its certificate has been judged, and a server that then closes
// without a word has refused it.
bool ClosedOnCertificate(const WireFacts& facts, Role by) {
  return by == Role::kServer && facts.version == ProtocolVersion::kTls13 &&
         !facts.client_chain.empty() && !facts.messages.empty() &&
         facts.messages.back().from == Role::kClient &&
         facts.unopened_records[static_cast<size_t>(Role::kServer)] == 0 &&
         std::ranges::none_of(facts.alerts,
                              [](const WireAlert& alert) { return alert.from == Role::kServer; });
}

// Some libraries answer a connection that breaks off with decode_error. Of the alerts after the
// first `before`, that says nothing about a handshake that had come to its end.
void DropAnswersToClosing(size_t before, Role closed_by, WireFacts* facts) {
  const auto since = facts->alerts.begin() + static_cast<ptrdiff_t>(before);
  facts->alerts.erase(std::remove_if(since, facts->alerts.end(),
                                     [&](const WireAlert& alert) {
                                       return alert.from != closed_by &&
                                              alert.description == AlertDescription::kDecodeError;
                                     }),
                      facts->alerts.end());
}

// A side that seems to close without a word may have said it in the bytes that are missing.
ConversationFacts Unsure(ConversationFacts facts) {
  facts.closed_by = std::nullopt;
  if (!IsOver(facts.facts)) facts.rest = Rest::kMissing;
  return facts;
}

}  // namespace

std::optional<ConversationFacts> FactsOf(const Conversation& conversation,
                                         std::string_view key_log) {
  if (!IsReadable(conversation)) return std::nullopt;
  Tap tap;
  Log(key_log, &tap);
  ConversationFacts out;
  out.rest = conversation.rest;
  bool lost[2] = {false, false};
  bool closed = false;
  size_t alerts_before = 0;
  for (const CapturedPiece& piece : conversation.pieces) {
    if (!closed && conversation.closed && piece.source > conversation.closed->source) {
      closed = true;
      out.facts = tap.Facts();
      const Role by = conversation.closed->by;
      if (!IsOver(out.facts) || ClosedOnCertificate(out.facts, by)) {
        out.closed_by = by;
        return lost[0] || lost[1] ? Unsure(out) : out;
      }
      alerts_before = out.facts.alerts.size();
    }
    bool& broken = lost[static_cast<size_t>(*piece.from)];
    broken = broken || piece.missing_before != 0;
    if (!broken) tap.Sent(*piece.from, piece.bytes);
  }
  out.facts = tap.Facts();
  if (closed) {
    DropAnswersToClosing(alerts_before, conversation.closed->by, &out.facts);
  } else if (conversation.closed &&
             (!IsOver(out.facts) || ClosedOnCertificate(out.facts, conversation.closed->by))) {
    out.closed_by = conversation.closed->by;
  }
  return lost[0] || lost[1] ? Unsure(out) : out;
}

}  // namespace shakedown
