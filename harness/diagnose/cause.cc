#include "harness/diagnose/cause.h"

#include <algorithm>
#include <initializer_list>

#include "harness/codes/tables.h"
#include "harness/diagnose/chain_cause.h"
#include "harness/diagnose/selection_cause.h"
#include "harness/predict/hello_side.h"

namespace shakedown {
namespace {

const Capabilities* CapabilitiesOf(const Evidence& evidence, Role role) {
  return role == Role::kClient ? evidence.client : evidence.server;
}

std::string Family(const std::string& stack) { return stack.substr(0, stack.find('-')); }

bool IsOneOf(const std::string& cause, std::initializer_list<const char*> causes) {
  return std::find(causes.begin(), causes.end(), cause) != causes.end();
}

const AlertRow* RowOfAlert(AlertDescription alert, const ErrorTables& tables) {
  for (const AlertRow& row : tables.alerts) {
    if (row.alert == alert) return &row;
  }
  return nullptr;
}

bool SpokeTls(const WireFacts& facts, Role role) {
  return std::any_of(facts.messages.begin(), facts.messages.end(),
                     [&](const WireMessage& message) { return message.from == role; });
}

// The other side sent bytes that are no TLS before it said anything in TLS.
std::string ClearTextCause(const WireFacts& facts, Role by) {
  Role other = Other(by);
  if (!facts.not_tls[static_cast<size_t>(other)] || SpokeTls(facts, other)) return "";
  return by == Role::kServer ? "plaintext_to_tls_port" : "tls_to_plaintext_port";
}

bool SaidHello(const WireFacts& facts, Role role, HandshakeType type) {
  return std::any_of(facts.messages.begin(), facts.messages.end(), [&](const WireMessage& message) {
    return message.from == role && message.type == type;
  });
}

bool SameRoleTwice(const WireFacts& facts) {
  return SaidHello(facts, Role::kServer, HandshakeType::kClientHello) ||
         SaidHello(facts, Role::kClient, HandshakeType::kServerHello);
}

bool SigningFails(const Capabilities* capabilities) {
  if (capabilities == nullptr) return false;
  return std::ranges::any_of(
             capabilities->certificates,
             [](const CertificateSpec& spec) { return spec.signing == Signing::kFails; }) ||
         std::ranges::any_of(capabilities->hosts, [](const VirtualHost& host) {
           return SigningFails(&host.capabilities);
         });
}

// The server wanted a certificate and got none: the client may have had one that it could not use.
std::string MissingClientCertificate(const Evidence& evidence, const Profiles& profiles) {
  if (evidence.facts == nullptr || evidence.client == nullptr ||
      !evidence.facts->client_chain.empty() || evidence.client->certificates.empty()) {
    return "client_cert_missing";
  }
  std::string signature = ClientSignatureCause(evidence, profiles);
  if (!signature.empty()) return signature;
  if (evidence.client->honour_ca_names && !evidence.facts->ca_names.empty()) {
    return "client_cert_not_in_ca_list";
  }
  return "client_cert_missing";
}

bool HasTls13(const Capabilities& side) {
  return !side.versions ||
         std::ranges::find(*side.versions, ProtocolVersion::kTls13) != side.versions->end();
}

// RFC 8446 9.2: a ClientHello for TLS 1.3 without a PSK carries signature_algorithms, and
// supported_groups together with key_share.
bool LacksMandatoryExtension(const ClientHelloFacts& hello) {
  auto has = [&hello](ExtensionType type) {
    return std::find(hello.extensions.begin(), hello.extensions.end(),
                     static_cast<uint16_t>(type)) != hello.extensions.end();
  };
  return has(ExtensionType::kSupportedVersions) && !has(ExtensionType::kPreSharedKey) &&
         OfferedVersions(hello) == std::vector{ProtocolVersion::kTls13} &&
         !(has(ExtensionType::kSignatureAlgorithms) && has(ExtensionType::kSupportedGroups) &&
           has(ExtensionType::kKeyShare));
}

// RFC 8446 9.2: missing_extension also stands for the server_name that a server insists on.
bool LacksRequiredName(const Evidence& evidence, Role by) {
  return by == Role::kServer && evidence.server != nullptr && evidence.facts != nullptr &&
         evidence.facts->client_hello && !evidence.facts->client_hello->server_name &&
         (evidence.server->server_name_policy == ServerNamePolicy::kRequire ||
          evidence.server->server_name_policy == ServerNamePolicy::kRequireMatch) &&
         !LacksMandatoryExtension(*evidence.facts->client_hello);
}

// A server found nothing to select, or a side no way to sign.
std::string RefineSelection(const std::string& cause, const Evidence& evidence, Role by,
                            const Profiles& profiles) {
  std::string exact;
  if (by == Role::kClient) {
    // A client that is left without any suite says nothing but that.
    if (cause == "no_common_cipher" && evidence.client != nullptr &&
        evidence.client->fips == Fips::kOn) {
      return "fips_disallows_cipher";
    }
    if (cause == "no_common_cipher" && evidence.facts != nullptr &&
        SaidHello(*evidence.facts, Role::kServer, HandshakeType::kServerHello)) {
      return "peer_used_unoffered_cipher";
    }
    if (cause == "no_common_signature_algorithm") exact = ClientSignatureCause(evidence, profiles);
    return exact.empty() ? cause : exact;
  }
  if (evidence.facts == nullptr || !evidence.facts->client_hello || evidence.server == nullptr) {
    return cause;
  }
  if (LacksMandatoryExtension(*evidence.facts->client_hello) && HasTls13(*evidence.server)) {
    return "missing_mandatory_extension";
  }
  // A group that TLS 1.3 lacks is named as such by every stack; only FIPS can be behind it.
  if (cause == "no_common_group") {
    exact = ServerSelectionCause(evidence, SelectionMatter::kGroup, profiles);
    if (!exact.empty()) return exact;
  }
  exact =
      ServerSelectionCause(evidence,
                           cause == "no_common_signature_algorithm" ? SelectionMatter::kSignature
                                                                    : SelectionMatter::kAnything,
                           profiles);
  return exact.empty() ? cause : exact;
}

std::string RefineChain(const std::string& cause, const Evidence& evidence, Role by) {
  RefusedChain refused;
  refused.owner = Other(by);
  if (evidence.facts != nullptr) {
    refused.chain = refused.owner == Role::kServer ? &evidence.facts->server_chain
                                                   : &evidence.facts->client_chain;
  }
  refused.owner_capabilities = CapabilitiesOf(evidence, refused.owner);
  refused.verifier_capabilities = CapabilitiesOf(evidence, by);
  return RefineChainCause(cause, refused);
}

// OpenSSL has one error for a group that was not asked for and for a certificate's curve.
std::string RefineGroup(const std::string& cause, const Evidence& evidence, Role by) {
  if (evidence.facts == nullptr) return cause;
  const WireFacts& facts = *evidence.facts;
  if (by == Role::kServer) {
    // Only a server answers with a group; a client's bad share is a bad value.
    return facts.client_chain.empty() ? "protocol_violation" : "cert_curve_not_in_peer_groups";
  }
  if (!facts.client_hello || !facts.group || facts.version >= ProtocolVersion::kTls13) return cause;
  const auto& offered = facts.client_hello->groups;
  const bool was_offered = std::find(offered.begin(), offered.end(), *facts.group) != offered.end();
  return was_offered ? "cert_curve_not_in_peer_groups" : cause;
}

// RFC 8446 4.1.3: a client that offered TLS 1.3 and is answered with less by a server that has it
// finds the downgrade marker. OpenSSL and GnuTLS report it as something more general.
bool IsDowngrade(const Evidence& evidence, Role by) {
  if (by != Role::kClient || evidence.facts == nullptr || !evidence.facts->client_hello ||
      !SaidHello(*evidence.facts, Role::kServer, HandshakeType::kServerHello)) {
    return false;
  }
  std::vector<ProtocolVersion> offered = OfferedVersions(*evidence.facts->client_hello);
  if (std::find(offered.begin(), offered.end(), ProtocolVersion::kTls13) == offered.end()) {
    return false;
  }
  return evidence.facts->version && *evidence.facts->version < ProtocolVersion::kTls13 &&
         evidence.server != nullptr && HasTls13(*evidence.server);
}

// GnuTLS has one return code for most of what a server finds wrong with a ClientHello.
bool IsCoarseSelection(const std::string& cause, const Evidence& evidence, Role by) {
  return Family(evidence.stack) == "gnutls" && by == Role::kServer &&
         evidence.alert == AlertDescription::kHandshakeFailure &&
         IsOneOf(cause, {"protocol_violation", "internal_error", "version_mismatch"}) &&
         evidence.facts != nullptr &&
         !SaidHello(*evidence.facts, Role::kServer, HandshakeType::kServerHello);
}

// GNUTLS_E_UNWANTED_ALGORITHM, of a side that was to sign and had no scheme for it.
bool CouldNotSign(const Evidence& evidence, Role by) {
  constexpr int64_t kUnwantedAlgorithm = -22;
  return Family(evidence.stack) == "gnutls" && evidence.error.code == kUnwantedAlgorithm &&
         (by == Role::kServer ||
          (evidence.facts != nullptr && evidence.facts->certificate_requested));
}

std::string Refine(const std::string& cause, const Evidence& evidence, Role by,
                   const Profiles& profiles) {
  if (IsCoarseSelection(cause, evidence, by)) return RefineSelection(cause, evidence, by, profiles);
  if (IsOneOf(cause, {"no_common_cipher", "no_common_group", "no_common_signature_algorithm",
                      "cert_type_not_usable_with_cipher", "no_local_certificate"})) {
    return RefineSelection(cause, evidence, by, profiles);
  }
  if (IsOneOf(cause, {"unknown_ca", "self_signed", "eku_wrong", "expired", "not_yet_valid",
                      "hostname_mismatch", "cert_validation_other"})) {
    return RefineChain(cause, evidence, by);
  }
  if (cause == "client_cert_missing" && by == Role::kServer) {
    return MissingClientCertificate(evidence, profiles);
  }
  if (cause == "sni_unrecognized" && evidence.facts != nullptr && evidence.facts->client_hello &&
      !evidence.facts->client_hello->server_name) {
    return "sni_required";
  }
  if (cause == "missing_mandatory_extension" && LacksRequiredName(evidence, by)) {
    return "sni_required";
  }
  if (cause == "inappropriate_fallback" && by == Role::kClient) return "downgrade_detected";
  if (cause == "protocol_violation" && Family(evidence.stack) == "gnutls" &&
      IsDowngrade(evidence, by)) {
    return "downgrade_detected";
  }
  // The alert tells syntax from meaning where a stack's error does not (RFC 8446 6.2: decode_error
  // is for what cannot be parsed, illegal_parameter for what can and must not be).
  if (cause == "malformed_message" && evidence.alert == AlertDescription::kIllegalParameter) {
    return "protocol_violation";
  }
  if (cause == "protocol_violation" && evidence.alert == AlertDescription::kDecodeError) {
    return "malformed_message";
  }
  if (cause == "peer_used_unoffered_group") return RefineGroup(cause, evidence, by);
  // A record header that makes no sense in the middle of TLS is not the other side's protocol.
  if (IsOneOf(cause, {"plaintext_to_tls_port", "tls_to_plaintext_port"}) &&
      evidence.facts != nullptr) {
    if (SpokeTls(*evidence.facts, Other(by))) return "malformed_message";
    return by == Role::kServer ? "plaintext_to_tls_port" : "tls_to_plaintext_port";
  }
  return cause;
}

// What an alert names by itself when its sender said nothing else.
std::string CauseOfAlert(const Evidence& evidence, const ErrorTables& tables) {
  const AlertRow* row = evidence.alert ? RowOfAlert(*evidence.alert, tables) : nullptr;
  return row == nullptr ? "" : row->cause;
}

std::string CauseOfRefusal(const Evidence& evidence, const Knowledge& knowledge, Role by) {
  const ErrorTables& tables = knowledge.codes.errors();
  const Capabilities* own = CapabilitiesOf(evidence, by);
  bool script = Family(evidence.stack) == "script";
  if (!script && evidence.facts != nullptr) {
    std::string clear_text = ClearTextCause(*evidence.facts, by);
    if (!clear_text.empty()) return clear_text;
    if (SameRoleTwice(*evidence.facts)) return "both_ends_same_role";
  }
  if (!script && own != nullptr && own->fips == Fips::kAtEncryption &&
      evidence.kind == OutcomeKind::kClosed && evidence.error.code == 0) {
    return "fips_disallows_cipher";
  }
  std::string cause = script ? "" : CauseOfError(evidence, tables);
  if (cause.empty() && CouldNotSign(evidence, by)) {
    cause =
        by == Role::kServer ? "cert_type_not_usable_with_cipher" : "no_common_signature_algorithm";
  }
  const AlertRow* alert = evidence.alert ? RowOfAlert(*evidence.alert, tables) : nullptr;
  if (!script && alert != nullptr && alert->specific && cause != "sni_required" &&
      cause != "downgrade_detected") {
    cause = alert->cause;
  }
  // A key that refuses surfaces as whatever the stack makes of a failed callback.
  bool vague = IsOneOf(cause, {"", "internal_error", "callback_failed"});
  if (!script && vague && SigningFails(own) &&
      evidence.alert != AlertDescription::kHandshakeFailure) {
    return "private_key_unavailable";
  }
  if (cause.empty() && evidence.kind == OutcomeKind::kClosed) return "peer_closed_no_alert";
  if (cause.empty()) cause = CauseOfAlert(evidence, tables);
  if (cause.empty() && !script && evidence.alert == AlertDescription::kInternalError) {
    return "internal_error";
  }
  if (cause.empty()) return "peer_rejected_unknown_alert";
  return script ? cause : Refine(cause, evidence, by, knowledge.profiles);
}

}  // namespace

std::string CauseOfError(const Evidence& evidence, const ErrorTables& tables) {
  std::string family = Family(evidence.stack);
  const std::vector<ErrorRow>* rows = family == "boringssl" ? &tables.boringssl
                                      : family == "openssl" ? &tables.openssl
                                      : family == "gnutls"  ? &tables.gnutls
                                                            : nullptr;
  if (rows == nullptr || evidence.error.code == 0) return "";
  std::string cause;
  for (const ErrorRow& row : *rows) {
    bool same_library = evidence.error.library == 0 || row.library == evidence.error.library;
    if (row.code == evidence.error.code && same_library) cause = row.cause;
  }
  if (cause != "cert_validation_other") return cause;
  std::string verify = CauseOfVerify(family, evidence.error.verify, tables);
  if (!verify.empty()) return verify;
  // The verifier said no more: its alert may.
  std::string alert = CauseOfAlert(evidence, tables);
  return alert.empty() ? cause : alert;
}

std::string CauseOf(const Evidence& evidence, const Knowledge& knowledge) {
  switch (evidence.kind) {
    case OutcomeKind::kAgreed:
    case OutcomeKind::kInexpressible:
      return "";
    case OutcomeKind::kCrashed:
      return "internal_error";
    case OutcomeKind::kStalled:
      if (evidence.facts != nullptr) {
        if (SameRoleTwice(*evidence.facts)) return "both_ends_same_role";
        for (Role by : {Role::kServer, Role::kClient}) {
          std::string cause = ClearTextCause(*evidence.facts, by);
          if (!cause.empty()) return cause;
        }
      }
      return "handshake_timeout";
    case OutcomeKind::kRefused:
    case OutcomeKind::kClosed:
      return CauseOfRefusal(evidence, knowledge, evidence.by.value_or(Role::kServer));
  }
  return "";
}

}  // namespace shakedown
