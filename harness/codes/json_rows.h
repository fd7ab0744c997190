// A strict reader of flat JSON tables that remembers the first problem with its JSON path.
#ifndef HARNESS_CODES_JSON_ROWS_H_
#define HARNESS_CODES_JSON_ROWS_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace shakedown {

// JsonRows reads one document. After the first problem every getter returns an empty value, so a
// caller checks error() once at the end.
class JsonRows {
 public:
  using Json = nlohmann::ordered_json;

  JsonRows(std::string file, const std::string& json_text);

  // "file: /path: problem", or "" while all is well.
  const std::string& error() const { return error_; }
  const Json& root() const { return root_; }

  // Calls `row` for each object of the array root()[name].
  void Each(const char* name, const std::function<void(const Json& object)>& row);

  // Refuses members of `object` outside `allowed`.
  void Only(const Json& object, std::initializer_list<const char*> allowed);

  std::string Text(const Json& object, const char* name);
  std::optional<std::string> OptionalText(const Json& object, const char* name);
  std::vector<std::string> Texts(const Json& object, const char* name, bool optional = false);
  int64_t Number(const Json& object, const char* name, int64_t low, int64_t high);
  bool Flag(const Json& object, const char* name);
  bool IsNull(const Json& object, const char* name) const;

  // Records a problem at `name` of the row being read; only the first one counts.
  void Fail(const std::string& name, const std::string& problem);

 private:
  const Json* Find(const Json& object, const char* name);

  std::string file_, path_, error_;
  Json root_;
};

}  // namespace shakedown

#endif  // HARNESS_CODES_JSON_ROWS_H_
