// RACDCERT texts for tests.
#ifndef HARNESS_IMPORT_RACDCERT_TEST_RACF_H_
#define HARNESS_IMPORT_RACDCERT_TEST_RACF_H_

#include <gtest/gtest.h>

#include <string>

#include "harness/import/racdcert/judge.h"
#include "harness/import/racdcert/read_racdcert.h"

namespace shakedown::racdcert {

inline constexpr int64_t kNovember22 = 1795305600;  // 2026-11-22 00:00:00 UTC

// What `text` tells, judged as of `now`.
inline Racf MustRead(const std::string& text, int64_t now = kNovember22) {
  auto racf = ReadRacdcert(text);
  EXPECT_TRUE(racf) << racf.error();
  if (!racf) return {};
  Lint(Chains(racf->certificates()), now, &*racf);
  return std::move(*racf);
}

// An entry as RACDCERT LIST prints it, for `owner` ("user START1", "CERTAUTH"), whose issuer and
// subject are names like "CN=a.OU=b".
struct ListEntry {
  std::string owner = "user START1", label = "WEB", status = "TRUST";
  std::string start = "2024/01/01 00:00:00", end = "2030/12/31 23:59:59";
  std::string issuer = "CN=CA.O=Us", subject = "CN=web.example.O=Us";
  std::string algorithm = "sha256RSA", usage = "HANDSHAKE, DATAENCRYPT";
  std::string key_type = "RSA", key_size = "2048", private_key = "YES";
  std::string alt_names = "    Domain: web.example\n";
  std::string ring = "WEBRING";
};

inline std::string ListText(const ListEntry& entry) {
  std::string text = "Digital certificate information for " + entry.owner +
                     ":\n\n  Label: " + entry.label +
                     "\n  Certificate ID: 2QbihMHZ8dXJ4uPFw8Py9fZA\n  Status: " + entry.status +
                     "\n  Start Date: " + entry.start + "\n  End Date:   " + entry.end +
                     "\n  Serial Number:\n       >0B<\n  Issuer's Name:\n       >" + entry.issuer +
                     "<\n  Subject's Name:\n       >" + entry.subject + "<\n";
  if (!entry.alt_names.empty()) text += "  Subject's AltNames:\n" + entry.alt_names;
  text += "  Signing Algorithm: " + entry.algorithm + "\n";
  if (!entry.usage.empty()) text += "  Key Usage: " + entry.usage + "\n";
  text += "  Key Type: " + entry.key_type + "\n  Key Size: " + entry.key_size +
          "\n  Private Key: " + entry.private_key +
          "\n  Certificate Fingerprint (SHA256):\n       A3:F2:E0:6F:09:94:E4:9D\n"
          "  Ring Associations:\n";
  text += entry.ring.empty() ? "  *** No rings associated ***\n"
                             : "    Ring Owner: START1\n    Ring:\n       >" + entry.ring + "<\n";
  return text + "\n";
}

inline ListEntry CaEntry() {
  return {.owner = "CERTAUTH",
          .label = "OURCA",
          .issuer = "CN=CA.O=Us",
          .subject = "CN=CA.O=Us",
          .usage = "CERTSIGN",
          .alt_names = ""};
}

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_TEST_RACF_H_
