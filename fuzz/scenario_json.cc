// Any bytes as a scenario file: the loader answers with scenarios or with problems that have a
// place, and answers the same when asked again.
#include <optional>
#include <string>

#include "fuzz/target.h"
#include "harness/model/load.h"

namespace shakedown {

void FuzzOne(View input) {
  const std::string text(AsText(input));
  // The file is there under two names, so that it can extend itself; nothing else exists.
  const auto read = [&](const std::string& path, std::string* error) -> std::optional<std::string> {
    if (path == "a.json" || path == "b.json") return text;
    *error = "no such file";
    return std::nullopt;
  };
  LoadOptions options;
  options.max_cases = 200;
  const auto loaded = LoadScenarios("a.json", read, options);
  const auto again = LoadScenarios("a.json", read, options);
  FuzzCheck(loaded.has_value() == again.has_value(), "the verdict is the same when asked again");
  if (loaded) {
    FuzzCheck(loaded->size() <= options.max_cases, "a matrix keeps to the limit");
    FuzzCheck(loaded->size() == again->size(), "the cases are the same when asked again");
    for (size_t i = 0; i < loaded->size(); ++i) {
      FuzzCheck((*loaded)[i].name == (*again)[i].name, "names are the same when asked again");
      FuzzCheck((*loaded)[i].expect.outcome.has_value() || (*loaded)[i].expect.predicted,
                "every case has an outcome");
    }
    return;
  }
  FuzzCheck(!loaded.error().empty(), "a refusal has a reason");
  FuzzCheck(loaded.error().size() == again.error().size(),
            "problems are the same when asked again");
  for (const LoadError& error : loaded.error()) {
    FuzzCheck(!error.message.empty() && !error.where.file.empty(), "a problem has text and place");
  }
}

}  // namespace shakedown
