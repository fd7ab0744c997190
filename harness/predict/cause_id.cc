#include "harness/predict/cause_id.h"

#include <algorithm>
#include <iterator>

namespace shakedown {
namespace {

constexpr std::string_view kKeys[] = {
    "",
    "alpn_mismatch",
    "basic_constraints_wrong",
    "cert_chain_signature_not_in_peer_sigalgs",
    "cert_curve_not_in_peer_groups",
    "cert_signature_invalid",
    "cert_type_not_usable_with_cipher",
    "cert_validation_other",
    "cert_weak_key_or_digest",
    "client_cert_missing",
    "client_cert_not_in_ca_list",
    "downgrade_detected",
    "eku_wrong",
    "ems_required",
    "expired",
    "fips_disallows_cipher",
    "fips_disallows_curve",
    "hostname_mismatch",
    "inappropriate_fallback",
    "intermediate_missing",
    "internal_error",
    "key_label_missing",
    "key_usage_wrong",
    "malformed_message",
    "missing_mandatory_extension",
    "no_common_cipher",
    "no_common_group",
    "no_common_signature_algorithm",
    "no_local_certificate",
    "no_signature_scheme_for_key",
    "no_tls13_cipher_configured",
    "not_yet_valid",
    "ocsp_stapling_bad",
    "out_of_order_message",
    "peer_closed_no_alert",
    "peer_used_unoffered_cipher",
    "peer_used_unoffered_sigalg",
    "plaintext_to_tls_port",
    "private_key_unavailable",
    "protocol_violation",
    "revoked",
    "self_signed",
    "signature_verify_failed",
    "sni_required",
    "sni_unrecognized",
    "tls_to_plaintext_port",
    "unknown_ca",
    "unsupported_cert_type",
    "version_mismatch",
};
static_assert(std::size(kKeys) == kCauseIds);

}  // namespace

std::string_view KeyOf(CauseId cause) { return kKeys[static_cast<size_t>(cause)]; }

std::optional<CauseId> CauseIdByKey(std::string_view key) {
  const auto found = std::find(std::begin(kKeys), std::end(kKeys), key);
  if (key.empty() || found == std::end(kKeys)) return std::nullopt;
  return static_cast<CauseId>(found - std::begin(kKeys));
}

}  // namespace shakedown
