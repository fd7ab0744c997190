// The parts that reports of runs and of predictions share.
#ifndef HARNESS_REPORT_OUTCOME_JSON_H_
#define HARNESS_REPORT_OUTCOME_JSON_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/model/outcome.h"

namespace shakedown {

template <typename T>
nlohmann::ordered_json NameOrNull(const std::optional<T>& value) {
  return value ? nlohmann::ordered_json(NameOf(*value)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json NegotiatedJson(const Negotiated& negotiated);
nlohmann::ordered_json CodesJson(const std::vector<SystemCode>& codes);

}  // namespace shakedown

#endif  // HARNESS_REPORT_OUTCOME_JSON_H_
