// Inspected conversations for machines; the form is described by scenarios/inspect.schema.json.
#ifndef HARNESS_REPORT_INSPECT_JSON_H_
#define HARNESS_REPORT_INSPECT_JSON_H_

#include <span>
#include <string>

#include "harness/diagnose/transcript.h"
#include "harness/inspect/inspected.h"

namespace shakedown {

// One conversation and its number in the input, from 1.
struct NumberedConversation {
  size_t number = 0;
  const InspectedConversation* conversation = nullptr;
  const Diagnosis* diagnosis = nullptr;  // null: there is none
};

// One JSON array and a newline: of each conversation who takes part, then its records, messages and
// notices in wire order.
std::string InspectJson(std::span<const NumberedConversation> conversations);

}  // namespace shakedown

#endif  // HARNESS_REPORT_INSPECT_JSON_H_
