#include "harness/model/read_expectation.h"

#include <fmt/ranges.h>

#include <memory>

#include "harness/model/parse_json.h"

namespace shakedown {
namespace {

constexpr std::string_view kPredicted = "predicted";

using E = Expectation;
using R = Reading;

// A text of which null says that it is not there.
void ReadTextOrNone(const Node& node, std::optional<std::string>* out, const Reading& reading) {
  std::string value;
  if (node.is_null() || ReadString(node, &value, reading)) *out = std::move(value);
}

template <typename V>
void ReadCodeInto(const Node& node, std::span<const CodePoint> registry, std::string_view kind,
                  std::optional<V>* out, const Reading& reading) {
  V value{};
  if (ReadCode(node, registry, kind, &value, reading)) *out = value;
}

template <typename V>
void ReadNamedInto(const Node& node, std::span<const Named<V>> names, std::string_view kind,
                   std::optional<V>* out, const Reading& reading) {
  V value{};
  if (ReadNamed(node, names, kind, &value, reading)) *out = value;
}

void ReadAlertReceived(const Node& node, E* out, const Reading& reading) {
  if (node.is_null()) {
    out->alert_lost = true;
  } else {
    ReadCodeInto(node, AlertDescriptions(), "alert", &out->alert_received, reading);
  }
}

void ReadCause(const Node& node, E* out, const Reading& reading) {
  std::string cause;
  if (!ReadString(node, &cause, reading)) return;
  const auto& causes = reading.options->causes;
  if (cause.empty() || (!causes.empty() && !causes.contains(cause))) {
    reading.problems->Add(
        node, "unknown cause",
        OneOf({causes.begin(), causes.end()}, cause, "a key of the list of causes"));
    return;
  }
  out->cause = std::move(cause);
}

void ReadPhase(const Node& node, E* out, const Reading& reading) {
  std::string phase;
  if (!ReadString(node, &phase, reading)) return;
  std::vector<std::string> names = {"start"};
  for (const CodePoint& row : HandshakeTypes()) names.emplace_back(row.name);
  if (std::ranges::find(names, phase) == names.end()) {
    reading.problems->Add(node, "unknown phase", OneOf(names, phase));
    return;
  }
  out->phase = std::move(phase);
}

constexpr Field<Alert> kAlertFields[] = {
    {"alert",
     [](const Node& n, Alert* alert, const R& r) {
       ReadCode(n, AlertDescriptions(), "alert", &alert->description, r);
     }},
    {"level", [](const Node& n, Alert* alert,
                 const R& r) { ReadNamed(n, AlertLevels(), "alert level", &alert->level, r); }},
};

void ReadAlso(const Node& node, std::vector<Alert>* out, const Reading& reading) {
  ReadList(node, out, reading, [&](const Node& each, Alert* alert) {
    if (!ReadFields<Alert>(each, kAlertFields, alert, reading)) return false;
    if (each.FindSet("alert") != nullptr || reading.partial) return true;
    reading.problems->Add(each, "missing field", "", "\"alert\" in every entry of also");
    return false;
  });
}

void ReadErrorCodes(const Node& node, std::map<std::string, std::string>* out,
                    const Reading& reading) {
  if (!Expect(node, Node::Kind::kObject, "an object: system to code", reading)) return;
  const auto& systems = reading.options->systems;
  for (const Member& member : node.members) {
    if (!systems.empty() && !systems.contains(member.key)) {
      reading.problems->AddAtKey(member, "unknown system",
                                 OneOf({systems.begin(), systems.end()}, member.key));
    } else if (member.value.kind == Node::Kind::kInteger) {
      (*out)[member.key] = std::to_string(member.value.integer);
    } else if (member.value.is_null()) {
      out->erase(member.key);
    } else if (Expect(member.value, Node::Kind::kString, "a string or an integer", reading)) {
      (*out)[member.key] = member.value.text;
    }
  }
}

constexpr Field<E> kExpectationFields[] = {
    {"outcome", [](const Node& n, E* e,
                   const R& r) { ReadNamedInto(n, OutcomeKinds(), "outcome", &e->outcome, r); }},
    {"by", [](const Node& n, E* e, const R& r) { ReadNamedInto(n, Roles(), "side", &e->by, r); }},
    {"alert", [](const Node& n, E* e,
                 const R& r) { ReadCodeInto(n, AlertDescriptions(), "alert", &e->alert, r); }},
    {"alert_received", ReadAlertReceived, true},
    {"cause", ReadCause},
    {"phase", ReadPhase},
    {"version", [](const Node& n, E* e,
                   const R& r) { ReadCodeInto(n, ProtocolVersions(), "version", &e->version, r); }},
    {"cipher_suite",
     [](const Node& n, E* e, const R& r) {
       ReadCodeInto(n, CipherSuites(), "cipher suite", &e->cipher_suite, r);
     }},
    {"group", [](const Node& n, E* e,
                 const R& r) { ReadCodeInto(n, NamedGroups(), "group", &e->group, r); }},
    {"signature_scheme",
     [](const Node& n, E* e, const R& r) {
       ReadCodeInto(n, SignatureSchemes(), "signature scheme", &e->signature_scheme, r);
     }},
    {"client_signature_scheme",
     [](const Node& n, E* e, const R& r) {
       ReadCodeInto(n, SignatureSchemes(), "signature scheme", &e->client_signature_scheme, r);
     }},
    {"alpn", [](const Node& n, E* e, const R& r) { ReadTextOrNone(n, &e->alpn, r); }, true},
    {"resumed", [](const Node& n, E* e, const R& r) { ReadFlag(n, &e->resumed, r); }},
    {"hello_retry_request",
     [](const Node& n, E* e, const R& r) { ReadFlag(n, &e->hello_retry_request, r); }},
    {"ticket", [](const Node& n, E* e, const R& r) { ReadFlag(n, &e->ticket, r); }},
    {"server_identity",
     [](const Node& n, E* e, const R& r) { ReadTextOrNone(n, &e->server_identity, r); }, true},
    {"client_identity",
     [](const Node& n, E* e, const R& r) { ReadTextOrNone(n, &e->client_identity, r); }, true},
    {"server_key", [](const Node& n, E* e,
                      const R& r) { ReadNamedInto(n, KeyTypes(), "key type", &e->server_key, r); }},
    {"client_key", [](const Node& n, E* e,
                      const R& r) { ReadNamedInto(n, KeyTypes(), "key type", &e->client_key, r); }},
    {"ca_names",
     [](const Node& n, E* e, const R& r) { ReadStrings(n, &e->ca_names.emplace(), r); }},
    {"server_name", [](const Node& n, E* e, const R& r) { ReadTextOrNone(n, &e->server_name, r); },
     true},
    {"also", [](const Node& n, E* e, const R& r) { ReadAlso(n, &e->also, r); }},
    {"codes", [](const Node& n, E* e, const R& r) { ReadErrorCodes(n, &e->codes, r); }},
};

// What an expectation with this outcome must not say.
std::vector<std::string_view> Forbidden(OutcomeKind outcome) {
  switch (outcome) {
    case OutcomeKind::kRefused:
      return {};
    case OutcomeKind::kClosed:
      return {"alert", "alert_received"};
    case OutcomeKind::kAgreed:
      return {"by", "alert", "alert_received", "cause"};
    case OutcomeKind::kStalled:
    case OutcomeKind::kCrashed:
    case OutcomeKind::kInexpressible:
      return {"by", "alert", "alert_received"};
  }
  return {};
}

std::vector<std::string_view> Required(OutcomeKind outcome) {
  switch (outcome) {
    case OutcomeKind::kRefused:
      return {"by", "alert", "cause"};
    case OutcomeKind::kClosed:
      return {"by", "cause"};
    case OutcomeKind::kStalled:
      return {"cause"};
    default:
      return {};
  }
}

std::optional<OutcomeKind> OutcomeOf(const Node& node) {
  const Node* outcome = node.FindSet("outcome");
  return outcome != nullptr && outcome->is_string() ? OutcomeKindByName(outcome->text)
                                                    : std::nullopt;
}

bool CheckForbidden(const Node& node, OutcomeKind outcome, const std::string& subject,
                    Problems* problems) {
  bool good = true;
  for (const std::string_view name : Forbidden(outcome)) {
    for (const Member& member : node.members) {
      // A null alert_received tells of an alert that is lost; any other null is an absent field.
      if (member.key != name || (member.value.is_null() && name != "alert_received")) continue;
      const bool of_alert = name == "alert" || name == "alert_received";
      problems->AddAtKey(
          member, fmt::format("contradiction{}: outcome \"{}\" has no", subject, NameOf(outcome)),
          fmt::format("no \"{}\", or outcome \"{}\"", name,
                      of_alert ? "refused" : "refused\" or \"closed"));
      good = false;
    }
  }
  return good;
}

}  // namespace

Expectation ReadExpectation(const Node& node, const Reading& reading) {
  Expectation out;
  if (node.is_string()) {
    out.predicted = node.text == kPredicted;
    if (!out.predicted) {
      reading.problems->Add(node,
                            "not an expectation:", "an object with an outcome, or \"predicted\"");
    }
    return out;
  }
  if (!ReadFields<Expectation>(node, kExpectationFields, &out, reading)) return out;
  if (const auto outcome = OutcomeOf(node)) {
    CheckForbidden(node, *outcome, "", reading.problems);
  }
  return out;
}

bool CheckExpectation(const Node* node, const Node& fallback, const std::string& subject,
                      Problems* problems) {
  if (node != nullptr && node->is_string() && node->text == kPredicted) return true;
  if (node == nullptr || !node->is_object()) {
    problems->Add(fallback, subject + " has no", "\"expect\"",
                  "\"expect\" with an outcome in every case");
    return false;
  }
  const auto outcome = OutcomeOf(*node);
  if (!outcome) {
    problems->Add(*node, subject + " expects no outcome:", "\"outcome\" in every \"expect\"");
    return false;
  }
  bool good = CheckForbidden(*node, *outcome, " in " + subject, problems);
  std::vector<std::string_view> missing = Required(*outcome);
  std::erase_if(missing, [&](std::string_view name) { return node->FindSet(name) != nullptr; });
  if (missing.empty()) return good;
  problems->Add(
      *node,
      fmt::format("{} expects \"{}\" without {}:", subject, NameOf(*outcome),
                  fmt::join(missing, ", ")),
      fmt::format("\"{}\" with {}", NameOf(*outcome), fmt::join(Required(*outcome), ", ")));
  return false;
}

tl::expected<Expectation, std::vector<LoadError>> ParseExpectation(const std::string& json_text,
                                                                   const std::string& file) {
  Problems problems;
  const std::unique_ptr<Source> source = ParseJson(file, json_text, &problems);
  const LoadOptions options;
  Expectation out;
  if (source != nullptr) out = ReadExpectation(source->root, {&problems, &options});
  if (!problems.empty()) return tl::unexpected(problems.Take());
  return out;
}

}  // namespace shakedown
