#include "harness/codes/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "harness/codes/json_rows.h"

namespace shakedown {
namespace {

using Json = JsonRows::Json;

Role ReadRole(JsonRows* rows, const char* field, const std::string& name) {
  if (name == NameOf(Role::kClient)) return Role::kClient;
  if (name != NameOf(Role::kServer)) {
    rows->Fail(field, fmt::format("\"{}\" is neither client nor server", name));
  }
  return Role::kServer;
}

Confidence ReadConfidence(JsonRows* rows, const Json& object) {
  std::string name = rows->Text(object, "confidence");
  if (name == "verified") return Confidence::kVerified;
  if (name == "measured") return Confidence::kMeasured;
  if (name == "inferred") return Confidence::kInferred;
  if (name != "unverified") {
    rows->Fail("confidence", fmt::format("\"{}\" is no confidence", name));
  }
  return Confidence::kUnverified;
}

void CheckCause(JsonRows* rows, const char* field, const std::string& key,
                const std::vector<Cause>& causes) {
  bool known = std::any_of(causes.begin(), causes.end(),
                           [&](const Cause& cause) { return cause.key == key; });
  if (!known) rows->Fail(field, fmt::format("unknown cause \"{}\"", key));
}

// A code or a text must be there, and a source always.
template <typename Row>
void ReadShown(JsonRows* rows, const Json& object, Row* row) {
  row->code = rows->Text(object, "code");
  row->text = rows->Text(object, "text");
  row->source = rows->Text(object, "source");
  row->confidence = ReadConfidence(rows, object);
  if (row->code.empty() && row->text.empty()) rows->Fail("code", "neither code nor text");
  if (row->source.empty()) rows->Fail("source", "empty");
}

AlertDescription ReadAlert(JsonRows* rows, const Json& object) {
  return static_cast<AlertDescription>(rows->Number(object, "alert", 0, 255));
}

std::vector<ErrorRow> ReadErrorRows(JsonRows* rows, const char* name, const char* number,
                                    bool has_library, const std::vector<Cause>& causes) {
  std::vector<ErrorRow> result;
  std::set<std::pair<int, int64_t>> seen;
  rows->Each(name, [&](const Json& object) {
    ErrorRow row;
    if (has_library) {
      rows->Only(object, {"library", "code", "symbol", "cause"});
      row.library = static_cast<int>(rows->Number(object, "library", 0, 255));
    } else {
      rows->Only(object, {number, "symbol", "cause"});
    }
    row.code = rows->Number(object, number, -65536, 0xffffffff);
    row.symbol = rows->Text(object, "symbol");
    row.cause = rows->Text(object, "cause");
    CheckCause(rows, "cause", row.cause, causes);
    if (!seen.emplace(row.library, row.code).second) rows->Fail(number, "given twice");
    result.push_back(row);
  });
  return result;
}

void ReadNoticed(JsonRows* rows, const Json& object, const std::vector<Cause>& causes,
                 NoticedRow* row) {
  rows->Only(object, {"causes", "code", "text", "versions", "by", "source", "confidence"});
  row->causes = rows->Texts(object, "causes");
  if (row->causes.empty()) rows->Fail("causes", "empty");
  for (const std::string& key : row->causes) CheckCause(rows, "causes", key, causes);
  for (const std::string& name : rows->Texts(object, "versions", true)) {
    std::optional<uint16_t> number = NumberOf(ProtocolVersions(), name);
    if (number) {
      row->versions.push_back(static_cast<ProtocolVersion>(*number));
    } else {
      rows->Fail("versions", fmt::format("unknown version \"{}\"", name));
    }
  }
  if (std::optional<std::string> by = rows->OptionalText(object, "by")) {
    row->by = ReadRole(rows, "by", *by);
  }
  ReadShown(rows, object, row);
}

}  // namespace

tl::expected<std::vector<Cause>, std::string> ReadCauses(const std::string& file,
                                                         const std::string& json_text) {
  JsonRows rows(file, json_text);
  rows.Only(rows.root(), {"about", "causes"});
  std::vector<Cause> causes;
  std::set<std::string> seen;
  rows.Each("causes", [&](const Json& object) {
    rows.Only(object, {"key", "title", "fix", "noticed_by"});
    Cause cause{rows.Text(object, "key"), rows.Text(object, "title"), rows.Text(object, "fix"), {}};
    for (const std::string& name : rows.Texts(object, "noticed_by")) {
      cause.noticed_by.push_back(ReadRole(&rows, "noticed_by", name));
    }
    if (cause.key.empty()) rows.Fail("key", "empty");
    if (cause.title.empty()) rows.Fail("title", "empty");
    if (cause.fix.empty()) rows.Fail("fix", "empty");
    if (!seen.insert(cause.key).second) rows.Fail("key", "given twice");
    causes.push_back(std::move(cause));
  });
  if (!rows.error().empty()) return tl::unexpected(rows.error());
  return causes;
}

tl::expected<ErrorTables, std::string> ReadErrors(const std::string& file,
                                                  const std::string& json_text,
                                                  const std::vector<Cause>& causes) {
  JsonRows rows(file, json_text);
  rows.Only(rows.root(), {"about", "alerts", "boringssl", "openssl", "gnutls", "boringssl_verify",
                          "openssl_verify", "gnutls_status"});
  ErrorTables tables;
  std::set<AlertDescription> seen;
  rows.Each("alerts", [&](const Json& object) {
    rows.Only(object, {"alert", "cause", "specific"});
    AlertRow row{ReadAlert(&rows, object), rows.Text(object, "cause"),
                 rows.Flag(object, "specific")};
    CheckCause(&rows, "cause", row.cause, causes);
    if (!seen.insert(row.alert).second) rows.Fail("alert", "given twice");
    tables.alerts.push_back(row);
  });
  tables.boringssl = ReadErrorRows(&rows, "boringssl", "code", true, causes);
  tables.openssl = ReadErrorRows(&rows, "openssl", "code", true, causes);
  tables.gnutls = ReadErrorRows(&rows, "gnutls", "code", true, causes);
  tables.boringssl_verify = ReadErrorRows(&rows, "boringssl_verify", "verify", false, causes);
  tables.openssl_verify = ReadErrorRows(&rows, "openssl_verify", "verify", false, causes);
  tables.gnutls_status = ReadErrorRows(&rows, "gnutls_status", "bit", false, causes);
  if (!rows.error().empty()) return tl::unexpected(rows.error());
  return tables;
}

tl::expected<SystemTable, std::string> ReadSystem(const std::string& file,
                                                  const std::string& json_text,
                                                  const std::vector<Cause>& causes) {
  JsonRows rows(file, json_text);
  rows.Only(rows.root(), {"system", "about", "role", "noticed", "told"});
  SystemTable table;
  table.system = rows.Text(rows.root(), "system");
  if (table.system.empty()) rows.Fail("system", "empty");
  if (std::optional<std::string> role = rows.OptionalText(rows.root(), "role")) {
    table.role = ReadRole(&rows, "role", *role);
  }
  // The same code may stand once for a cause under one set of conditions.
  std::set<std::tuple<std::string, std::string, std::string, std::vector<ProtocolVersion>, int>>
      seen_noticed;
  rows.Each("noticed", [&](const Json& object) {
    NoticedRow row;
    ReadNoticed(&rows, object, causes, &row);
    for (const std::string& key : row.causes) {
      int by = row.by ? static_cast<int>(*row.by) : -1;
      if (!seen_noticed.emplace(key, row.code, row.text, row.versions, by).second) {
        rows.Fail("code", fmt::format("given twice for {}", key));
      }
    }
    table.noticed.push_back(std::move(row));
  });
  std::set<std::optional<AlertDescription>> seen_told;
  rows.Each("told", [&](const Json& object) {
    rows.Only(object, {"alert", "code", "text", "source", "confidence"});
    ToldRow row;
    if (!rows.IsNull(object, "alert")) row.alert = ReadAlert(&rows, object);
    ReadShown(&rows, object, &row);
    if (!seen_told.insert(row.alert).second) rows.Fail("alert", "given twice");
    table.told.push_back(std::move(row));
  });
  if (!rows.error().empty()) return tl::unexpected(rows.error());
  return table;
}

}  // namespace shakedown
