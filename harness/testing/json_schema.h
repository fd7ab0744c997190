// A JSON Schema for tests: what it minds in a document.
#ifndef HARNESS_TESTING_JSON_SCHEMA_H_
#define HARNESS_TESTING_JSON_SCHEMA_H_

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace shakedown {

// Valijson behind a door of its own: it costs more to compile than all that is tested with it.
class JsonSchema {
 public:
  // Reads the schema (draft 7) of this path in the source tree. Throws if it is none.
  explicit JsonSchema(const std::string& path);
  ~JsonSchema();

  const nlohmann::json& json() const;

  // Empty if the schema accepts `document`, else what it minds, a line each.
  std::string Objection(const nlohmann::json& document) const;

 private:
  struct Read;
  std::unique_ptr<Read> read_;
};

}  // namespace shakedown

#endif  // HARNESS_TESTING_JSON_SCHEMA_H_
