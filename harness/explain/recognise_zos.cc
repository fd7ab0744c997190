// z/OS: return codes in messages of AT-TLS and elsewhere, CMS status, ICSF codes, RACF refusals.
#include <fmt/format.h>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr int64_t kFirstOfAtTls = 5000, kLastOfAtTls = 6999;

bool StartsAWord(const Hit& hit) { return hit.begin == 0 || !IsWordChar(hit.line[hit.begin - 1]); }

// What stands between "return code" and the number.
void SkipToCode(TextCursor* cursor) {
  cursor->Skip(" :=(");
  if (cursor->Take("is ")) cursor->Skip(" ");
}

void AddReturnCode(const Scene& scene, int64_t number, const Hit& hit, size_t end,
                   FoundCodes* found) {
  if (number <= 0 || number > kLastOfAtTls) return;
  const char* system = number >= kFirstOfAtTls ? "at_tls" : "system_ssl";
  if (AddNumber(scene, system, number, hit.begin, end, found)) return;
  FoundCode code;
  code.system = system;
  code.code = std::to_string(number);
  code.begin = hit.begin;
  code.end = end;
  found->push_back(std::move(code));
}

// "RC: 435", "rc=403", "RC 6", "RC is 6".
void AfterRc(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!StartsAWord(hit)) return;
  TextCursor cursor(hit.line, hit.end);
  SkipToCode(&cursor);
  if (cursor.at() == hit.end) return;
  const auto number = cursor.TakeEither();
  if (!number) return;
  // With a reason code beside it, it is another program's: ICSF's, RACF's.
  TextCursor next(hit.line, cursor.at());
  next.Skip(" ,;/");
  if (next.Take("rs") || next.Take("reason")) return;
  // A return code of what? In a line that says nothing else, of System SSL.
  constexpr size_t kNothingElse = 12;
  const bool alone = Trimmed(hit.line).size() <= kNothingElse;
  if (!alone && !scene.at_tls && !Mentions(hit.line, "ttls") && !Mentions(hit.line, "gsk") &&
      !Mentions(hit.line, "ssl") && !Mentions(hit.line, "at-tls")) {
    return;
  }
  AddReturnCode(scene, *number, hit, cursor.at(), found);
}

// "TTLS 403", "AT-TLS error 5003", "AT-TLS return code 5001": the short forms in which people write
// it.
void AfterTtls(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1]) && hit.line[hit.begin - 1] != '-')
    return;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  if (cursor.at() == hit.end) return;
  const size_t words = cursor.at();
  for (const std::string_view word : {"return", "error", "reason", "code"}) {
    if (cursor.Take(word)) cursor.Skip(" :=");
  }
  const bool plain = cursor.at() == words;
  const auto number = cursor.TakeNumber();
  if (!number) return;
  // "AT-TLS 3270 sessions" is no code.
  if (plain && StandsAt(hit.line, hit.begin, "ttls")) {
    return AddReturnCode(scene, *number, hit, cursor.at(), found);
  }
  AddNumber(scene, *number >= kFirstOfAtTls ? "at_tls" : "system_ssl", *number, hit.begin,
            cursor.at(), found);
}

// "return code 202 from gsk_environment_init", "Return code 435" on its own.
void AfterReturnCode(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 60;
  TextCursor cursor(hit.line, hit.end);
  SkipToCode(&cursor);
  const auto number = cursor.TakeNumber();
  if (!number || Mentions(hit.line, "csf")) return;
  const std::string_view before = Trimmed(hit.line.substr(0, hit.begin));
  if (before.empty() && TextCursor(hit.line, cursor.at()).Skip(" ).\r").done()) {
    return AddReturnCode(scene, *number, hit, cursor.at(), found);
  }
  constexpr size_t kSsl = 3;
  const bool of_ssl = (before.size() >= kSsl && StandsAt(before, before.size() - kSsl, "ssl")) ||
                      Mentions(before, "system ssl") || Mentions(before, "at-tls") ||
                      Mentions(before, "gsk");
  if (!of_ssl && !Mentions(hit.line.substr(cursor.at(), kReach), "gsk_")) return;
  AddNumber(scene, "system_ssl", *number, hit.begin, cursor.at(), found);
}

