// z/OS: return codes in messages of AT-TLS and elsewhere, CMS status, ICSF codes, RACF refusals.
#include <fmt/format.h>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr int64_t kFirstOfAtTls = 5000, kLastOfAtTls = 6999;

bool StartsAWord(const Hit& hit) { return hit.begin == 0 || !IsWordChar(hit.line[hit.begin - 1]); }

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

// "RC: 435", "rc=403", "RC 6".
void AfterRc(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (!StartsAWord(hit)) return;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=(");
  if (cursor.at() == hit.end) return;
  const auto number = cursor.TakeNumber();
  if (!number) return;
  // A return code of what? In a line that says nothing else, of System SSL.
  constexpr size_t kNothingElse = 12;
  const bool alone = Trimmed(hit.line).size() <= kNothingElse;
  if (!alone && !scene.at_tls && !Mentions(hit.line, "ttls") && !Mentions(hit.line, "gsk") &&
      !Mentions(hit.line, "ssl")) {
    return;
  }
  AddReturnCode(scene, *number, hit, cursor.at(), found);
}

// "TTLS 403": the short form in which people write it.
void AfterTtls(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1]) && hit.line[hit.begin - 1] != '-')
    return;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  if (cursor.at() == hit.end) return;
  const auto number = cursor.TakeNumber();
  if (number) AddReturnCode(scene, *number, hit, cursor.at(), found);
}

// "gsk_secure_socket_init() failed with error 402", "GSK status: 420".
void AfterGsk(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 100;
  const std::string_view near = hit.line.substr(0, std::min(hit.line.size(), hit.end + kReach));
  for (const std::string_view word : {"error", "status", "return code", "returned", "reason"}) {
    const size_t at = FindWord(near, word, hit.end);
    if (at == std::string_view::npos) continue;
    TextCursor cursor(near, at + word.size());
    cursor.Skip(" :=(");
    cursor.Take("code");
    cursor.Skip(" :=(");
    const auto number = cursor.TakeNumber();
    if (number && AddNumber(scene, "system_ssl", *number, hit.begin, cursor.at(), found)) return;
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

// "retCode = 0x8, rsnCode = 0x2b00", "return code 8, reason code 3070".
void IcsfReason(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 60;
  TextCursor reason(hit.line, hit.end);
  reason.Skip(" :=(");
  const auto reason_code = reason.TakeEither();
  const size_t from = hit.begin > kReach ? hit.begin - kReach : 0;
  const std::string_view before = hit.line.substr(0, hit.begin);
  for (const std::string_view word : {"retcode", "return code"}) {
    const size_t at = FindWord(before, word, from);
    if (at == std::string_view::npos || !reason_code) continue;
    TextCursor cursor(hit.line, at + word.size());
    cursor.Skip(" :=(");
    const auto return_code = cursor.TakeEither();
    if (!return_code) continue;
    FoundCode code;
    code.code = fmt::format("{}/0x{:X}", *return_code, *reason_code);
    code.system = "icsf";
    code.row = scene.lookup.ByCode("icsf", code.code);
    code.begin = at;
    code.end = reason.at();
    // Other programs have return and reason codes, too.
    if (code.row != nullptr || Mentions(hit.line, "csf")) found->push_back(std::move(code));
    return;
  }
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
      {"z/OS", {"ttls"}, &AfterTtls},
      {"z/OS", {"gsk_", "gsk status"}, &AfterGsk},
      {"z/OS", {"0335"}, &CmsStatus},
      {"z/OS", {"rsncode", "reason code"}, &IcsfReason},
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
