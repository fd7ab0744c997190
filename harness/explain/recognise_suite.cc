// Names and values of cipher suites that do not exist, as they stand in configurations.
#include <algorithm>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"
#include "harness/wire/code_points.h"
#include "harness/wire/names.h"

namespace shakedown {
namespace {

void AddSuite(const Scene& scene, size_t begin, size_t end, FoundCodes* found) {
  FoundCode code;
  code.row = scene.lookup.ByCode("zos", "cipher suite");
  code.begin = begin;
  code.end = end;
  if (code.row != nullptr) found->push_back(std::move(code));
}

// A name that looks like a suite's and is none's.
void SuiteName(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1])) return;
  TextCursor cursor(hit.line, hit.begin);
  const std::string_view name = cursor.TakeWord();
  const bool old = name.find("_WITH_") != std::string_view::npos;
  const bool tls13 = name.starts_with("TLS_AES_") || name.starts_with("TLS_CHACHA");
  const bool whole = name.ends_with("_SHA") || name.ends_with("_SHA256") ||
                     name.ends_with("_SHA384") || name.ends_with("_SHA512");
  if ((!old && !tls13) || !whole) return;
  if (!CipherSuiteNamed(name)) return AddSuite(scene, hit.begin, cursor.at(), found);
  // Its number after it, as policies have it in a comment: one digit is missing.
  constexpr size_t kDigits = 4;
  cursor.Skip(" \t#");
  const size_t at = cursor.at();
  const std::string_view number = cursor.TakeWord();
  const bool hex = std::ranges::all_of(number, IsHexDigit);
  // Three decimal digits are the strength in bits, as scanners print it.
  const bool bits = std::ranges::all_of(number, IsDigit);
  if (hex && number.size() == kDigits - 1 && (!bits || Mentions(hit.line, "v3ciphersuites"))) {
    AddSuite(scene, at, cursor.at(), found);
  }
}

// "V3CipherSuites4Char TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256 C02": a value that lost a digit.
void FourCharacters(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  for (int words = 0; words < 3; ++words) {
    cursor.Skip(" \t");
    const size_t at = cursor.at();
    const std::string_view word = cursor.TakeField();
    bool hex = word.size() == 3 || word.size() == 2;
    for (const char c : word) hex = hex && IsHexDigit(c);
    if (hex) return AddSuite(scene, at, cursor.at(), found);
    if (!word.starts_with("TLS_")) return;
  }
}

}  // namespace

std::span<const Recogniser> SuiteRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"cipher suites", {"tls_"}, &SuiteName},
      {"cipher suites", {"v3ciphersuites4char"}, &FourCharacters},
  };
  return recognisers;
}

}  // namespace shakedown
