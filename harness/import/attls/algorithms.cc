#include "harness/import/attls/algorithms.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"
#include "harness/wire/names.h"
#include "harness/wire/suite_parts.h"

namespace shakedown::attls {
namespace {

// What System SSL offers where a program gives it no list, as of z/OS 2.1: no suite of TLS 1.3 is
// among them, nor any with ECDHE.
constexpr std::string_view kDefaultSuites =
    "0005000400350036003700380039002F0030003100320033000A001600130010000D0009001500120"
    "00F000C00030006000200010000";
constexpr std::string_view kDefaultSuitesInFips =
    "00350036003700380039002F0030003100320033000A001600130010000D";
constexpr std::string_view kDefaultCurves = "00210023002400250019";
constexpr std::string_view kDefaultPairs = "0601060305010503040104030402030103030302020102030202";
constexpr std::string_view kDefaultPairsOfTls13 = "080608050804";

template <typename Code>
using ByText = std::unordered_map<std::string, Code>;

// Suites by lower-case name, of System SSL's own suites first.
const ByText<CipherSuite>& SuiteNames() {
  static const auto names = [] {
    ByText<CipherSuite> out;
    for (const CipherSuiteNames& row : CipherSuiteTable()) out.emplace(Lower(row.iana), row.suite);
    return out;
  }();
  return names;
}

const ByText<CipherSuite>& SuiteSpecs() {
  static const auto specs = [] {
    ByText<CipherSuite> out;
    for (const CipherSuiteNames& row : CipherSuiteTable()) {
      if (!row.system_ssl_4.empty()) out.emplace(row.system_ssl_4, row.suite);
      if (!row.system_ssl_2.empty()) out.emplace(row.system_ssl_2, row.suite);
    }
    return out;
  }();
  return specs;
}

const std::vector<std::string>& SystemSslSuites() {
  static const auto names = [] {
    std::vector<std::string> out;
    for (const CipherSuiteNames& row : CipherSuiteTable()) {
      if (!row.system_ssl_4.empty()) out.emplace_back(row.iana);
    }
    return out;
  }();
  return names;
}

std::string Upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

bool AllHex(std::string_view text) { return std::ranges::all_of(text, IsHexDigit); }

template <typename Code>
bool AddOnce(Code code, std::vector<Code>* out) {
  if (std::ranges::find(*out, code) != out->end()) return false;
  out->push_back(code);
  return true;
}

// Collects findings about one value.
struct Place {
  std::string_view value;
  int line;
  Findings* findings;

