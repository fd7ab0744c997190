// Prediction: two sides in, what their handshake will come to out. Pure, and without allocation.
#ifndef HARNESS_PREDICT_PREDICT_H_
#define HARNESS_PREDICT_PREDICT_H_

#include "harness/predict/prediction.h"
#include "harness/predict/side.h"

namespace shakedown {

// Predict foretells a first connection between `client` and `server`. The prediction borrows from
// both.
Prediction Predict(const Side& client, const Side& server);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_PREDICT_H_
