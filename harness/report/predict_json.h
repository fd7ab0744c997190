// Predictions for programs: the form of scenarios/predict.schema.json.
#ifndef HARNESS_REPORT_PREDICT_JSON_H_
#define HARNESS_REPORT_PREDICT_JSON_H_

#include <span>
#include <string>

#include "harness/report/predicted.h"

namespace shakedown {

// One prediction is an object, any other number of them an array of such objects.
std::string PredictJson(std::span<const Predicted> predicted);

}  // namespace shakedown

#endif  // HARNESS_REPORT_PREDICT_JSON_H_