  void Say(std::string_view id, Severity severity, std::string message, std::string fix) const {
    if (findings != nullptr) {
      findings->push_back({id, severity, line, std::move(message), std::move(fix)});
    }
  }
  // " (did you mean NAME?)", as long as there are few findings: looking for it takes time.
  std::string Nearest(std::string_view word, const std::vector<std::string>& allowed) const {
    return findings == nullptr || findings->size() > kMostSuggestions ? ""
                                                                      : DidYouMean(word, allowed);
  }
  void SayExtra(std::string_view word) const {
    Say("extra-word", Severity::kError, fmt::format("{} stands behind the value", Quoted(word)),
        "remove it; a comment begins with #");
  }
};

void ReadSuiteName(std::string_view word, const Place& place, std::vector<CipherSuite>* out) {
  const auto found = SuiteNames().find(Lower(word));
  if (found == SuiteNames().end()) {
    place.Say("unknown-suite", Severity::kError,
              fmt::format("no cipher suite is called {}{}", Quoted(word),
                          place.Nearest(word, SystemSslSuites())),
              "write the name as IANA has it, or its 4 hex digits in V3CipherSuites4Char");
    return;
  }
  if (SpecOf(found->second).empty()) {
    place.Say("suite-not-in-system-ssl", Severity::kError,
              fmt::format("System SSL has no {}", word), "take one that it has");
    return;
  }
  if (!AddOnce(found->second, out)) {
    place.Say("duplicate-algorithm", Severity::kNote,
              fmt::format("{} is in the list before; this one is ignored", word), "remove it");
  }
}

// Whether the digits make sense only as suites of 4 characters.
bool AreFourCharacters(std::string_view digits) {
  if (digits.size() % 4 != 0) return false;
  for (size_t at = 0; at < digits.size(); at += 4) {
    const std::string spec = Upper(digits.substr(at, 4));
    if (!SuiteSpecs().contains(spec)) return false;
  }
  // "0035" could be 00 and 35.
  for (size_t at = 0; at < digits.size(); at += 4) {
    if (digits.substr(at, 2) != "00") return true;
  }
  return digits.size() >= 8;
}

void ReadSuiteDigits(std::string_view digits, bool four, const Place& place,
                     std::vector<CipherSuite>* out) {
  if (!four && AreFourCharacters(digits)) {
    place.Say(
        "four-character-suite", Severity::kError,
        fmt::format("{} has suites of 4 characters, and V3CipherSuites reads 2 at a time", digits),
        "write V3CipherSuites4Char for V3CipherSuites");
    return;
  }
  const size_t size = four ? 4 : 2;
  if (digits.size() % size != 0) {
    place.Say("odd-digits", Severity::kError,
              fmt::format("{} digits are no whole number of suites of {} characters", digits.size(),
                          size),
              fmt::format("write {} hex digits for each suite", size));
    return;
  }
  for (size_t at = 0; at < digits.size(); at += size) {
    const std::string spec = Upper(digits.substr(at, size));
    const auto found = SuiteSpecs().find(spec);
    if (found == SuiteSpecs().end()) {
      place.Say("unknown-suite", Severity::kError, fmt::format("System SSL has no suite {}", spec),
                "take one that it has, such as C02B, C02C, C02F, C030, 1301, 1302");
      continue;
    }
    if (!AddOnce(found->second, out)) {
      place.Say("duplicate-algorithm", Severity::kNote,
                fmt::format("{} is in the list before; this one is ignored", spec), "remove it");
    }
  }
}

// "C02C  TLS_ECDHE_..." of reports and of EasyAT-TLS: the code counts and the name explains it.
bool IsCodeWithName(const std::vector<std::string_view>& words) {
  return words.size() == 2 && words[0].size() == 4 && AllHex(words[0]) && !AllHex(words[1]);
}

void ReadCurve(std::string_view keyword, std::string_view word, const Place& place,
               std::vector<NamedGroup>* out) {
  constexpr std::string_view kExample = "such as 0023 (secp256r1), 0024 (secp384r1), 0029 (x25519)";
  const auto group = NamedGroupNamed(word);
  if (!group || NamesOf(*group).system_ssl.empty()) {
    std::vector<std::string> names;
    for (const NamedGroupNames& row : NamedGroupTable()) {
      if (!row.system_ssl.empty()) names.emplace_back(row.iana);
    }
    // Who knows the group's number in hex writes that.
    std::string meant = place.Nearest(word, names);
    if (word.size() == 4 && AllHex(word)) {
      const auto hex = NamedGroupNamed("0x" + std::string(word));
      if (hex && !SpecOf(*hex).empty()) {
        meant = fmt::format(" (ids are decimal: {} is {})", SpecOf(*hex), NamesOf(*hex).iana);
      }
    }
    place.Say("unknown-curve", Severity::kError,
              fmt::format("System SSL has no curve {}{}", Quoted(word), meant),
              fmt::format("write its 4 decimal digits, {}", kExample));
    return;
  }
  const bool brainpool = NamesOf(*group).iana.starts_with("brainpool");
  if (brainpool) {
    place.Say("curve-not-listable", Severity::kError,
              fmt::format("{} takes no Brainpool curve", keyword),
              "write ClientECurves Any to offer Brainpool curves");
    return;
  }
  if (!AddOnce(*group, out)) {
    place.Say("duplicate-algorithm", Severity::kNote,
              fmt::format("{} is in the list before; this one is ignored", word), "remove it");
  }
}

std::vector<CipherSuite> ParseDefault(std::string_view digits) {
  std::vector<CipherSuite> out;
  ReadSuiteDigits(digits, true, {digits, 0, nullptr}, &out);
  return out;
}

std::vector<NamedGroup> ParseCurves(std::string_view digits) {
  std::vector<NamedGroup> out;
  ReadCurves("", digits, 0, &out, nullptr);
  return out;
}

const std::vector<NamedGroup>& DefaultCurvesOf(std::string_view keyword) {
  static const auto shares = ParseCurves(FindKeyword("ClientKeyShareGroups")->standard),
                    kex = ParseCurves(FindKeyword("ServerKexECurves")->standard),
                    server_shares = ParseCurves(FindKeyword("ServerKeyShareGroups")->standard);
  if (keyword == "ClientKeyShareGroups") return shares;
  return keyword == "ServerKexECurves" ? kex : server_shares;
}

std::vector<NamedGroup> CurvesOf(const PolicyRule& rule, std::string_view keyword,
                                 Findings* findings) {
  const auto set = rule.settings.find(keyword);
  if (set == rule.settings.end()) return DefaultCurvesOf(keyword);
  std::vector<NamedGroup> out;
  for (const Setting& one : set->second) {
    ReadCurves(keyword, one.value, one.line, &out, findings);
  }
  return out;
}

std::vector<SignatureScheme> DefaultPairs(bool tls13) {
  static const auto both = [] {
    std::pair<std::vector<SignatureScheme>, std::vector<SignatureScheme>> out;
    ReadPairs(kDefaultPairs, 0, &out.first, nullptr);
    out.second = out.first;
    ReadPairs(kDefaultPairsOfTls13, 0, &out.second, nullptr);
    return out;
  }();
  return tls13 ? both.second : both.first;
}

}  // namespace

void ReadSuites(std::string_view value, bool four_characters, int line,
                std::vector<CipherSuite>* out, Findings* findings) {
  const Place place{value, line, findings};
  std::vector<std::string_view> words = Words(value);
  if (words.empty()) return;
  if (IsCodeWithName(words)) {
    ReadSuiteDigits(words[0], true, place, out);
    return;
  }
  if (words.size() > 1) place.SayExtra(words[1]);
  if (AllHex(words[0])) {
    ReadSuiteDigits(words[0], four_characters, place, out);
  } else {
    ReadSuiteName(words[0], place, out);
  }
}

void ReadCurves(std::string_view keyword, std::string_view value, int line,
                std::vector<NamedGroup>* out, Findings* findings) {
  const Place place{value, line, findings};
  const std::vector<std::string_view> words = Words(value);
  if (words.empty()) return;
  if (words.size() > 1 && !IsCodeWithName(words)) place.SayExtra(words[1]);
  const std::string_view word = words[0];
  const bool digits = AllHex(word);
  if (!digits || word.size() == 4) {
    ReadCurve(keyword, word, place, out);
    return;
  }
  if (word.size() % 4 != 0) {
    place.Say("odd-digits", Severity::kError,
              fmt::format("{} digits are no whole number of curves", word.size()),
              "write 4 decimal digits for each curve");
    return;
  }
  for (size_t at = 0; at < word.size(); at += 4) {
    ReadCurve(keyword, word.substr(at, 4), place, out);
  }
}

void ReadPairs(std::string_view value, int line, std::vector<SignatureScheme>* out,
               Findings* findings) {
  const Place place{value, line, findings};
  const std::vector<std::string_view> words = Words(value);
  if (words.empty()) return;
  if (words.size() > 1 && !IsCodeWithName(words)) place.SayExtra(words[1]);
  const auto add = [&](std::string_view word) {
    const auto scheme = SignatureSchemeNamed(word);
    if (!scheme || SpecOf(*scheme).empty()) {
      std::vector<std::string> names;
      for (const SignatureSchemeNames& row : SignatureSchemeTable()) {
        if (!row.at_tls.empty()) names.emplace_back(row.at_tls);
      }
      place.Say("unknown-signature-pair", Severity::kError,
                fmt::format("System SSL has no signature pair {}{}", Quoted(word),
                            place.Nearest(word, names)),
                "write its 4 hex digits, such as 0403, 0503, 0804");
    } else if (!AddOnce(*scheme, out)) {
      place.Say("duplicate-algorithm", Severity::kNote,
                fmt::format("{} is in the list before; this one is ignored", word), "remove it");
    }
  };
  if (!AllHex(words[0])) return add(words[0]);
  if (words[0].size() % 4 != 0) {
    place.Say("odd-digits", Severity::kError,
              fmt::format("{} digits are no whole number of signature pairs", words[0].size()),
              "write 4 hex digits for each pair");
    return;
  }
  for (size_t at = 0; at < words[0].size(); at += 4) add(words[0].substr(at, 4));
}

Algorithms AlgorithmsOf(const PolicyRule& rule, Findings* findings) {
  Algorithms out;
  for (const std::string_view keyword : {"V3CipherSuites4Char", "V3CipherSuites"}) {
    const auto set = rule.settings.find(keyword);
    if (set == rule.settings.end()) continue;
    out.suites_by_default = false;
    for (const Setting& one : set->second) {
      ReadSuites(one.value, keyword == "V3CipherSuites4Char", one.line, &out.suites, findings);
    }
  }
  if (out.suites_by_default) {
    static const auto usual = ParseDefault(kDefaultSuites),
                      in_fips = ParseDefault(kDefaultSuitesInFips);
    out.suites = rule.ValueOf("FIPS140") == "Off" ? usual : in_fips;
  }
  const bool tls13 = rule.IsOn("TLSv1.3");
  const auto curves = rule.settings.find("ClientECurves");
  if (curves == rule.settings.end()) {
    static const auto usual = ParseCurves(kDefaultCurves);
    out.client_curves = usual;
    if (tls13) out.client_curves->push_back(NamedGroup::kX25519);
  } else if (!SameWord(Trim(curves->second.back().value), "Any")) {
    out.client_curves.emplace();
    for (const Setting& one : curves->second) {
      ReadCurves("ClientECurves", one.value, one.line, &*out.client_curves, findings);
    }
  }
  out.client_shares = CurvesOf(rule, "ClientKeyShareGroups", findings);
  out.server_curves = CurvesOf(rule, "ServerKexECurves", findings);
  out.server_shares = CurvesOf(rule, "ServerKeyShareGroups", findings);
  const auto pairs = rule.settings.find("SignaturePairs");
  if (pairs == rule.settings.end()) {
    out.pairs = DefaultPairs(tls13);
  } else {
    for (const Setting& one : pairs->second) ReadPairs(one.value, one.line, &out.pairs, findings);
  }
  const auto certificate_pairs = rule.settings.find("SignaturePairsCert");
  if (certificate_pairs != rule.settings.end()) {
    out.certificate_pairs.emplace();
    for (const Setting& one : certificate_pairs->second) {
      ReadPairs(one.value, one.line, &*out.certificate_pairs, findings);
    }
  }
  return out;
}

std::string_view SpecOf(CipherSuite suite) { return NamesOf(suite).system_ssl_4; }
std::string SpecOf(NamedGroup group) { return std::string(NamesOf(group).system_ssl); }
std::string SpecOf(SignatureScheme scheme) { return std::string(NamesOf(scheme).system_ssl); }

bool AllowedByFips(CipherSuite suite) {
  // The algorithms that System SSL has in FIPS mode: AES and triple DES, SHA-1 and SHA-2.
  const SuiteParts parts = SplitSuite(suite);
  const bool cipher = parts.cipher.starts_with("AES_") || parts.cipher.starts_with("3DES_");
  return cipher && parts.hash != "MD5" && parts.key_exchange.find("anon") == std::string_view::npos;
}

bool AllowedByFips(NamedGroup group) { return !NamesOf(group).iana.starts_with("brainpool"); }

std::string_view WeaknessOf(CipherSuite suite) {
  const SuiteParts parts = SplitSuite(suite);
  if (parts.key_exchange.find("EXPORT") != std::string_view::npos) return "export-grade keys";
  if (parts.key_exchange.find("anon") != std::string_view::npos) return "no authentication";
  if (parts.cipher.starts_with("NULL") || suite == CipherSuite{0}) return "no encryption";
  if (parts.cipher.starts_with("RC4")) return "RC4";
  if (parts.cipher.starts_with("RC2")) return "RC2";
  if (parts.cipher.starts_with("3DES")) return "triple DES";
  if (parts.cipher.starts_with("DES")) return "DES";
  if (parts.hash == "MD5") return "MD5";
  return "";
}

bool OnlyTls12(CipherSuite suite) {
  // RFC 5246 A.5, RFC 5288, RFC 5289: suites with SHA-256 or SHA-384 are of TLS 1.2.
  const SuiteParts parts = SplitSuite(suite);
  return !IsTls13Suite(suite) && (parts.hash == "SHA256" || parts.hash == "SHA384");
}

}  // namespace shakedown::attls
