// What every report of a prediction is made from: the sides, what is foretold, by which steps, what
// will be seen and what would help.
#ifndef HARNESS_REPORT_PREDICTED_H_
#define HARNESS_REPORT_PREDICTED_H_

#include <memory>
#include <string>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/model/outcome.h"
#include "harness/predict/advice.h"
#include "harness/predict/stray_bytes.h"

namespace shakedown {

struct Predicted {
  std::string name;                            // "field-reports/x@chrome:jsse"
  std::string client_title, server_title;      // "Chrome 156", "ClientHello in flow.pcap"
  std::shared_ptr<const Side> client, server;  // null where the rules do not reach
  Prediction prediction;                       // borrows from them
  const Cause* cause = nullptr;                // null when agreed
  std::vector<SystemCode> codes;               // what each system shows
  std::vector<Advice> advice;
  std::vector<std::string> notes;  // what was assumed, what is wrong with the user's files
};

// Fills in codes, cause and advice for two sides, the client of which may offer a session.
Predicted PredictSides(std::shared_ptr<const Side> client, std::shared_ptr<const Side> server,
                       const Codes& codes, const Session* session = nullptr);

// The same for a side whose peer says `first`, which is no TLS; nothing if it may be.
std::optional<Predicted> PredictClearText(View first, Role reader, const StackProfile& profile,
                                          const Codes& codes);

// The prediction in the form of what is seen when a case runs.
Observation ObservationOf(const Prediction& prediction);

// One step with what both sides brought to it, by name.
struct ToldStep {
  StepRule rule{};
  bool passed = false;
  std::string chosen;                               // "secp256r1"; "" where nothing is chosen
  std::vector<std::string> client, server, common;  // empty where the step compares no lists
};

// The steps up to the one that fails, or all. A list that the failing step depends on comes as a
// step of its own even if the stack looked at it elsewhere.
std::vector<ToldStep> StepsOf(const Predicted& predicted);

}  // namespace shakedown

#endif  // HARNESS_REPORT_PREDICTED_H_
