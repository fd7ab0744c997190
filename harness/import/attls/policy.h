// What a policy says once its form is read, the same for all forms: rules, each with its
// conditions and with the values that hold for its connections.
#ifndef HARNESS_IMPORT_ATTLS_POLICY_H_
#define HARNESS_IMPORT_ATTLS_POLICY_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/import/attls/finding.h"
#include "harness/import/attls/grammar.h"

namespace shakedown::attls {

// Where a value comes from; a later one overrides.
enum class Scope : uint8_t { kGroup, kEnvironment, kConnection };

struct Setting {
  std::string value;  // as written; of a keyword with few values, spelled as in the grammar
  int line = 0;
  Scope scope = Scope::kGroup;
};

// By the grammar's name of the keyword; several settings only where lines add up.
using Settings = std::map<std::string_view, std::vector<Setting>, std::less<>>;

struct AddressRange {
  bool v6 = false;
  std::array<uint8_t, 16> from{}, to{};  // of IPv4 only the first four count

  bool operator==(const AddressRange&) const = default;
};

struct Ports {
  int from = 0, to = 65535;

  bool operator==(const Ports&) const = default;
};

struct PolicyRule {
  std::string name;
  std::string case_name;  // of the scenario's case; "" where that is made of `name`
  int line = 0;
  int64_t priority = 1;
  std::vector<AddressRange> local, remote;       // none: all
  std::vector<Ports> local_ports, remote_ports;  // none: all
  bool timed = false;                            // holds at some times only
  bool unreadable = false;                       // some condition is, so nobody knows what fits
  Settings conditions;                           // as written: LocalAddr, Jobname, Direction ...
  Settings settings;  // what holds: connection over environment over group, without defaults

  // The value of a keyword, or its default ("" where it has none).
  std::string_view ValueOf(std::string_view keyword) const;
  const Setting* Find(std::string_view keyword) const;  // null where only the default holds
  bool Has(std::string_view keyword) const { return Find(keyword) != nullptr; }
  bool IsOn(std::string_view keyword) const { return ValueOf(keyword) == "On"; }
  bool Enabled() const { return ValueOf("TTLSEnabled") == "On"; }
  // The line of a keyword, or of the rule where it is not written.
  int LineOf(std::string_view keyword) const;
};

struct Policy {
  std::vector<PolicyRule> rules;  // in the order of the file
  Findings findings;
  // Some forms show defaults as if they were written.
  bool shows_defaults = false;
};

// Moves the settings of `over` over those of `*settings`. The lists of suites count as one.
void Override(const Settings& over, Settings* settings);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_POLICY_H_
