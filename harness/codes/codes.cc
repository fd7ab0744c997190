#include "harness/codes/codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

#include "harness/codes/tables.h"

namespace shakedown {
namespace {

constexpr const char* kCausesFile = "causes.json";
constexpr const char* kErrorsFile = "errors.json";

template <typename T>
bool Has(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsFact(Confidence confidence) {
  return confidence == Confidence::kVerified || confidence == Confidence::kMeasured;
}

// Adds what one system shows when `noticer` noticed the cause and the other side was told. What
// somebody met goes before what only documents list, and a code whose first cause this is before
// others.
void AddRows(const SystemTable& table, const std::string& cause,
             std::optional<ProtocolVersion> version, Role noticer, bool tell,
             std::optional<AlertDescription> alert, std::vector<SystemCode>* out) {
  const auto is_shown = [&](const auto& row, Role side) {
    return IsFact(row.confidence) && (!table.role || *table.role == side);
  };
  const auto add = [&](const auto& row, Role side) {
    out->push_back({table.system, row.code, row.text, side, row.source, row.confidence});
  };
  std::vector<const NoticedRow*> noticed;
  for (const NoticedRow& row : table.noticed) {
    if (!is_shown(row, noticer) || !Has(row.causes, cause)) continue;
    if (row.by && *row.by != noticer) continue;
    if (version && !row.versions.empty() && !Has(row.versions, *version)) continue;
    noticed.push_back(&row);
  }
  std::ranges::stable_sort(noticed, std::greater{}, [&](const NoticedRow* row) {
    return std::pair(row->source.find("field report") != std::string::npos,
                     row->causes.front() == cause);
  });
  for (const NoticedRow* row : noticed) add(*row, noticer);
  for (const ToldRow& row : table.told) {
    if (tell && row.alert == alert && is_shown(row, Other(noticer))) add(row, Other(noticer));
  }
}

std::string OneSpace(std::string_view text) {
  std::string result;
  for (char c : text) {
    bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

// Lower-case hex digits of a code without "0x" and leading zeros, or the text as it is.
std::string PlainCode(std::string_view code) {
  std::string plain;
  for (char c : code) {
    plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  bool hex = plain.starts_with("0x");
  if (hex) plain.erase(0, 2);
  bool digits = !plain.empty() && plain.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!digits) return plain;
  size_t first = plain.find_first_not_of('0');
  return first == std::string::npos ? "0" : plain.substr(first);
}

}  // namespace

Codes::Codes(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Codes::Codes(Codes&&) noexcept = default;
Codes& Codes::operator=(Codes&&) noexcept = default;
Codes::~Codes() = default;

tl::expected<Codes, std::string> Codes::Parse(const std::map<std::string, std::string>& files) {
  auto tables = std::make_unique<Tables>();
  for (const char* needed : {kCausesFile, kErrorsFile}) {
    if (!files.contains(needed)) return tl::unexpected(fmt::format("{}: /: no such table", needed));
  }
  auto causes = ReadCauses(kCausesFile, files.at(kCausesFile));
  if (!causes) return tl::unexpected(causes.error());
  tables->causes = std::move(*causes);

  auto errors = ReadErrors(kErrorsFile, files.at(kErrorsFile), tables->causes);
  if (!errors) return tl::unexpected(errors.error());
  tables->errors = std::move(*errors);

  for (const auto& [name, text] : files) {
    if (name == kCausesFile || name == kErrorsFile) continue;
    auto system = ReadSystem(name, text, tables->causes);
    if (!system) return tl::unexpected(system.error());
    if (Has(tables->names, system->system)) {
      return tl::unexpected(fmt::format("{}: /system: {} given twice", name, system->system));
    }
    tables->names.push_back(system->system);
    tables->systems.push_back(std::move(*system));
  }
  return Codes(std::move(tables));
}

std::span<const Cause> Codes::causes() const { return tables_->causes; }

const Cause* Codes::FindCause(std::string_view key) const {
  for (const Cause& cause : tables_->causes) {
    if (cause.key == key) return &cause;
  }
  return nullptr;
}

const ErrorTables& Codes::errors() const { return tables_->errors; }

std::vector<SystemCode> Codes::CodesFor(std::string_view cause,
                                        std::optional<ProtocolVersion> version,
                                        std::optional<Role> by,
                                        std::optional<AlertDescription> alert) const {
  std::vector<SystemCode> result;
  const Cause* known = FindCause(cause);
  if (known == nullptr) return result;
  std::vector<Role> noticers = known->noticed_by;
  if (by) noticers = {*by};
  // A cause that only a side's own set-up shows is nobody's in particular: it may hit either.
  if (noticers.empty()) noticers = {Role::kClient, Role::kServer};
  // Without a side and an alert nothing happened yet, so nobody was told.
  bool tell = by.has_value() || alert.has_value();
  for (const SystemTable& table : tables_->systems) {
    for (Role noticer : noticers) {
      AddRows(table, known->key, version, noticer, tell, alert, &result);
    }
  }
  return result;
}

std::span<const std::string> Codes::systems() const { return tables_->names; }

bool MatchesCode(const SystemCode& shown, std::string_view expected) {
  if (expected.empty()) return false;
  if (!shown.code.empty() && PlainCode(shown.code) == PlainCode(expected)) return true;
  // A bare number is a code: it must not match by standing inside a longer number of a message.
  bool number = expected.find_first_not_of("-0123456789") == std::string_view::npos;
  if (number) return false;
  return OneSpace(shown.text).find(OneSpace(expected)) != std::string::npos;
}

bool ShowsCode(std::span<const SystemCode> shown, std::string_view system,
               std::string_view expected) {
  return std::any_of(shown.begin(), shown.end(), [&](const SystemCode& code) {
    return code.system == system && MatchesCode(code, expected);
  });
}

}  // namespace shakedown
