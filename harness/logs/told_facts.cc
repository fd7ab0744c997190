#include "harness/logs/told_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/diagnose/sent_certificate.h"
#include "harness/wire/facts_builder.h"
#include "harness/wire/messages.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;  // of a handshake message: type and length (RFC 8446 4)

std::optional<HandshakeMessage> MessageOf(const LogStep& step) {
  if (step.kind != LogStep::Kind::kMessage || step.bytes.size() < kHeader) return std::nullopt;
  const View bytes(step.bytes);
  return HandshakeMessage{static_cast<HandshakeType>(bytes[0]), bytes.subspan(kHeader)};
}

template <typename Code>
std::string Names(const std::vector<Code>& codes, size_t most) {
  std::string text;
  size_t shown = 0, more = 0;
  for (const Code code : codes) {
    if (IsGrease(static_cast<uint16_t>(code))) continue;
    if (shown == most) {
      ++more;
      continue;
    }
    text += fmt::format("{}{}", shown++ == 0 ? "" : ", ", NameOf(code));
  }
  if (more > 0) text += fmt::format(" and {} more", more);
  return text;
}

std::string HelloText(const ClientHelloFacts& hello) {
  const size_t suites =
      static_cast<size_t>(std::ranges::count_if(hello.cipher_suites, [](CipherSuite suite) {
        return !IsGrease(static_cast<uint16_t>(suite));
      }));
  std::vector<std::string> parts;
  parts.push_back(hello.versions.empty() ? NameOf(hello.legacy_version) : Names(hello.versions, 4));
  parts.push_back(fmt::format("{} suite{}", suites, suites == 1 ? "" : "s"));
  if (!hello.groups.empty()) parts.push_back("groups " + Names(hello.groups, 6));
  if (!hello.signature_schemes.empty()) {
    parts.push_back("signs " + Names(hello.signature_schemes, 4));
  }
  if (hello.server_name) parts.push_back("for " + *hello.server_name);
  return fmt::format("{}", fmt::join(parts, "; "));
}

// What `facts` learnt with the last message, of type `type`.
std::string Learnt(HandshakeType type, Role from, const WireFacts& facts) {
  switch (type) {
    case HandshakeType::kClientHello:
      return facts.client_hello ? HelloText(*facts.client_hello) : "";
    case HandshakeType::kServerHello: {
      if (!facts.version || !facts.cipher_suite) return "";
      std::string text = fmt::format("{}; {}", NameOf(*facts.version), NameOf(*facts.cipher_suite));
      if (facts.group) text += "; " + NameOf(*facts.group);
      if (facts.hello_retry_request && !facts.resumed) text += "; a retry is asked for";
      return text;
    }
    case HandshakeType::kCertificate: {
      const auto& chain = from == Role::kServer ? facts.server_chain : facts.client_chain;
      if (chain.empty()) return from == Role::kClient ? "no certificate" : "";
      std::string text =
          fmt::format("{} certificate{}", chain.size(), chain.size() == 1 ? "" : "s");
      if (const auto leaf = ReadCertificate(chain.front())) {
        text += fmt::format(": \"{}\" by \"{}\"", leaf->subject_text, leaf->issuer_text);
      }
      return text;
    }
    case HandshakeType::kCertificateRequest:
      return facts.request_schemes.empty() ? "" : "signs " + Names(facts.request_schemes, 4);
    case HandshakeType::kCertificateVerify:
    case HandshakeType::kServerKeyExchange: {
      const auto& scheme = from == Role::kServer ? facts.server_signature : facts.client_signature;
      return scheme ? "signed with " + NameOf(*scheme) : "";
    }
    default:
      return "";
  }
}

// Bytes of no TLS as text, what a terminal would choke on as a dot.
std::string Shown(View bytes) {
  std::string text;
  for (const uint8_t byte : bytes) {
    if (byte == '\r' || byte == '\n') break;
    text += byte >= ' ' && byte < 0x7f ? static_cast<char>(byte) : '.';
  }
  return text;
}

// Takes the steps one by one.
class StepReader {
 public:
  explicit StepReader(WireFacts* facts) : facts_(facts), builder_(facts) {}

  // What the step is, in words.
  std::string Take(const LogStep& step) {
    const std::string who = fmt::format("{}: ", NameOf(step.from));
    switch (step.kind) {
      case LogStep::Kind::kMessage: {
        const auto message = MessageOf(step);
        if (!message) return "";
        builder_.Message(step.from, *message, false);
        std::string text = who + NameOf(message->type);
        const std::string learnt =
            step.whole ? Learnt(message->type, step.from, *facts_) : std::string();
        return learnt.empty() ? text : text + ", " + learnt;
      }
      case LogStep::Kind::kAlert: {
        builder_.Alerts(step.from, step.bytes, false);
        if (step.bytes.size() != 2) return who + "an alert";
        const auto alert = static_cast<AlertDescription>(step.bytes[1]);
        return fmt::format("{}alert {} {}{}", who, step.bytes[1], NameOf(alert),
                           step.bytes[0] == 1 ? ", a warning" : "");
      }
      case LogStep::Kind::kChangeCipherSpec:
        builder_.ChangeCipherSpec(step.from);
        return "";
      case LogStep::Kind::kNotTls:
        facts_->not_tls[static_cast<size_t>(step.from)] = true;
        return fmt::format("{}bytes that are no TLS: \"{}\"", who, Shown(step.bytes));
      case LogStep::Kind::kNote:
        return step.text;
    }
    return "";
  }

 private:
  WireFacts* facts_;
  FactsBuilder builder_;
};

}  // namespace

std::string LearntOf(const WireMessage& message, const WireFacts& facts) {
  return Learnt(message.type, message.from, facts);
}

WireFacts FactsTold(const ToldConnection& told) {
  WireFacts facts;
  StepReader reader(&facts);
  for (const LogStep& step : told.steps) reader.Take(step);
  if (facts.server_chain.empty()) facts.server_chain = told.server_chain;
  return facts;
}

std::vector<LoggedStep> EvidenceOf(const ToldConnection& told) {
  WireFacts facts;
  StepReader reader(&facts);
  std::vector<LoggedStep> evidence;
  for (const LogStep& step : told.steps) {
    std::string text = reader.Take(step);
    if (text.empty()) continue;
    evidence.push_back({step.at, std::move(text), step.line});
  }
  return evidence;
}

}  // namespace shakedown
