// Prediction: two sides in, what their handshake will come to out. Pure, and without allocation.
#ifndef HARNESS_PREDICT_PREDICT_H_
#define HARNESS_PREDICT_PREDICT_H_

#include "harness/predict/prediction.h"
#include "harness/predict/resumption.h"
#include "harness/predict/side.h"

namespace shakedown {

// Predict foretells a connection between `client` and `server`, which with `session` offers that
// one again, and comes from Offering (resumption.h) then. The prediction borrows from both sides.
Prediction Predict(const Side& client, const Side& server, const Session* session = nullptr);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_PREDICT_H_
