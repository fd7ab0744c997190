// What a side makes of a peer that does not speak TLS.
#ifndef HARNESS_PREDICT_STRAY_BYTES_H_
#define HARNESS_PREDICT_STRAY_BYTES_H_

#include <optional>

#include "harness/predict/prediction.h"
#include "harness/predict/profile.h"
#include "harness/wire/bytes.h"

namespace shakedown {

// PredictStrayBytes foretells a connection in which the first bytes that `reader` gets, a stack
// with this profile, are `first`. Nothing if those bytes may begin a TLS record (RFC 8446 5.1), or
// if there are none.
std::optional<Prediction> PredictStrayBytes(View first, Role reader, const StackProfile& profile);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_STRAY_BYTES_H_
