// The tables behind Codes, as read from data/*.json, and their strict reader.
#ifndef HARNESS_CODES_TABLES_H_
#define HARNESS_CODES_TABLES_H_

#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/codes/codes.h"

namespace shakedown {

// What a system shows when its own side noticed one of `causes`, under the conditions given.
struct NoticedRow {
  std::vector<std::string> causes;
  std::vector<ProtocolVersion> versions;  // empty: any
  std::optional<Role> by;                 // nothing: either
  std::string code, text, source;
  Confidence confidence = Confidence::kUnverified;
};

// What a system shows when the other side told it.
struct ToldRow {
  std::optional<AlertDescription> alert;  // nothing: the connection ended without one
  std::string code, text, source;
  Confidence confidence = Confidence::kUnverified;
};

struct SystemTable {
  std::string system;
  std::optional<Role> role;  // the only role this system plays ("chrome" is a client)
  std::vector<NoticedRow> noticed;
  std::vector<ToldRow> told;
};

// One error of a stack and the cause it names by itself.
struct ErrorRow {
  int library = 0;
  int64_t code = 0;
  std::string symbol, cause;
};

struct AlertRow {
  AlertDescription alert{};
  std::string cause;
  bool specific = false;  // used for nothing else, so it outweighs a vague error
};

struct ErrorTables {
  std::vector<AlertRow> alerts;
  std::vector<ErrorRow> boringssl, openssl, gnutls;
  std::vector<ErrorRow> boringssl_verify, openssl_verify;  // code: X509_V_ERR_*
  std::vector<ErrorRow> gnutls_status;                     // code: one bit; in order of precedence
};

struct Codes::Tables {
  std::vector<Cause> causes;
  ErrorTables errors;
  std::vector<SystemTable> systems;
  std::vector<std::string> names;  // of `systems`
};

// Each reader checks every field and refuses unknown ones; the error is "file: /json/path:
// problem".
tl::expected<std::vector<Cause>, std::string> ReadCauses(const std::string& file,
                                                         const std::string& json_text);
tl::expected<ErrorTables, std::string> ReadErrors(const std::string& file,
                                                  const std::string& json_text,
                                                  const std::vector<Cause>& causes);
tl::expected<SystemTable, std::string> ReadSystem(const std::string& file,
                                                  const std::string& json_text,
                                                  const std::vector<Cause>& causes);

}  // namespace shakedown

#endif  // HARNESS_CODES_TABLES_H_
