#include "harness/model/load_part.h"

#include <fmt/format.h>

#include <memory>

#include "harness/model/check.h"
#include "harness/model/parse_json.h"
#include "harness/model/read_capabilities.h"

namespace shakedown {

tl::expected<Capabilities, std::vector<LoadError>> LoadPart(const std::string& path, Role role,
                                                            const Reader& reader) {
  Problems problems;
  std::string error;
  std::optional<std::string> text = reader(path, &error);
  if (!text) {
    problems.AddFile(path, error.empty() ? "cannot read" : fmt::format("cannot read ({})", error),
                     fmt::format("\"{}\"", path), "a file that can be read");
    return tl::unexpected(problems.Take());
  }
  const std::unique_ptr<Source> source = ParseJson(path, std::move(*text), &problems);
  if (source == nullptr) return tl::unexpected(problems.Take());
  const Node* side = source->root.FindSet(NameOf(role));
  if (side == nullptr) side = &source->root;
  const LoadOptions options;
  Capabilities capabilities = ReadCapabilities(*side, role, {&problems, &options});
  if (problems.empty()) {
    CheckSide(capabilities, *side, role, fmt::format("the {}", NameOf(role)), &problems);
  }
  if (!problems.empty()) return tl::unexpected(problems.Take());
  return capabilities;
}

}  // namespace shakedown
