// Numbers that mean something near the name of their library: GnuTLS, NSS, mbedTLS, wolfSSL; curl's
// exit codes; Windows' status values.
#include <algorithm>
#include <array>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr size_t kNumberReach = 120;

bool StandsAlone(std::string_view line, size_t begin, size_t end) {
  return (begin == 0 || !IsWordChar(line[begin - 1])) &&
         (end == line.size() || !IsWordChar(line[end]));
}

// The first negative number after the hit that `system` has.
void NegativeNumber(const Hit& hit, const Scene& scene, const char* system, FoundCodes* found) {
  const std::string_view near =
      hit.line.substr(0, std::min(hit.line.size(), hit.end + kNumberReach));
  for (size_t at = near.find('-', hit.end); at != std::string_view::npos;
       at = near.find('-', at + 1)) {
    if (at > 0 && IsWordChar(near[at - 1])) continue;
    TextCursor cursor(near, at);
    const auto number = cursor.TakeNumber();
    if (number && AddNumber(scene, system, *number, at, cursor.at(), found)) return;
  }
}

void AfterGnutls(const Hit& hit, const Scene& scene, FoundCodes* found) {
  NegativeNumber(hit, scene, "gnutls", found);
}

void AfterNss(const Hit& hit, const Scene& scene, FoundCodes* found) {
  // "NSS -12273": the sign is part of the keyword.
  const size_t end = hit.line[hit.end - 1] == '-' ? hit.end - 1 : hit.end;
  NegativeNumber({hit.line, hit.begin, end}, scene, "nss", found);
}

void AfterWolfssl(const Hit& hit, const Scene& scene, FoundCodes* found) {
  NegativeNumber(hit, scene, "wolfssl", found);
}

// "returned -30592": mbedTLS in decimal.
void AfterMbedtls(const Hit& hit, const Scene& scene, FoundCodes* found) {
  const size_t before = found->size();
  NegativeNumber(hit, scene, "mbedtls", found);
  if (found->size() > before || Mentions(hit.line, "-0x") || Mentions(hit.line, "flags")) return;
  // "mbedtls error 0x2700": without its sign.
  const size_t at = FindWord(hit.line.substr(0, hit.end + kNumberReach), "0x", hit.end);
  if (at == std::string_view::npos) return;
  TextCursor cursor(hit.line, at);
  size_t digits = 0;
  const auto value = cursor.TakeHex(&digits);
  if (value && digits == 4 && StandsAlone(hit.line, at, cursor.at())) {
    AddNumber(scene, "mbedtls", -static_cast<int64_t>(*value), at, cursor.at(), found);
  }
}

// "-0x7780".
void NegativeHex(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.begin + 1);
  size_t digits = 0;
  const auto value = cursor.TakeHex(&digits);
  if (!value || !StandsAlone(hit.line, hit.begin, cursor.at())) return;
  // Short ones are anything's.
  if (digits != 4 && !Mentions(hit.line, "mbedtls") && !Mentions(hit.line, "ssl_")) return;
  AddNumber(scene, "mbedtls", -static_cast<int64_t>(*value & 0xffffffff), hit.begin, cursor.at(),
            found);
}

