// A diagnosis for people and for machines.
#ifndef HARNESS_REPORT_DIAGNOSIS_REPORT_H_
#define HARNESS_REPORT_DIAGNOSIS_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>

#include "harness/diagnose/transcript.h"

namespace shakedown {

// The last lines about a conversation: what came to pass and why, then what else it may have been.
std::string DiagnosisText(const Diagnosis& diagnosis, size_t width);

// The member "diagnosis" of a conversation in scenarios/inspect.schema.json.
nlohmann::ordered_json DiagnosisJson(const Diagnosis& diagnosis);

}  // namespace shakedown

#endif  // HARNESS_REPORT_DIAGNOSIS_REPORT_H_