// "gsk_secure_socket_init() failed with error 402", "GSK status: 420".
void AfterGsk(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 100;
  const std::string_view near = hit.line.substr(0, std::min(hit.line.size(), hit.end + kReach));
  for (const std::string_view word :
       {"error", "status", "return code", "returned", "reason", "rc", "failed"}) {
    const size_t at = FindWord(near, word, hit.end);
    if (at == std::string_view::npos) continue;
    TextCursor cursor(near, at + word.size());
    cursor.Skip(" :=(");
    cursor.Take("code");
    cursor.Take("with");
    cursor.Skip(" :=(");
    const auto number = cursor.TakeNumber();
    if (number && AddNumber(scene, "system_ssl", *number, hit.begin, cursor.at(), found)) return;
  }
}

// "GSKSSL error 402", "error code 402 from System SSL".
void NearSystemSsl(const Hit& hit, const Scene& scene, FoundCodes* found) {
  const size_t before = found->size();
  AfterGsk(hit, scene, found);
  if (found->size() > before) return;
  constexpr size_t kReach = 40;
  const size_t from = hit.begin > kReach ? hit.begin - kReach : 0;
  for (const std::string_view word : {"error code", "return code", "error", "rc"}) {
    const size_t at = FindWord(hit.line.substr(0, hit.begin), word, from);
    if (at == std::string_view::npos || (at > 0 && IsWordChar(hit.line[at - 1]))) continue;
    TextCursor cursor(hit.line, at + word.size());
    const auto number = cursor.Skip(" :=(").TakeNumber();
    if (number && AddNumber(scene, "system_ssl", *number, at, hit.end, found)) return;
  }
}

// "0x03353084", "error 03353084".
void CmsStatus(const Hit& hit, const Scene& scene, FoundCodes* found) {
  size_t begin = hit.begin;
  if (begin >= 2 && StandsAt(hit.line, begin - 2, "0x")) begin -= 2;
  if (begin > 0 && IsWordChar(hit.line[begin - 1])) return;
  TextCursor cursor(hit.line, hit.begin);
  size_t digits = 0;
  const auto value = cursor.TakeHex(&digits);
  if (!value || digits != 8) return;
  if (AddNumber(scene, "cms", static_cast<int64_t>(*value), begin, cursor.at(), found)) return;
  FoundCode code;
  code.system = "cms";
  code.code = fmt::format("0x{:08X}", *value);
  code.begin = begin;
  code.end = cursor.at();
  found->push_back(std::move(code));
}

// "error 53817476": the same in decimal.
void CmsDecimal(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!StartsAWord(hit)) return;
  TextCursor cursor(hit.line, hit.begin);
  const auto number = cursor.TakeNumber();
  if (number) AddNumber(scene, "cms", *number, hit.begin, cursor.at(), found);
}

// A code as ICSF's callers print it: "0x2b00", "x'2B04'", "272C", "3070".
struct IcsfNumber {
  int64_t value = 0;
  std::optional<int64_t> in_hex;  // where the digits may be hexadecimal as well
};

std::optional<IcsfNumber> TakeIcsfNumber(TextCursor* cursor) {
  cursor->Skip(" :=(");
  bool hex = cursor->Take("x'");
  if (!hex && cursor->peek() == '0') hex = cursor->Take("0x");
  TextCursor decimal = *cursor;
  size_t digits = 0;
  const auto in_hex = cursor->TakeHex(&digits);
  if (!in_hex || *in_hex > 0xffffffff || IsWordChar(cursor->peek())) return std::nullopt;
  const auto value = static_cast<int64_t>(*in_hex);
  if (hex) return IcsfNumber{value, std::nullopt};
  const auto number = decimal.TakeNumber();
  if (!number || decimal.at() != cursor->at()) return IcsfNumber{value, std::nullopt};
  return IcsfNumber{*number, value};
}