// "verify flags: 0x8": each bit is a row.
void VerifyFlags(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=(");
  if (!StandsAt(hit.line, cursor.at(), "0x")) return;
  const auto value = cursor.TakeHex();
  if (!value) return;
  for (uint64_t bit = 1; bit <= 0x80000; bit <<= 1) {
    if ((*value & bit) == 0) continue;
    AddNumber(scene, "mbedtls_verify", static_cast<int64_t>(bit), hit.begin, cursor.at(), found);
  }
}

// "curl: (60) SSL certificate problem", "curl ended with exit code 60", and "curl 60" on its own.
void AfterCurl(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr std::array<std::string_view, 14> kWords = {
      "command", "exit", "exited", "error", "failed", "returned", "returns",
      "ended",   "rc",   "with",   "code",  "status", "errno",    "number"};
  TextCursor cursor(hit.line, hit.end);
  const char next = cursor.peek();
  bool named = next == ':' && StandsAt(hit.line, hit.end, ": (");
  for (;;) {
    cursor.Skip(" :=(#");
    TextCursor ahead = cursor;
    const std::string_view word = ahead.TakeWord();
    const bool known = std::ranges::any_of(kWords, [word](std::string_view one) {
      return word.size() == one.size() && StandsAt(word, 0, one);
    });
    if (!known) break;
    named = true;
    cursor = ahead;
  }
  const auto number = cursor.TakeNumber();
  if (!number) return;
  const bool alone = Trimmed(hit.line.substr(0, hit.begin)).empty() &&
                     TextCursor(hit.line, cursor.at()).Skip(" )\r").done();
  if (named || alone) AddNumber(scene, "curl", *number, hit.begin, cursor.at(), found);
}

// "exit code 60 of curl", "[curl] exit status 35".
void ExitOfCurl(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!Mentions(hit.line, "curl")) return;
  TextCursor cursor(hit.line, hit.end);
  const auto number = cursor.Skip(" :=(").TakeNumber();
  if (number) AddNumber(scene, "curl", *number, hit.begin, cursor.at(), found);
}

// "0x80090326".
void SchannelStatus(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.begin);
  const auto value = cursor.TakeHex();
  if (value && StandsAlone(hit.line, hit.begin, cursor.at())) {
    AddNumber(scene, "schannel", static_cast<int64_t>(*value & 0xffffffff), hit.begin, cursor.at(),
              found);
  }
}

// "sspi 80090308", in a text that names where it is from.
void SchannelBareStatus(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kDigits = 8, kNothingElse = 12;
  TextCursor cursor(hit.line, hit.begin);
  size_t digits = 0;
  const auto value = cursor.TakeHex(&digits);
  if (!value || digits != kDigits || !StandsAlone(hit.line, hit.begin, cursor.at())) return;
  const bool named = Mentions(hit.line, "schannel") || Mentions(hit.line, "sspi");
  if (!named && Trimmed(hit.line).size() > kNothingElse) return;
  AddNumber(scene, "schannel", static_cast<int64_t>(*value), hit.begin, cursor.at(), found);
}

// "-2146893018", "2148074278": the same in decimal, signed or not.
void SchannelDecimal(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.begin);
  const auto number = cursor.TakeNumber();
  if (!number || !StandsAlone(hit.line, hit.begin, cursor.at())) return;
  AddNumber(scene, "schannel", *number & 0xffffffff, hit.begin, cursor.at(), found);
}

// "Schannel event 36887", "event ID 36888".
void SchannelEvent(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!Mentions(hit.line, "schannel")) return;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=(");
  cursor.Take("id");
  cursor.Skip(" :=(");
  const auto number = cursor.TakeNumber();
  if (number) AddNumber(scene, "schannel", *number, hit.begin, cursor.at(), found);
}

}  // namespace

std::span<const Recogniser> NumberRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"GnuTLS", {"gnutls"}, &AfterGnutls},
      {"NSS",
       {"nss error", "nss:", "nss -", "pr_geterror", "pr_read returned error",
        "pr_write returned error", "sec_error_", "nspr error"},
       &AfterNss},
      {"wolfSSL",
       {"wolfssl", "wolfcrypt", "wolf", "ssl_connect error", "ssl_accept error"},
       &AfterWolfssl},
      {"mbedTLS", {"mbedtls", "mbed tls"}, &AfterMbedtls},
      {"mbedTLS", {"-0x"}, &NegativeHex},
      {"mbedTLS", {"verify flags", "verify_result flags"}, &VerifyFlags},
      {"curl", {"curl"}, &AfterCurl},
      {"curl", {"exit code", "exit status"}, &ExitOfCurl},
      {"Schannel", {"0x8009", "0x800b"}, &SchannelStatus},
      {"Schannel", {"8009", "800b"}, &SchannelBareStatus},
      {"Schannel", {"-2146", "21480", "21482"}, &SchannelDecimal},
      {"Schannel", {"event"}, &SchannelEvent},
  };
  return recognisers;
}

}  // namespace shakedown
