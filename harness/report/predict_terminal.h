// Predictions for people.
#ifndef HARNESS_REPORT_PREDICT_TERMINAL_H_
#define HARNESS_REPORT_PREDICT_TERMINAL_H_

#include <string>

#include "harness/report/predicted.h"

namespace shakedown {

struct PredictLook {
  bool colour = false;
  bool verbose = false;  // lists and codes are told whole
  size_t width = 80;     // columns; at least 60 are used
};

// One prediction on one screen: the verdict, the path to it, what will be seen, what would help.
std::string PredictText(const Predicted& predicted, const PredictLook& look);

// One line: "NAME  refused by server, alert 40 handshake_failure, no_common_group".
std::string PredictLine(const Predicted& predicted);

}  // namespace shakedown

#endif  // HARNESS_REPORT_PREDICT_TERMINAL_H_
