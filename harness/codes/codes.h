// The closed list of causes, and from a cause to what each system shows its user. Pure: the tables
// are given as JSON text and never read from disk.
#ifndef HARNESS_CODES_CODES_H_
#define HARNESS_CODES_CODES_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/outcome.h"

namespace shakedown {

// How far a row can be trusted. Only kVerified and kMeasured are shown as fact or asserted.
enum class Confidence : uint8_t { kVerified, kMeasured, kInferred, kUnverified };

struct Cause {
  std::string key;               // "no_signature_scheme_for_key"
  std::string title;             // one line, ours
  std::string fix;               // what to change, ours
  std::vector<Role> noticed_by;  // who can notice it in a handshake; empty: only its own set-up
};

// What one system shows for a cause.
struct SystemCode {
  std::string system;  // "system_ssl", "at_tls", "boringssl", "chrome", "openssl", "gnutls", "nss",
                       // "jsse", "go", "curl", "schannel", "cms", "icsf"
  std::string code;    // "467", "253", "-107", "0A000076"; the form that system prints; "" where it
                       // has only text ("go")
  std::string text;    // symbol or message of that system
  Role side;           // who shows it: the side that noticed, or the one that was told
  std::string source;
  Confidence confidence;
};

struct ErrorTables;

class Codes {
 public:
  // Reads the tables: file name ("causes.json") to JSON text. "causes.json" and "errors.json" are
  // needed; every other file holds the codes of one system. The error names file and path.
  static tl::expected<Codes, std::string> Parse(const std::map<std::string, std::string>& files);

  Codes(Codes&&) noexcept;
  Codes& operator=(Codes&&) noexcept;
  ~Codes();

  std::span<const Cause> causes() const;
  const Cause* FindCause(std::string_view key) const;

  // What each system shows for `cause`, in a handshake of `version` (nothing: any) where `by`
  // noticed it (nothing: any side that can) and sent `alert` (nothing: none; the other side is told
  // by the end of the connection alone). Only rows that can be shown as fact: kVerified and
  // kMeasured. In the order of systems(), the noticing side before the one that was told.
  std::vector<SystemCode> CodesFor(std::string_view cause, std::optional<ProtocolVersion> version,
                                   std::optional<Role> by,
                                   std::optional<AlertDescription> alert) const;

  // The systems a scenario may name under expect.codes.
  std::span<const std::string> systems() const;

  // What the stacks' own errors and the alerts stand for (tables.h).
  const ErrorTables& errors() const;

 private:
  struct Tables;
  explicit Codes(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

// MatchesCode tells whether `shown` is what an author calls `expected`: the code itself (hex
// without regard to case or to leading zeros and "0x"), or a part of the text, where any run of
// white space equals one space.
bool MatchesCode(const SystemCode& shown, std::string_view expected);

// ShowsCode tells whether `system` shows `expected` among `shown`, on either side.
bool ShowsCode(std::span<const SystemCode> shown, std::string_view system,
               std::string_view expected);

}  // namespace shakedown

#endif  // HARNESS_CODES_CODES_H_
