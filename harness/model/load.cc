#include "harness/model/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "harness/model/expand.h"
#include "harness/model/merge.h"
#include "harness/model/parse_json.h"
#include "harness/model/read_scenario.h"

namespace shakedown {
namespace {

using std::filesystem::path;

// What a file says of itself alone and does not hand down.
constexpr const char* kNotInherited[] = {"$schema", "name",   "about", "rfc",     "notes",
                                         "extends", "matrix", "cases", "strength"};

class Loader {
 public:
  Loader(const Reader& reader, const LoadOptions& options)
      : reader_(reader), options_(options), reading_{&problems_, &options_} {}

  std::vector<Scenario> Load(const std::string& file);
  Problems* problems() { return &problems_; }

 private:
  // The file, read, parsed and judged in place; null when it is no object. `from` is the string
  // that names it, null for the first file.
  const Source* Open(const std::string& file, const Node* from);

  // What `source` extends, laid one over the other and under what it says itself. False if that
  // cannot be known.
  bool Flatten(const Source& source, std::vector<const Source*>* open, Node* out);

  const Reader& reader_;
  const LoadOptions& options_;
  Problems problems_;
  Reading reading_;
  std::map<std::string, std::unique_ptr<Source>> sources_;
  std::map<const Source*, Node> parts_;
};

const Source* Loader::Open(const std::string& file, const Node* from) {
  const auto known = sources_.find(file);
  if (known != sources_.end()) return known->second.get();
  std::string error;
  std::optional<std::string> text = reader_(file, &error);
  if (!text) {
    const std::string message = error.empty() ? "cannot read" : "cannot read (" + error + ")";
    if (from != nullptr) {
      problems_.Add(*from, message, fmt::format("a file that can be read: {} is none", file));
    } else {
      problems_.AddFile(file, message, fmt::format("\"{}\"", file), "a file that can be read");
    }
    sources_[file] = nullptr;
    return nullptr;
  }
  std::unique_ptr<Source> source = ParseJson(file, std::move(*text), &problems_);
  const Source* out = source.get();
  sources_[file] = std::move(source);
  if (out == nullptr) return nullptr;
  CheckInPlace(out->root, reading_);
  return out->root.is_object() ? out : nullptr;
}

bool Loader::Flatten(const Source& source, std::vector<const Source*>* open, Node* out) {
  open->push_back(&source);
  Node merged = MakeObject(source.root);
  bool good = true;
  const Node* extends = source.root.FindSet("extends");
  for (const Node* each : extends == nullptr ? std::vector<const Node*>() : StringsOf(*extends)) {
    const std::string file = JoinToFolder(*each, each->text);
    const Source* base = Open(file, each);
    if (base == nullptr) {
      good = false;
      continue;
    }
    if (std::ranges::find(*open, base) != open->end()) {
      std::string chain;
      for (const Source* step : *open) chain += step->path + " -> ";
      problems_.Add(*each, "extends cycle", chain + base->path, "no file that extends itself");
      good = false;
      continue;
    }
    // A part that many files extend is put together once.
    const auto known = parts_.find(base);
    Node part;
    if (known != parts_.end()) {
      part = known->second;
    } else {
      if (!Flatten(*base, open, &part)) {
        good = false;
        continue;
      }
      for (const char* field : kNotInherited) part.Remove(field);
      parts_[base] = part;
    }
    merged = Merge(merged, part);
  }
  open->pop_back();
  *out = Merge(merged, source.root);
  return good;
}

// The file's path below the root, without ".json", its last part replaced by the "name" of the
// file where it has one.
std::string CaseName(const std::string& file, const std::string& root, const Node& top) {
  // Absolute, for a name not to depend on where one stands.
  const auto normal = [](const std::string& any) {
    return std::filesystem::absolute(any).lexically_normal();
  };
  const path whole = normal(file);
  path below = whole.filename();
  if (!root.empty()) {
    const path relative = whole.lexically_relative(normal(root));
    if (!relative.empty() && *relative.begin() != "..") below = relative;
  }
  const Node* name = top.FindSet("name");
  below.replace_filename(name != nullptr ? path(name->text) : below.stem());
  return below.generic_string();
}

bool IsPart(const std::string& name) {
  const path folder = path(name).parent_path();
  return std::ranges::find(folder, path("base")) != folder.end();
}

std::vector<Scenario> Loader::Load(const std::string& file) {
  std::vector<Scenario> out;
  const Source* source = Open(file, nullptr);
  if (source == nullptr) return out;
  Node top;
  std::vector<const Source*> open;
  if (!Flatten(*source, &open, &top) || !problems_.empty()) return out;
  const std::string name = CaseName(file, options_.root, top);
  if (options_.need_expect && IsPart(name)) return out;
  for (const char* field : {"$schema", "name", "extends"}) top.Remove(field);
  const Node* written = source->root.FindSet("cases");
  if (written == nullptr) {
    Expand(top, name, reading_, &out);
    return out;
  }
  top.Remove("cases");
  out.reserve(written->items.size());
  for (const Node& each : written->items) {
    const Node merged = Merge(top, each);
    Expand(merged, name + '/' + each.FindSet("name")->text, reading_, &out);
  }
  return out;
}

}  // namespace

tl::expected<std::vector<Scenario>, std::vector<LoadError>> LoadScenarios(
    const std::string& path, const Reader& reader, const LoadOptions& options) {
  Loader loader(reader, options);
  std::vector<Scenario> scenarios = loader.Load(path);
  if (!loader.problems()->empty()) return tl::unexpected(loader.problems()->Take());
  return scenarios;
}

}  // namespace shakedown
