#include "harness/diagnose/alert_fit.h"

namespace shakedown {
namespace {

using enum AlertDescription;

struct Fit {
  std::string_view cause;
  AlertDescription alert;
  double fit;
};

// RFC 8446 6.2 and RFC 5246 7.2.2, then what stacks were seen to send: GnuTLS answers every chain
// with bad_certificate and a key usage with internal_error; JSSE and Chromium send
// certificate_unknown, Erlang handshake_failure for names; BoringSSL illegal_parameter for what it
// finds in a leaf.
constexpr Fit kFits[] = {
    {"unknown_ca", kUnknownCa, 1},
    {"unknown_ca", kBadCertificate, 0.2},
    {"unknown_ca", kCertificateUnknown, 0.6},
    {"unknown_ca", kHandshakeFailure, 0.05},
    {"self_signed", kUnknownCa, 1},
    {"self_signed", kBadCertificate, 0.3},
    {"self_signed", kCertificateUnknown, 0.6},
    {"intermediate_missing", kUnknownCa, 1},
    {"intermediate_missing", kBadCertificate, 0.2},
    {"intermediate_missing", kCertificateUnknown, 0.6},
    {"expired", kCertificateExpired, 1},
    {"expired", kBadCertificate, 0.5},
    {"expired", kCertificateUnknown, 0.6},
    {"not_yet_valid", kCertificateExpired, 0.8},
    {"not_yet_valid", kBadCertificate, 0.8},
    {"not_yet_valid", kCertificateUnknown, 0.6},
    {"revoked", kCertificateRevoked, 1},
    {"revoked", kBadCertificate, 0.5},
    {"revoked", kCertificateUnknown, 0.4},
    {"hostname_mismatch", kBadCertificate, 1},
    {"hostname_mismatch", kCertificateUnknown, 0.7},
    {"hostname_mismatch", kHandshakeFailure, 0.3},
    {"eku_wrong", kUnsupportedCertificate, 1},
    {"eku_wrong", kBadCertificate, 0.5},
    {"eku_wrong", kCertificateUnknown, 0.6},
    {"eku_wrong", kHandshakeFailure, 0.05},
    {"key_usage_wrong", kUnsupportedCertificate, 0.8},
    {"key_usage_wrong", kIllegalParameter, 0.8},
    {"key_usage_wrong", kInternalError, 0.8},
    {"key_usage_wrong", kBadCertificate, 0.3},
    {"key_usage_wrong", kCertificateUnknown, 0.5},
    {"basic_constraints_wrong", kUnknownCa, 1},
    {"basic_constraints_wrong", kBadCertificate, 0.5},
    {"basic_constraints_wrong", kCertificateUnknown, 0.5},
    {"cert_signature_invalid", kDecryptError, 1},
    {"cert_signature_invalid", kBadCertificate, 0.8},
    {"cert_signature_invalid", kCertificateUnknown, 0.4},
    {"cert_weak_key_or_digest", kBadCertificate, 0.6},
    {"cert_weak_key_or_digest", kCertificateUnknown, 0.5},
    {"cert_weak_key_or_digest", kInsufficientSecurity, 0.8},
    {"cert_weak_key_or_digest", kHandshakeFailure, 0.3},
    {"cert_chain_signature_not_in_peer_sigalgs", kHandshakeFailure, 0.3},
    {"cert_chain_signature_not_in_peer_sigalgs", kIllegalParameter, 0.3},
    {"cert_chain_signature_not_in_peer_sigalgs", kUnsupportedCertificate, 0.5},
    {"cert_chain_signature_not_in_peer_sigalgs", kBadCertificate, 0.2},
    {"cert_validation_other", kBadCertificate, 0.5},
    {"cert_validation_other", kCertificateUnknown, 0.6},
    {"cert_validation_other", kHandshakeFailure, 1},
    {"cert_parse_error", kBadCertificate, 1},
    {"cert_parse_error", kDecodeError, 1},
    {"cert_curve_not_in_peer_groups", kIllegalParameter, 1},
    {"cert_curve_not_in_peer_groups", kBadCertificate, 0.1},
    {"peer_used_unoffered_sigalg", kIllegalParameter, 1},
    {"peer_used_unoffered_sigalg", kHandshakeFailure, 0.3},
    {"peer_used_unoffered_group", kIllegalParameter, 1},
    {"peer_used_unoffered_cipher", kIllegalParameter, 1},
    {"unsupported_cert_type", kUnsupportedCertificate, 0.9},
    {"unsupported_cert_type", kIllegalParameter, 0.2},
    {"unsupported_cert_type", kCertificateUnknown, 0.3},
    {"unsupported_cert_type", kHandshakeFailure, 0.2},
    {"ocsp_stapling_bad", kBadCertificateStatusResponse, 1},
    {"ocsp_stapling_bad", kBadCertificate, 0.5},
    {"signature_verify_failed", kDecryptError, 1},
    {"signature_verify_failed", kIllegalParameter, 0.1},
    {"signature_verify_failed", kBadCertificate, 0.1},
};

constexpr double kTrace = 0.002;

}  // namespace

double AlertFit(std::string_view cause, std::optional<AlertDescription> alert) {
  if (!alert) return 1;
  for (const Fit& one : kFits) {
    if (one.cause == cause && one.alert == *alert) return one.fit;
  }
  return kTrace;
}

}  // namespace shakedown
