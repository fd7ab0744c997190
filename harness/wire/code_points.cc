#include "harness/wire/code_points.h"

#include <algorithm>
#include <vector>

namespace shakedown {
namespace {

constexpr CodePoint kProtocolVersions[] = {
    {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
    {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"},
};

// IANA "TLS Supported Groups", the hybrids of draft-ietf-tls-ecdhe-mlkem, and the two Kyber drafts
// that browsers shipped before it.
constexpr CodePoint kNamedGroups[] = {
    {0x0001, "sect163k1"},
    {0x0002, "sect163r1"},
    {0x0003, "sect163r2"},
    {0x0004, "sect193r1"},
    {0x0005, "sect193r2"},
    {0x0006, "sect233k1"},
    {0x0007, "sect233r1"},
    {0x0008, "sect239k1"},
    {0x0009, "sect283k1"},
    {0x000a, "sect283r1"},
    {0x000b, "sect409k1"},
    {0x000c, "sect409r1"},
    {0x000d, "sect571k1"},
    {0x000e, "sect571r1"},
    {0x000f, "secp160k1"},
    {0x0010, "secp160r1"},
    {0x0011, "secp160r2"},
    {0x0012, "secp192k1"},
    {0x0013, "secp192r1"},
    {0x0014, "secp224k1"},
    {0x0015, "secp224r1"},
    {0x0016, "secp256k1"},
    {0x0017, "secp256r1"},
    {0x0018, "secp384r1"},
    {0x0019, "secp521r1"},
    {0x001a, "brainpoolP256r1"},
    {0x001b, "brainpoolP384r1"},
    {0x001c, "brainpoolP512r1"},
    {0x001d, "x25519"},
    {0x001e, "x448"},
    {0x001f, "brainpoolP256r1tls13"},
    {0x0020, "brainpoolP384r1tls13"},
    {0x0021, "brainpoolP512r1tls13"},
    {0x0022, "GC256A"},
    {0x0023, "GC256B"},
    {0x0024, "GC256C"},
    {0x0025, "GC256D"},
    {0x0026, "GC512A"},
    {0x0027, "GC512B"},
    {0x0028, "GC512C"},
    {0x0029, "curveSM2"},
    {0x0100, "ffdhe2048"},
    {0x0101, "ffdhe3072"},
    {0x0102, "ffdhe4096"},
    {0x0103, "ffdhe6144"},
    {0x0104, "ffdhe8192"},
    {0x0200, "MLKEM512"},
    {0x0201, "MLKEM768"},
    {0x0202, "MLKEM1024"},
    {0x11eb, "SecP256r1MLKEM768"},
    {0x11ec, "X25519MLKEM768"},
    {0x11ed, "SecP384r1MLKEM1024"},
    {0x11ee, "curveSM2MLKEM768"},
    {0x6399, "X25519Kyber768Draft00"},
    {0x639a, "SecP256r1Kyber768Draft00"},
    {0xff01, "arbitrary_explicit_prime_curves"},
    {0xff02, "arbitrary_explicit_char2_curves"},
};

// IANA "TLS SignatureScheme", and the hash and signature pairs of RFC 5246 7.4.1.4.1 that never
// became a scheme: they have names here in the style of the registry.
constexpr CodePoint kSignatureSchemes[] = {
    {0x0101, "rsa_pkcs1_md5"},
    {0x0201, "rsa_pkcs1_sha1"},
    {0x0202, "dsa_sha1"},
    {0x0203, "ecdsa_sha1"},
    {0x0301, "rsa_pkcs1_sha224"},
    {0x0302, "dsa_sha224"},
    {0x0303, "ecdsa_sha224"},
    {0x0401, "rsa_pkcs1_sha256"},
    {0x0402, "dsa_sha256"},
    {0x0403, "ecdsa_secp256r1_sha256"},
    {0x0420, "rsa_pkcs1_sha256_legacy"},
    {0x0501, "rsa_pkcs1_sha384"},
    {0x0502, "dsa_sha384"},
    {0x0503, "ecdsa_secp384r1_sha384"},
    {0x0520, "rsa_pkcs1_sha384_legacy"},
    {0x0601, "rsa_pkcs1_sha512"},
    {0x0602, "dsa_sha512"},
    {0x0603, "ecdsa_secp521r1_sha512"},
    {0x0620, "rsa_pkcs1_sha512_legacy"},
    {0x0704, "eccsi_sha256"},
    {0x0705, "iso_ibs1"},
    {0x0706, "iso_ibs2"},
    {0x0707, "iso_chinese_ibs"},
    {0x0708, "sm2sig_sm3"},
    {0x0709, "gostr34102012_256a"},
    {0x070a, "gostr34102012_256b"},
    {0x070b, "gostr34102012_256c"},
    {0x070c, "gostr34102012_256d"},
    {0x070d, "gostr34102012_512a"},
    {0x070e, "gostr34102012_512b"},
    {0x070f, "gostr34102012_512c"},
    {0x0804, "rsa_pss_rsae_sha256"},
    {0x0805, "rsa_pss_rsae_sha384"},
    {0x0806, "rsa_pss_rsae_sha512"},
    {0x0807, "ed25519"},
    {0x0808, "ed448"},
    {0x0809, "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512"},
    {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"},
    {0x081b, "ecdsa_brainpoolP384r1tls13_sha384"},
    {0x081c, "ecdsa_brainpoolP512r1tls13_sha512"},
    {0x0904, "mldsa44"},
    {0x0905, "mldsa65"},
    {0x0906, "mldsa87"},
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
    {0, "HelloRequest"},        {1, "ClientHello"},
    {2, "ServerHello"},         {3, "HelloVerifyRequest"},
    {4, "NewSessionTicket"},    {5, "EndOfEarlyData"},
    {6, "HelloRetryRequest"},   {8, "EncryptedExtensions"},
    {11, "Certificate"},        {12, "ServerKeyExchange"},
    {13, "CertificateRequest"}, {14, "ServerHelloDone"},
    {15, "CertificateVerify"},  {16, "ClientKeyExchange"},
    {20, "Finished"},           {21, "CertificateURL"},
    {22, "CertificateStatus"},  {23, "SupplementalData"},
    {24, "KeyUpdate"},          {25, "CompressedCertificate"},
    {67, "NextProtocol"},       {203, "ChannelID"},
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
    {54, "connection_id"},
    {55, "external_id_hash"},
    {56, "external_session_id"},
    {57, "quic_transport_parameters"},
    {58, "ticket_request"},
    {59, "dnssec_chain"},
    {60, "sequence_number_encryption_algorithms"},
    {61, "rrc"},
    {13172, "next_protocol_negotiation"},
    {17513, "application_settings"},
    {17613, "application_settings_new"},
    {30032, "channel_id"},
    {64768, "ech_outer_extensions"},
    {65037, "encrypted_client_hello"},
    {65281, "renegotiation_info"},
};

constexpr bool Ascends(std::span<const CodePoint> rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i - 1].number >= rows[i].number) return false;
  }
  return true;
}
static_assert(Ascends(kProtocolVersions) && Ascends(kNamedGroups) && Ascends(kSignatureSchemes) &&
              Ascends(kAlerts) && Ascends(kHandshakeTypes) && Ascends(kExtensionTypes));

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

std::string Name16(std::span<const CodePoint> rows, uint16_t number) {
  const std::string_view name = Find(rows, number);
  return name.empty() ? HexName(number) : std::string(name);
}

std::string Name8(std::span<const CodePoint> rows, uint8_t number) {
  const std::string_view name = Find(rows, number);
  return name.empty() ? std::to_string(number) : std::string(name);
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
std::span<const CodePoint> NamedGroups() { return kNamedGroups; }
std::span<const CodePoint> SignatureSchemes() { return kSignatureSchemes; }
std::span<const CodePoint> AlertDescriptions() { return kAlerts; }
std::span<const CodePoint> HandshakeTypes() { return kHandshakeTypes; }
std::span<const CodePoint> ExtensionTypes() { return kExtensionTypes; }

std::string NameOf(ProtocolVersion value) {
  return Name16(kProtocolVersions, static_cast<uint16_t>(value));
}
std::string NameOf(CipherSuite value) {
  return Name16(CipherSuites(), static_cast<uint16_t>(value));
}
std::string NameOf(NamedGroup value) { return Name16(kNamedGroups, static_cast<uint16_t>(value)); }
std::string NameOf(SignatureScheme value) {
  return Name16(kSignatureSchemes, static_cast<uint16_t>(value));
}
std::string NameOf(AlertDescription value) { return Name8(kAlerts, static_cast<uint8_t>(value)); }
std::string NameOf(HandshakeType value) {
  return Name8(kHandshakeTypes, static_cast<uint8_t>(value));
}
std::string NameOf(ExtensionType value) {
  return Name16(kExtensionTypes, static_cast<uint16_t>(value));
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