// "retCode = 0x8, rsnCode = 0x2b00", "return code 8, reason code 3070", "RC=0008 RSN=272C".
void IcsfReason(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 60;
  if (!StartsAWord(hit)) return;
  TextCursor reason(hit.line, hit.end);
  reason.Take(" code");
  const auto reason_code = TakeIcsfNumber(&reason);
  if (!reason_code) return;
  const size_t from = hit.begin > kReach ? hit.begin - kReach : 0;
  const std::string_view before = hit.line.substr(0, hit.begin);
  const bool of_icsf = Mentions(hit.line, "csf") || Mentions(hit.line, "csn");
  for (const std::string_view word : {"retcode", "return code", "rc"}) {
    const size_t at = FindWord(before, word, from);
    if (at == std::string_view::npos || (at > 0 && IsWordChar(before[at - 1]))) continue;
    TextCursor cursor(hit.line, at + word.size());
    const auto return_code = TakeIcsfNumber(&cursor);
    if (!return_code) continue;
    const auto code_of = [&](int64_t number) {
      return fmt::format("{}/0x{:X}", return_code->value, number);
    };
    FoundCode code;
    code.code = code_of(reason_code->value);
    code.system = "icsf";
    code.row = scene.lookup.ByCode("icsf", code.code);
    if (code.row == nullptr && of_icsf && reason_code->in_hex) {
      code.row = scene.lookup.ByCode("icsf", code_of(*reason_code->in_hex));
    }
    code.begin = at;
    code.end = reason.at();
    // Other programs have return and reason codes, too.
    const bool said_in_full = word != "rc" && Mentions(hit.line.substr(hit.begin), "code");
    const bool alone =
        Trimmed(hit.line.substr(0, at)).empty() &&
        Trimmed(hit.line.substr(reason.at())).find_first_not_of("'.") == std::string_view::npos;
    const bool known = code.row != nullptr && (said_in_full || alone);
    if (of_icsf || known) found->push_back(std::move(code));
    return;
  }
}

// "8/0xbfe", "8/BFE", "12 / 0x8": return and reason code of ICSF.
void AddIcsfPair(TextCursor cursor, size_t begin, const Scene& scene, FoundCodes* found) {
  const auto return_code = TakeIcsfNumber(&cursor);
  if (!return_code || !cursor.Skip(" ").Take("/")) return;
  const auto reason_code = TakeIcsfNumber(&cursor);
  if (!reason_code) return;
  // Reason codes are shown in hex, with 0x or not; 3070 and 11008 are decimal all the same.
  for (const int64_t reason :
       {reason_code->in_hex.value_or(reason_code->value), reason_code->value}) {
    FoundCode code;
    code.row = scene.lookup.ByCode("icsf", fmt::format("{}/0x{:X}", return_code->value, reason));
    code.begin = begin;
    code.end = cursor.at();
    if (code.row == nullptr) continue;
    found->push_back(std::move(code));
    return;
  }
}

// "ICSF 8/0xbfe", "ICSF error 8/3070".
void AfterIcsf(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!StartsAWord(hit)) return;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=(");
  for (const std::string_view word : {"return", "error", "reason", "code", "rc"}) {
    if (cursor.Take(word)) cursor.Skip(" :=(");
  }
  AddIcsfPair(cursor, hit.begin, scene, found);
}

void AddSymptom(const Scene& scene, std::string_view code, size_t begin, size_t end,
                FoundCodes* found) {
  FoundCode one;
  one.row = scene.lookup.ByCode("zos", code);
  one.begin = begin;
  one.end = end;
  if (one.row != nullptr) found->push_back(std::move(one));
}

// "errno2 0be8044c": the last four digits are the reason.
void AfterErrno2(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=(");
  const auto value = cursor.TakeHex();
  if (value && (*value & 0xffff) == 0x044c) {
    AddSymptom(scene, "JRNoCertforUser", hit.begin, cursor.at(), found);
  }
}

void MessageOrReason(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!StartsAWord(hit) || (hit.end < hit.line.size() && IsWordChar(hit.line[hit.end]))) return;
  AddSymptom(scene, hit.line.substr(hit.begin, hit.end - hit.begin), hit.begin, hit.end, found);
}

}  // namespace

std::span<const Recogniser> ZosRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"z/OS", {"rc"}, &AfterRc},
      {"z/OS", {"ttls", "at-tls"}, &AfterTtls},
      {"z/OS", {"return code"}, &AfterReturnCode},
      {"z/OS", {"gsk_", "gsk status"}, &AfterGsk},
      {"z/OS", {"system ssl", "gskssl"}, &NearSystemSsl},
      {"z/OS", {"0335"}, &CmsStatus},
      {"z/OS", {"53817"}, &CmsDecimal},
      {"z/OS", {"rsncode", "rsn", "reason", "rs=", "rs:", "rs "}, &IcsfReason},
      {"z/OS", {"icsf"}, &AfterIcsf},
      {"z/OS", {"errno2"}, &AfterErrno2},
      {"z/OS",
       {"ezd1819i", "ezd1820e", "ezd2042i", "iaz0543i", "edc5121i", "virht57e", "ich408i",
        "jrnocertforuser", "jrconndeniedpolicy", "jralreadyactive", "jrttlshandshakefailed",
        "jrinvalidversion", "jrsocketcallparmerror", "jrbufftoosmall"},
       &MessageOrReason},
  };
  return recognisers;
}

}  // namespace shakedown
