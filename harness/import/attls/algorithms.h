// The lists of algorithms in a policy: suites, curves and signature pairs, by number or name.
#ifndef HARNESS_IMPORT_ATTLS_ALGORITHMS_H_
#define HARNESS_IMPORT_ATTLS_ALGORITHMS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/import/attls/policy.h"
#include "harness/wire/code_points.h"

namespace shakedown::attls {

// Each reads one value of its keyword and adds what it names to *out, once. What is wrong in it is
// told to *findings with `line`, and left out.
void ReadSuites(std::string_view value, bool four_characters, int line,
                std::vector<CipherSuite>* out, Findings* findings);
void ReadCurves(std::string_view keyword, std::string_view value, int line,
                std::vector<NamedGroup>* out, Findings* findings);
void ReadPairs(std::string_view value, int line, std::vector<SignatureScheme>* out,
               Findings* findings);

// What a rule's lists hold, defaults included, in order.
struct Algorithms {
  std::vector<CipherSuite> suites;
  bool suites_by_default = true;
  // Absent: "Any", which is all that System SSL has.
  std::optional<std::vector<NamedGroup>> client_curves;
  std::vector<NamedGroup> client_shares, server_curves, server_shares;
  std::vector<SignatureScheme> pairs;
  std::optional<std::vector<SignatureScheme>> certificate_pairs;
};

// AlgorithmsOf reads the lists of `rule`. Without TTLSCipherParms they are System SSL's own: see
// kDefaultSuites. `findings` may be null.
Algorithms AlgorithmsOf(const PolicyRule& rule, Findings* findings);

// The suite's 4 characters, or "" where System SSL has none; likewise of a group and a scheme.
std::string_view SpecOf(CipherSuite suite);
std::string SpecOf(NamedGroup group);
std::string SpecOf(SignatureScheme scheme);

bool AllowedByFips(CipherSuite suite);
bool AllowedByFips(NamedGroup group);

// Whether a suite has nothing a person would want today, and what it is: "RC4"; "" if it is fine.
std::string_view WeaknessOf(CipherSuite suite);

// Whether the suite is of TLS 1.2 and no earlier version.
bool OnlyTls12(CipherSuite suite);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_ALGORITHMS_H_
