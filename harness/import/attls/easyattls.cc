// EasyAT-TLS: a YAML document a rule.
#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/words.h"

namespace shakedown::attls {
namespace {

constexpr size_t kMostYaml = size_t{16} << 20;
constexpr size_t kMostValues = 2000000;  // of all documents, what aliases stand for included
constexpr size_t kMostItems = 1000;      // of one list

// A rule is a flat map, so a value is a word or a list of words.
struct Value {
  std::vector<std::string> items;
  bool list = false;
  int line = 0;
};

struct Document {
  std::vector<std::pair<std::string, Value>> members;  // in the order written
  int line = 0;
};

// What the text does that no rule needs; thrown to get out of the parser, caught below.
struct Refused {
  int line;
  std::string message;
};

// Takes the events of one document.
class Handler : public YAML::EventHandler {
 public:
  explicit Handler(size_t* values) : values_(values) {}

  Document document;
  int begins = -1;  // where in the text

  void OnDocumentStart(const YAML::Mark& mark) override {
    document.line = mark.line + 1;
    begins = mark.pos;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Scalar(mark, anchor, ""); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    Scalar(mark, anchor, value);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Refused{mark.line + 1, "an alias to a list within itself"};
    if (list_ != 0) {
      for (const std::string& item : found->second.items) Add(mark, item);
    } else {
      Put(mark, found->second);
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    if (depth_ != 1 || list_ != 0 || !key_) {
      throw Refused{mark.line + 1,
                    "a list where none may stand; a rule's values are words or "
                    "lists of words"};
    }
    ++list_;
    value_ = {{}, true, mark.line + 1};
    list_anchor_ = anchor;
  }
  void OnSequenceEnd() override {
    --list_;
    if (list_anchor_ != 0) anchors_[list_anchor_] = value_;
    YAML::Mark mark;
    mark.line = value_.line - 1;
    Put(mark, value_);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    if (depth_ == 1 && list_ == 0 && key_) {
      // What is gathered under a heading counts as if it stood outside.
      key_.reset();
      ++nested_;
      return;
    }
    if (depth_ != 0) {
      throw Refused{mark.line + 1, "a map where none may stand; a rule is a flat map"};
    }
    ++depth_;
    document.line = mark.line + 1;
  }
  void OnMapEnd() override {
    if (nested_ > 0) {
      --nested_;
    } else {
      --depth_;
    }
  }

 private:
  void Count(const YAML::Mark& mark) {
    if (++*values_ > kMostValues) {
      throw Refused{mark.line + 1,
                    fmt::format("more than {} values, aliases counted", kMostValues)};
    }
  }
  void Add(const YAML::Mark& mark, const std::string& item) {
    Count(mark);
    if (value_.items.size() >= kMostItems) {
      throw Refused{mark.line + 1, fmt::format("a list of more than {} items", kMostItems)};
    }
    value_.items.push_back(item);
  }
  void Scalar(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& text) {
    if (depth_ == 0 && !text.empty()) {
      throw Refused{mark.line + 1, fmt::format("found {}, not a rule", Quoted(text))};
    }
    if (depth_ == 0) return;
    if (list_ != 0) {
      Add(mark, text);
      return;
    }
    Value value{{}, false, mark.line + 1};
    if (!text.empty()) value.items.push_back(text);
    if (anchor != 0) anchors_[anchor] = value;
    Put(mark, value);
  }
  // A key, or the value of the key before.
  void Put(const YAML::Mark& mark, Value value) {
    Count(mark);
    if (!key_) {
      if (value.list || value.items.empty()) {
        throw Refused{mark.line + 1, "a key that is no word"};
      }
      key_ = value.items[0];
      key_line_ = mark.line + 1;
      return;
    }
    value.line = key_line_;
    document.members.emplace_back(*key_, std::move(value));
    key_.reset();
  }

  size_t* values_;
  int depth_ = 0, list_ = 0, nested_ = 0;
  std::optional<std::string> key_;
  int key_line_ = 0;
  Value value_;
  YAML::anchor_t list_anchor_ = 0;
  std::map<YAML::anchor_t, Value> anchors_;
};

// A rule's own values and those of what it is based on.
using Values = std::map<std::string, Value, std::less<>>;  // by the grammar's name

bool IsList(const Keyword& keyword) {
  return keyword.kind == ValueKind::kSuites || keyword.kind == ValueKind::kSuites4 ||
         keyword.kind == ValueKind::kCurves || keyword.kind == ValueKind::kPairs;
}

// "0023  secp256r1" and "0023" are the same item.
std::string_view CodeOf(std::string_view item) {
  const auto words = Words(item);
  return words.empty() ? "" : words[0];
}

// Whether two items of a list are the same: by the code, or by the name behind it, so that
// "TLS_AES_128_GCM_SHA256" removes "1301 TLS_AES_128_GCM_SHA256".
bool SameItem(std::string_view a, std::string_view b) {
  if (SameWord(CodeOf(a), CodeOf(b))) return true;
  const auto names = Words(a), others = Words(b);
  const auto has = [](const auto& words, std::string_view code) {
    return words.size() > 1 && SameWord(words[1], code);
  };
  return has(names, CodeOf(b)) || has(others, CodeOf(a));
}

class RuleReader {
 public:
  explicit RuleReader(Policy* policy) : policy_(policy) {}

