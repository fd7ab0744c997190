#include "harness/testing/json_schema.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace shakedown {

struct JsonSchema::Read {
  nlohmann::json json;
  valijson::Schema schema;
};

JsonSchema::JsonSchema(const std::string& path) : read_(std::make_unique<Read>()) {
  std::ifstream file(std::string(SHAKEDOWN_SOURCE_DIR) + '/' + path);
  read_->json = nlohmann::json::parse(file);
  const valijson::adapters::NlohmannJsonAdapter adapter(read_->json);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, read_->schema);
}

JsonSchema::~JsonSchema() = default;

const nlohmann::json& JsonSchema::json() const { return read_->json; }

std::string JsonSchema::Objection(const nlohmann::json& document) const {
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  if (validator.validate(read_->schema, adapter, &results)) return "";
  std::string text = "refused";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    text += "\n  ";
    for (const std::string& step : error.context) text += step;
    text += ": " + error.description;
  }
  return text;
}

}  // namespace shakedown
