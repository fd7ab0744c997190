#include "harness/wire/code_points.h"

#include <algorithm>
#include <vector>

#include "harness/wire/registry.h"

namespace shakedown {
namespace {

// DTLS counts downwards. 0x0100 is what OpenSSL before 0.9.8f sent for DTLS 1.0, 0x0101 is that of
// GM/T 0024.
constexpr CodePoint kVersions[] = {
    {0x0002, "SSL 2.0"},  {0x0100, "DTLS 0.9"}, {0x0101, "TLCP 1.1"}, {0x0300, "SSL 3.0"},
    {0x0301, "TLS 1.0"},  {0x0302, "TLS 1.1"},  {0x0303, "TLS 1.2"},  {0x0304, "TLS 1.3"},
    {0xfefc, "DTLS 1.3"}, {0xfefd, "DTLS 1.2"}, {0xfeff, "DTLS 1.0"},
};

// Those of streams whose records have one form since SSL 3.0.
constexpr std::span<const CodePoint> kProtocolVersions = std::span(kVersions).subspan(3, 5);
static_assert(kProtocolVersions.front().number == 0x0300 &&
              kProtocolVersions.back().number == 0x0304);

// IANA "TLS ContentType".
constexpr CodePoint kContentTypes[] = {
    {20, "change_cipher_spec"},
    {21, "alert"},
    {22, "handshake"},
    {23, "application_data"},
    {24, "heartbeat"},
    {25, "tls12_cid"},
    {26, "ACK"},
    {27, "return_routability_check"},
};

// IANA "TLS Alerts".
constexpr CodePoint kAlerts[] = {
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed_RESERVED"},
    {22, "record_overflow"},
    {30, "decompression_failure_RESERVED"},
    {40, "handshake_failure"},
    {41, "no_certificate_RESERVED"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {52, "too_many_cids_requested"},
    {60, "export_restriction_RESERVED"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation_RESERVED"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {111, "certificate_unobtainable_RESERVED"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {114, "bad_certificate_hash_value_RESERVED"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {117, "general_error"},
    {120, "no_application_protocol"},
    {121, "ech_required"},
};

// The message names of RFC 8446 4 and its predecessors.
constexpr CodePoint kHandshakeTypes[] = {
    {0, "HelloRequest"},
    {1, "ClientHello"},
    {2, "ServerHello"},
    {3, "HelloVerifyRequest"},
    {4, "NewSessionTicket"},
    {5, "EndOfEarlyData"},
    {6, "HelloRetryRequest"},
    {8, "EncryptedExtensions"},
    {9, "RequestConnectionId"},
    {10, "NewConnectionId"},
    {11, "Certificate"},
    {12, "ServerKeyExchange"},
    {13, "CertificateRequest"},
    {14, "ServerHelloDone"},
    {15, "CertificateVerify"},
    {16, "ClientKeyExchange"},
    {17, "ClientCertificateRequest"},
    {20, "Finished"},
    {21, "CertificateURL"},
    {22, "CertificateStatus"},
    {23, "SupplementalData"},
    {24, "KeyUpdate"},
    {25, "CompressedCertificate"},
    {26, "EKTKey"},
    {67, "NextProtocol"},
    {203, "ChannelID"},
    {254, "MessageHash"},
};

// IANA "TLS ExtensionType Values", and those in use outside it.
constexpr CodePoint kExtensionTypes[] = {
    {0, "server_name"},
    {1, "max_fragment_length"},
    {2, "client_certificate_url"},
    {3, "trusted_ca_keys"},
    {4, "truncated_hmac"},
    {5, "status_request"},
    {6, "user_mapping"},
    {7, "client_authz"},
    {8, "server_authz"},
    {9, "cert_type"},
    {10, "supported_groups"},
    {11, "ec_point_formats"},
    {12, "srp"},
    {13, "signature_algorithms"},
    {14, "use_srtp"},
    {15, "heartbeat"},
    {16, "application_layer_protocol_negotiation"},
    {17, "status_request_v2"},
    {18, "signed_certificate_timestamp"},
    {19, "client_certificate_type"},
    {20, "server_certificate_type"},
    {21, "padding"},
    {22, "encrypt_then_mac"},
    {23, "extended_master_secret"},
    {24, "token_binding"},
    {25, "cached_info"},
    {26, "tls_lts"},
    {27, "compress_certificate"},
    {28, "record_size_limit"},
    {29, "pwd_protect"},
    {30, "pwd_clear"},
    {31, "password_salt"},
    {32, "ticket_pinning"},
    {33, "tls_cert_with_extern_psk"},
    {34, "delegated_credential"},
    {35, "session_ticket"},
    {36, "TLMSP"},
    {37, "TLMSP_proxying"},
    {38, "TLMSP_delegate"},
    {39, "supported_ekt_ciphers"},
    {41, "pre_shared_key"},
    {42, "early_data"},
    {43, "supported_versions"},
    {44, "cookie"},
    {45, "psk_key_exchange_modes"},
    {47, "certificate_authorities"},
    {48, "oid_filters"},
    {49, "post_handshake_auth"},
    {50, "signature_algorithms_cert"},
    {51, "key_share"},
    {52, "transparency_info"},
    {53, "connection_id_deprecated"},
    {54, "connection_id"},
    {55, "external_id_hash"},
    {56, "external_session_id"},
    {57, "quic_transport_parameters"},
    {58, "ticket_request"},
    {59, "dnssec_chain"},
    {60, "sequence_number_encryption_algorithms"},
    {61, "rrc"},
    {62, "tls_flags"},
    {13172, "next_protocol_negotiation"},
    {17513, "application_settings"},
    {17613, "application_settings_new"},
    {30031, "channel_id_old"},
    {30032, "channel_id"},
    {64768, "ech_outer_extensions"},
    {65037, "encrypted_client_hello"},
    {65281, "renegotiation_info"},
    {65445, "quic_transport_parameters_draft"},
    {65486, "encrypted_server_name"},
};

static_assert(Ascends(kVersions) && Ascends(kContentTypes) && Ascends(kAlerts) &&
              Ascends(kHandshakeTypes) && Ascends(kExtensionTypes));

std::string_view Find(std::span<const CodePoint> rows, uint16_t number) {
  const auto row = std::lower_bound(rows.begin(), rows.end(), number,
                                    [](const CodePoint& a, uint16_t n) { return a.number < n; });
  return row != rows.end() && row->number == number ? row->name : std::string_view();
}

std::string HexName(uint16_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "0x0000";
  for (size_t i = text.size() - 1; i > 1; --i, number >>= 4) text[i] = kDigits[number & 15];
  return text;
}

// The cipher suites in order of name: the one registry too long to walk at every look-up.
const std::vector<CodePoint>& SuitesByName() {
  static const std::vector<CodePoint> sorted = [] {
    const auto suites = CipherSuites();
    std::vector<CodePoint> rows(suites.begin(), suites.end());
    std::sort(rows.begin(), rows.end(),
              [](const CodePoint& a, const CodePoint& b) { return a.name < b.name; });
    return rows;
  }();
  return sorted;
}

std::optional<uint16_t> FromHexNumber(std::string_view text) {
  if (text.size() < 3 || text.size() > 6 || text.substr(0, 2) != "0x") return std::nullopt;
  unsigned number = 0;
  for (char c : text.substr(2)) {
    const size_t digit = std::string_view("0123456789abcdef")
                             .find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
    if (digit == std::string_view::npos) return std::nullopt;
    number = number << 4 | static_cast<unsigned>(digit);
  }
  return static_cast<uint16_t>(number);
}

// RFC 8446 renamed retired alerts to "..._RESERVED"; the older name still finds them.
bool Matches(std::string_view row, std::string_view name) {
  static constexpr std::string_view kRetired = "_RESERVED";
  if (row == name) return true;
  return row.size() == name.size() + kRetired.size() && row.substr(0, name.size()) == name &&
         row.substr(name.size()) == kRetired;
}

}  // namespace

std::span<const CodePoint> ProtocolVersions() { return kProtocolVersions; }
std::span<const CodePoint> WireVersions() { return kVersions; }
std::span<const CodePoint> RecordContentTypes() { return kContentTypes; }
std::span<const CodePoint> AlertDescriptions() { return kAlerts; }
std::span<const CodePoint> HandshakeTypes() { return kHandshakeTypes; }
std::span<const CodePoint> ExtensionTypes() { return kExtensionTypes; }

std::string NameOrHex(std::span<const CodePoint> registry, uint16_t number) {
  const std::string_view name = NameIn(registry, number);
  return name.empty() ? HexName(number) : std::string(name);
}

std::string NameOrDecimal(std::span<const CodePoint> registry, uint16_t number) {
  const std::string_view name = NameIn(registry, number);
  return name.empty() ? std::to_string(number) : std::string(name);
}

std::string NameOf(ProtocolVersion value) {
  return NameOrHex(kVersions, static_cast<uint16_t>(value));
}
std::string NameOf(CipherSuite value) {
  return NameOrHex(CipherSuites(), static_cast<uint16_t>(value));
}
std::string NameOf(NamedGroup value) {
  return NameOrHex(NamedGroups(), static_cast<uint16_t>(value));
}
std::string NameOf(SignatureScheme value) {
  return NameOrHex(SignatureSchemes(), static_cast<uint16_t>(value));
}
std::string NameOf(ContentType value) {
  return NameOrDecimal(kContentTypes, static_cast<uint8_t>(value));
}
std::string NameOf(AlertDescription value) {
  return NameOrDecimal(kAlerts, static_cast<uint8_t>(value));
}
std::string NameOf(HandshakeType value) {
  return NameOrDecimal(kHandshakeTypes, static_cast<uint8_t>(value));
}
std::string NameOf(ExtensionType value) {
  return NameOrHex(kExtensionTypes, static_cast<uint16_t>(value));
}

std::string_view NameIn(std::span<const CodePoint> registry, uint16_t number) {
  return Find(registry, number);
}

std::optional<uint16_t> NumberOf(std::span<const CodePoint> registry, std::string_view name) {
  if (registry.data() == CipherSuites().data()) {
    const auto& rows = SuitesByName();
    const auto row =
        std::lower_bound(rows.begin(), rows.end(), name,
                         [](const CodePoint& a, std::string_view n) { return a.name < n; });
    if (row != rows.end() && row->name == name) return row->number;
  } else {
    for (const CodePoint& row : registry) {
      if (Matches(row.name, name)) return row.number;
    }
  }
  return FromHexNumber(name);
}

}  // namespace shakedown