  void Take(const Document& document);
  void Finish();

 private:
  // The nearest name, as long as there are few findings: looking for it takes time.
  std::string Suggested(std::string_view word, const std::vector<std::string>& names) const {
    return policy_->findings.size() > kMostSuggestions ? "" : NearestWord(word, names);
  }
  void Say(std::string_view id, Severity severity, int line, std::string message, std::string fix) {
    if (policy_->findings.size() >= kMostFindings) return;
    policy_->findings.push_back({id, severity, line, std::move(message), std::move(fix)});
  }
  Values Inherit(const Document& document, const Value& names);
  void Put(const std::string& key, const Value& value, Values* values);
  void Change(const Keyword& keyword, const Value& value, Values* values);
  void MakeRule(const std::string& name, int line, const Values& values);

  Policy* policy_;
  std::map<std::string, Values, std::less<>> known_;  // by name
  std::map<std::string, int, std::less<>> lines_;     // of the names
  // Documents that are no whole rules, and what they lack: others may be based on them.
  std::map<std::string, std::string, std::less<>> parts_;
};

Values RuleReader::Inherit(const Document&, const Value& names) {
  Values out;
  for (const std::string& item : names.items) {
    std::string text = item;
    std::ranges::replace(text, ',', ' ');
    for (const std::string_view name : Words(text)) {
      const auto found = known_.find(name);
      if (found == known_.end()) {
        std::vector<std::string> all;
        for (const auto& [one, unused] : known_) {
          if (all.size() < 500) all.push_back(one);
        }
        const std::string nearest = Suggested(name, all);
        Say("dangling-reference", Severity::kError, names.line,
            fmt::format("BasedOn names {}, and no rule before this one is called so", name),
            nearest.empty() ? "write it before the rules that are based on it"
                            : fmt::format("write {}", nearest));
        continue;
      }
      parts_.erase(std::string(name));
      for (const auto& [keyword, value] : found->second) out[keyword] = value;
    }
  }
  return out;
}

// A list with + and - changes the one that is there; another replaces it.
void RuleReader::Change(const Keyword& keyword, const Value& value, Values* values) {
  const auto marked = std::ranges::count_if(value.items, [](const std::string& item) {
    return item.starts_with('+') || item.starts_with('-');
  });
  const std::string name(keyword.name);
  if (marked == 0) {
    (*values)[name] = value;
    return;
  }
  if (static_cast<size_t>(marked) != value.items.size()) {
    Say("mixed-list", Severity::kError, value.line,
        fmt::format("{} mixes items with and without + or -", keyword.name),
        "mark all items to change the list, or none to replace it");
    return;
  }
  Value& list = (*values)[name];
  list.list = true;
  list.line = value.line;
  for (const std::string& item : value.items) {
    const std::string_view plain = Trim(std::string_view(item).substr(1));
    const auto same = [&](const std::string& one) { return SameItem(one, plain); };
    const auto there = std::ranges::find_if(list.items, same);
    if (item[0] == '+') {
      if (there == list.items.end()) list.items.emplace_back(plain);
    } else if (there != list.items.end()) {
      list.items.erase(there);
    } else {
      Say("nothing-to-remove", Severity::kWarning, value.line,
          fmt::format("{} has no {} to remove", keyword.name, plain), "remove this item");
    }
  }
}

void RuleReader::Put(const std::string& key, const Value& value, Values* values) {
  const Keyword* keyword = FindKeyword(key);
  if (keyword == nullptr) {
    const std::string nearest = Suggested(key, AllNames());
    Say("unknown-keyword", Severity::kError, value.line,
        fmt::format("there is no keyword {}", Quoted(key)),
        nearest.empty() ? "remove the line" : fmt::format("write {}", nearest));
    return;
  }
  if (keyword->kind == ValueKind::kReference) {
    Say("misplaced-keyword", Severity::kError, value.line,
        fmt::format("{} cannot stand in a rule of YAML", keyword->name),
        "write BasedOn and the name of a rule");
    return;
  }
  if (!IsCondition(keyword->name) && !IsOfAnAction(keyword->name)) {
    Say("misplaced-keyword", Severity::kError, value.line,
        fmt::format("{} cannot stand in a rule of YAML", keyword->name),
        "write LocalAddr, RemoteAddr, LocalPortRange or RemotePortRange");
    return;
  }
  // Nothing behind a key takes back what was there.
  if (value.items.empty() && !value.list) {
    values->erase(std::string(keyword->name));
    return;
  }
  if (IsList(*keyword)) return Change(*keyword, value, values);
  if (value.list && !keyword->repeats) {
    Say("value-not-allowed", Severity::kError, value.line,
        fmt::format("{} cannot be a list", keyword->name), "write one value");
    return;
  }
  (*values)[std::string(keyword->name)] = value;
}

void RuleReader::Take(const Document& document) {
  std::string name;
  const Value* based_on = nullptr;
  int line = document.line;
  std::map<std::string, int> seen;
  for (const auto& [key, value] : document.members) {
    const auto [at, added] = seen.try_emplace(Lower(key), value.line);
    if (!added) {
      Say("duplicate-keyword", Severity::kWarning, value.line,
          fmt::format("{} is said at line {} before; this one holds", key, at->second),
          "keep one of the two");
    }
    if (SameWord(key, "policyRule") && !value.items.empty()) {
      name = value.items[0];
      line = value.line;
    }
    if (SameWord(key, "BasedOn")) based_on = &value;
  }
  if (name.empty()) {
    Say("missing-name", Severity::kError, document.line, "this document has no policyRule",
        "begin it with policyRule : NAME");
    return;
  }
  Values values;
  if (based_on != nullptr) values = Inherit(document, *based_on);
  for (const auto& [key, value] : document.members) {
    if (SameWord(key, "policyRule") || SameWord(key, "BasedOn")) continue;
    Put(key, value, &values);
  }
  const auto [at, added] = lines_.try_emplace(name, line);
  if (!added) {
    Say("duplicate-name", Severity::kWarning, line,
        fmt::format("rule {} is there at line {} before; this one replaces it", name, at->second),
        "give one of the two another name");
    std::erase_if(policy_->rules, [&](const PolicyRule& rule) { return rule.name == name; });
    at->second = line;
  }
  MakeRule(name, line, values);
  known_[name] = std::move(values);
}

void RuleReader::MakeRule(const std::string& name, int line, const Values& values) {
  PolicyRule rule;
  rule.name = name;
  rule.line = line;
  for (const auto& [key, value] : values) {
    const Keyword* keyword = FindKeyword(key);
    // Codes have 4 characters here.
    const Keyword* target =
        keyword->kind == ValueKind::kSuites ? FindKeyword("V3CipherSuites4Char") : keyword;
    Settings& into = IsCondition(keyword->name) ? rule.conditions : rule.settings;
    for (const std::string& item : value.items) {
      std::string spelled;
      if (!Judge(*keyword, Trim(item), value.line, &policy_->findings, &spelled)) continue;
      into[target->name].push_back({std::move(spelled), value.line, Scope::kConnection});
      rule.timed = rule.timed || IsTime(target->name);
    }
  }
  // A document that only others are based on need not be a rule itself.
  const bool conditions = std::ranges::any_of(rule.conditions, [](const auto& one) {
    if (one.first == "LocalAddr" || one.first == "RemoteAddr") {
      return !SameWord(one.second.back().value, "All");
    }
    return one.first != "Direction" && one.first != "Priority";
  });
  const bool enabled = rule.Enabled();
  const char* lacks = !rule.Has("TTLSEnabled")                ? "TTLSEnabled"
                      : !rule.Has("Direction")                ? "Direction"
                      : enabled && !rule.Has("HandshakeRole") ? "HandshakeRole"
                      : enabled && !rule.Has("Keyring")       ? "Keyring"
                      : !conditions ? "LocalPortRange or another condition"
                                    : nullptr;
  parts_.erase(name);
  if (lacks != nullptr) {
    parts_[name] = lacks;
    return;
  }
  ParseConditions(&rule, &policy_->findings);
  policy_->rules.push_back(std::move(rule));
}

void RuleReader::Finish() {
  for (const auto& [name, lacks] : parts_) {
    Say("missing-keyword", Severity::kError, lines_[name],
        fmt::format("rule {} does not say {}, and no rule is based on it", name, lacks),
        fmt::format("add {}", lacks));
  }
}

}  // namespace

tl::expected<Policy, std::string> ReadEasyAttls(std::string_view text) {
  if (auto good = CheckText(text); !good) return tl::unexpected(good.error());
  if (text.size() > kMostYaml) {
    return tl::unexpected(
        fmt::format("{} bytes of YAML are too many; at most {} are read", text.size(), kMostYaml));
  }
  Policy policy;
  RuleReader reader(&policy);
  size_t values = 0, documents = 0;
  int last = -1;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    for (;;) {
      Handler handler(&values);
      if (!parser.HandleNextDocument(handler)) break;
      // yaml-cpp 0.7 takes nothing from a stray "," or "]", and finds an empty document there for
      // ever.
      if (handler.begins == last)
        throw Refused{handler.document.line, "no YAML: nothing begins like this"};
      last = handler.begins;
      if (handler.document.members.empty()) continue;
      ++documents;
      reader.Take(handler.document);
    }
  } catch (const Refused& refused) {
    return tl::unexpected(fmt::format("line {}: {}", refused.line, refused.message));
  } catch (const YAML::Exception& problem) {
    return tl::unexpected(fmt::format("line {}: no YAML: {}", problem.mark.line + 1, problem.msg));
  }
  reader.Finish();
  if (documents == 0) {
    return tl::unexpected(std::string(
        "no rule in it; allowed is YAML with a document a rule, each with \"policyRule : NAME\""));
  }
  return policy;
}

}  // namespace shakedown::attls
