#include "harness/prove/minimise.h"

#include <algorithm>
#include <optional>

#include "harness/model/load.h"
#include "harness/model/write_scenario.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;
using Pointer = Json::json_pointer;

// Everything in `value` that could be left out, what is outside before what is in it.
void Collect(const Json& value, const Pointer& at, std::vector<Pointer>* out) {
  if (!value.is_structured()) return;
  std::vector<Pointer> places;
  for (const auto& [key, inner] : value.items()) {
    if (key != "stack") places.push_back(value.is_array() ? at / std::stoul(key) : at / key);
  }
  out->insert(out->end(), places.begin(), places.end());
  for (const Pointer& place : places) Collect(value[Pointer("/" + place.back())], place, out);
}

Json Without(Json value, const Pointer& place) {
  Json& parent = value[place.parent_pointer()];
  if (parent.is_array()) {
    parent.erase(std::stoul(place.back()));
  } else {
    parent.erase(place.back());
  }
  return value;
}

// Nothing: no scenario, since something that has to be there was left out.
std::optional<Scenario> Loaded(const Json& json, const std::string& name) {
  LoadOptions options;
  options.need_expect = false;
  const Reader reader = [&](const std::string&, std::string*) {
    return std::optional(json.dump());
  };
  auto loaded = LoadScenarios("/minimised.json", reader, options);
  if (!loaded || loaded->size() != 1) return std::nullopt;
  loaded->front().name = name;
  return std::move(loaded->front());
}

}  // namespace

Scenario Minimise(const Scenario& scenario, const Shows& shows) {
  Scenario least = scenario;
  Json json = ScenarioJson(scenario);
  json.erase("expect");
  for (;;) {
    std::vector<Pointer> places;
    for (const char* side : {"client", "server"}) {
      if (json.contains(side)) Collect(json[side], Pointer(std::string("/") + side), &places);
    }
    if (json.contains("resume")) {
      places.emplace_back("/resume");
      Collect(json["resume"], Pointer("/resume"), &places);
    }
    std::vector<Json> parts;
    std::vector<Scenario> candidates;
    for (const Pointer& place : places) {
      Json part = Without(json, place);
      if (auto candidate = Loaded(part, scenario.name)) {
        parts.push_back(std::move(part));
        candidates.push_back(std::move(*candidate));
      }
    }
    const std::vector<bool> still = shows(candidates);
    const auto first = std::ranges::find(still, true);
    if (first == still.end()) return least;
    const auto index = static_cast<size_t>(first - still.begin());
    least = std::move(candidates[index]);
    json = std::move(parts[index]);
  }
}

}  // namespace shakedown
