// The causes that prediction can come to, as numbers; their keys are those of the closed list in
// harness/codes/data/causes.json.
#ifndef HARNESS_PREDICT_CAUSE_ID_H_
#define HARNESS_PREDICT_CAUSE_ID_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace shakedown {

enum class CauseId : uint8_t {
  kNone,
  kAlpnMismatch,
  kBasicConstraintsWrong,
  kCertChainSignatureNotInPeerSigalgs,
  kCertCurveNotInPeerGroups,
  kCertSignatureInvalid,
  kCertTypeNotUsableWithCipher,
  kCertValidationOther,
  kCertWeakKeyOrDigest,
  kClientCertMissing,
  kClientCertNotInCaList,
  kDowngradeDetected,
  kEkuWrong,
  kEmsRequired,
  kExpired,
  kFipsDisallowsCipher,
  kFipsDisallowsCurve,
  kHostnameMismatch,
  kInappropriateFallback,
  kIntermediateMissing,
  kInternalError,
  kKeyLabelMissing,
  kKeyUsageWrong,
  kMalformedMessage,
  kMissingMandatoryExtension,
  kNoCommonCipher,
  kNoCommonGroup,
  kNoCommonSignatureAlgorithm,
  kNoLocalCertificate,
  kNoSignatureSchemeForKey,
  kNoTls13CipherConfigured,
  kNotYetValid,
  kOcspStaplingBad,
  kOutOfOrderMessage,
  kPeerClosedNoAlert,
  kPeerUsedUnofferedCipher,
  kPeerUsedUnofferedSigalg,
  kPlaintextToTlsPort,
  kPrivateKeyUnavailable,
  kProtocolViolation,
  kRevoked,
  kSelfSigned,
  kSignatureVerifyFailed,
  kSniRequired,
  kSniUnrecognized,
  kTlsToPlaintextPort,
  kUnknownCa,
  kUnsupportedCertType,
  kVersionMismatch,
};
inline constexpr size_t kCauseIds = static_cast<size_t>(CauseId::kVersionMismatch) + 1;

// "no_common_cipher"; "" for kNone. Static text.
std::string_view KeyOf(CauseId cause);
std::optional<CauseId> CauseIdByKey(std::string_view key);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_CAUSE_ID_H_
