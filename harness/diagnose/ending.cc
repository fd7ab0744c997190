#include "harness/diagnose/ending.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {
namespace {

// RFC 8446 6: in TLS 1.3 all alerts but close_notify and user_canceled are errors, whatever their
// level.
bool IsFatal(const WireAlert& alert, const WireFacts& facts) {
  if (alert.description == AlertDescription::kCloseNotify) return false;
  return alert.level == AlertLevel::kFatal ||
         (facts.version == ProtocolVersion::kTls13 &&
          alert.description != AlertDescription::kUserCanceled);
}

bool Sent(const WireFacts& facts, Role role, HandshakeType type) {
  return std::ranges::any_of(facts.messages, [&](const WireMessage& message) {
    return message.from == role && message.type == type;
  });
}

// Records that no key opens stand for the rest of the handshake where both sides sent some.
bool Completed(const WireFacts& facts, Role role) {
  return Sent(facts, role, HandshakeType::kFinished) ||
         facts.unopened_records[static_cast<size_t>(role)] > 0;
}

// The last message that the side which ends things had been given; its own are no ground.
const WireMessage* LastFrom(const WireFacts& facts, Role role, size_t messages) {
  for (size_t i = std::min(messages, facts.messages.size()); i > 0; --i) {
    if (facts.messages[i - 1].from == role) return &facts.messages[i - 1];
  }
  return nullptr;
}

}  // namespace

Ending EndingOf(const Transcript& transcript) {
  const WireFacts& facts = *transcript.facts;
  Ending ending;
  ending.messages = facts.messages.size();
  if (transcript.closed_by) {
    ending.kind = OutcomeKind::kClosed;
    ending.by = transcript.closed_by;
    return ending;
  }
  for (const WireAlert& alert : facts.alerts) {
    if (!IsFatal(alert, facts)) continue;
    ending.kind = OutcomeKind::kRefused;
    ending.by = alert.from;
    ending.alert = alert;
    ending.messages = std::min(alert.messages_before, facts.messages.size());
    return ending;
  }
  const bool done = Completed(facts, Role::kClient) && Completed(facts, Role::kServer);
  ending.kind = done ? OutcomeKind::kAgreed : OutcomeKind::kStalled;
  return ending;
}

bool Passed(const WireFacts& facts, const Ending& ending, Role role, HandshakeType type) {
  const auto end = facts.messages.begin() + static_cast<ptrdiff_t>(ending.messages);
  return std::any_of(facts.messages.begin(), end, [&](const WireMessage& message) {
    return message.from == role && message.type == type;
  });
}

std::string StoryOf(const WireFacts& facts, const Ending& ending) {
  if (ending.kind == OutcomeKind::kAgreed) return "the handshake completed";
  std::string when = "before anything came";
  const Role other = Other(ending.by.value_or(Role::kServer));
  if (ending.kind == OutcomeKind::kStalled) {
    when = facts.messages.empty() ? "" : "after " + NameOf(facts.messages.back().type);
    return when.empty() ? "nothing passed" : "nothing more came " + when;
  }
  if (const WireMessage* last = LastFrom(facts, other, ending.messages)) {
    when = fmt::format("after the {}'s {}", NameOf(other), NameOf(last->type));
  }
  if (ending.kind == OutcomeKind::kClosed) {
    return fmt::format("the {} closed the connection without an alert {}", NameOf(*ending.by),
                       when);
  }
  return fmt::format("the {} refused with alert {} {} {}", NameOf(*ending.by),
                     static_cast<int>(ending.alert->description), NameOf(ending.alert->description),
                     when);
}

std::string CutStoryOf(const WireFacts& facts) {
  std::string last = "its first bytes";
  if (!facts.messages.empty()) {
    const WireMessage& message = facts.messages.back();
    last = fmt::format("the {}'s {}", NameOf(message.from), NameOf(message.type));
  }
  return fmt::format(
      "it goes no further than {} here; the rest is missing, and with it what came of the "
      "handshake",
      last);
}

}  // namespace shakedown
