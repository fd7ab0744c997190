// Certificates as RACF has them, whichever text tells of them: a command that makes one, or a list
// of what there is.
#ifndef HARNESS_IMPORT_RACDCERT_CERTIFICATE_H_
#define HARNESS_IMPORT_RACDCERT_CERTIFICATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/import/attls/finding.h"
#include "harness/import/racdcert/keys.h"

namespace shakedown::racdcert {

using attls::Finding;
using attls::Findings;
using attls::Severity;

// Which certificate: RACF knows one by its owner and label.
struct CertificateId {
  std::string owner;  // a user id, "CERTAUTH" or "SITE"; empty: the user id that gives the command
  std::string label;

  auto operator<=>(const CertificateId&) const = default;
};

// "CERTAUTH LABEL('DOCZOSCA')", as commands name it.
std::string ToString(const CertificateId& id);

// "START1/MQRING".
struct Ring {
  std::string owner, name;

  auto operator<=>(const Ring&) const = default;
};

enum class Usage : uint8_t { kHandshake, kDataEncrypt, kDocSign, kCertSign, kKeyAgree };

struct Certificate {
  CertificateId id;
  int line = 0;         // where the command or the entry begins
  bool listed = false;  // it is there, in a list; else a command makes it
  bool trusted = true;
  bool private_key = true;

  Key key;
  // What signed it: the algorithm's name in a list ("sha256ECDSA").
  std::string signing_algorithm;
  std::optional<CertificateId> signer;  // of a command; none: its own key
  std::string subject, issuer;          // "CN=a.OU=b", as lists have them; issuer only of a list

  std::string common_name;
  std::vector<std::string> names;  // ALTNAME: domains and addresses
  bool names_known = true;         // false: a variable stands for some

  std::optional<std::vector<Usage>> usage;  // none: no such extension
  std::optional<int64_t> from, to;          // seconds since 1970; of a command: none is the default
  std::vector<Ring> rings;
  bool rings_known = false;

  std::map<std::string, int> lines;   // of operands or fields, by their full names
  std::vector<std::string> defaults;  // what RACF takes for what is not said: "SIZE(2048)"

  int LineOf(const std::string& name) const {
    const auto found = lines.find(name);
    return found == lines.end() ? line : found->second;
  }
  bool Has(Usage one) const;
};

// What a text tells. Certificates are in its order; one that is deleted again leaves an empty place
// until Tidy.
class Racf {
 public:
  static constexpr size_t kMostCertificates = 20000;

  Findings findings;

  // Null where there is none.
  Certificate* Find(const CertificateId& id);
  void Add(Certificate certificate);
  void Remove(const CertificateId& id);
  // Gives a certificate another label, if there is one.
  void Rename(const CertificateId& id, const std::string& label);

  void Tidy();
  const std::vector<Certificate>& certificates() const { return certificates_; }

  // The label that RACF makes for the owner's next certificate without one: "LABEL00000001".
  std::string NewLabel(const std::string& owner);

  // Beyond kMostFindings nothing is said.
  void Say(std::string_view id, Severity severity, int line, std::string message, std::string fix);

 private:
  std::vector<Certificate> certificates_;
  std::map<CertificateId, size_t> places_;
  std::map<std::string, int> labels_made_;  // by owner
  bool full_ = false;
};

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_CERTIFICATE_H_
