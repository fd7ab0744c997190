// TLS alerts however they are written: by number, by name in the spelling of any stack, as bytes.
#include <algorithm>
#include <array>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr size_t kAlertReach = 120;  // an alert's name or number stands this near to the word

// Words that may stand between "alert" and its name or number.
bool MayStandBetween(std::string_view word) {
  constexpr std::array<std::string_view, 30> kWords = {
      "fatal",   "warning", "level",  "description", "desc", "received", "sent",
      "message", "number",  "no",     "code",        "is",   "length",   "record",
      "layer",   "tls",     "ssl",    "with",        "type", "value",    "name",
      "from",    "the",     "server", "client",      "peer", "bytes",    "hex_encoded_bytes",
      "read",    "write"};
  return std::ranges::any_of(kWords, [word](std::string_view one) {
    return word.size() == one.size() && StandsAt(word, 0, one);
  });
}

// Whether `word` stands in `text` as a word, or anywhere if it begins with no letter.
bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = FindWord(text, word); at != std::string_view::npos;
       at = FindWord(text, word, at + 1)) {
    const size_t end = at + word.size();
    const bool starts = !IsWordChar(word.front()) || at == 0 || !IsWordChar(text[at - 1]);
    const bool ends = !IsWordChar(word.back()) || end == text.size() || !IsWordChar(text[end]);
    if (starts && ends) return true;
  }
  return false;
}

AlertWay WayOf(const Hit& hit) {
  constexpr size_t kBefore = 60, kAfter = 24;
  const size_t from = hit.begin > kBefore ? hit.begin - kBefore : 0;
  const std::string_view near = hit.line.substr(from, hit.end - from + kAfter);
  for (const std::string_view word :
       {"received", "receive", "(in)", "<<<", "remote error", "recv", "read", "got"}) {
    if (HasWord(near, word)) return AlertWay::kReceived;
  }
  for (const std::string_view word :
       {"sent", "sending", "(out)", ">>>", "local error", "send", "write"}) {
    if (HasWord(near, word)) return AlertWay::kSent;
  }
  return AlertWay::kUnknown;
}

void Add(const Scene& scene, int64_t number, const Hit& hit, size_t end, AlertWay way,
         FoundCodes* found) {
  if (number < 0 || number > 255) return;
  FoundCode code;
  code.row = scene.lookup.ByNumber("alert", number);
  code.system = "alert";
  code.code = std::to_string(number);
  code.way = way;
  code.alert = static_cast<AlertDescription>(number);
  code.begin = hit.begin;
  code.end = end;
  found->push_back(std::move(code));
}

// The longest name that begins at `at`; sets `*end`.
const LookupRow* NameAt(const Scene& scene, std::string_view line, size_t at, size_t* end) {
  constexpr size_t kLongestName = 64;
  const std::string_view rest = line.substr(at, kLongestName);
  // Spellings with underscores are found as those with blanks.
  std::string plain(rest);
  std::ranges::replace(plain, '_', ' ');
  const LookupRow* row = nullptr;
  scene.alert_names.Scan(plain, [&](uint32_t id, size_t stop) {
    const auto& [name_row, name] = scene.alert_spellings[id];
    const bool whole = stop == plain.size() || !IsWordChar(plain[stop]);
    if (stop != name.size() || !whole) return;
    row = name_row;
    *end = at + stop;
  });
  return row;
}

// "02 2F", "022F", "02:2f": a level and a description.
std::optional<int64_t> BytesAt(std::string_view line, size_t at, size_t* end) {
  if (line.size() - at < 4 || line[at] != '0' || (line[at + 1] != '1' && line[at + 1] != '2')) {
    return std::nullopt;
  }
  size_t next = at + 2;
  if (line[next] == ' ' || line[next] == ':') ++next;
  TextCursor cursor(line.substr(0, std::min(line.size(), next + 2)), next);
  size_t digits = 0;
  const auto value = cursor.TakeHex(&digits);
  const bool goes_on = next + 2 < line.size() && IsWordChar(line[next + 2]);
  if (!value || digits != 2 || goes_on || StandsAt(line, next, "0x")) return std::nullopt;
  *end = next + 2;
  return static_cast<int64_t>(*value);
}

// Steps over what may stand before the name or number, and takes the first that comes.
void TakeAlert(const Hit& hit, const Scene& scene, AlertWay way, FoundCodes* found) {
  const std::string_view line =
      hit.line.substr(0, std::min(hit.line.size(), hit.end + kAlertReach));
  TextCursor cursor(line, hit.end);
  for (int words = 0;; ++words) {
    cursor.Skip(" \t:=#([{,.\"'/-<>|\\");
    if (cursor.done()) return;
    const size_t at = cursor.at();
    size_t end = at;
    if (const auto bytes = BytesAt(line, at, &end)) {
      return Add(scene, *bytes, hit, end, way, found);
    }
    if (const LookupRow* row = NameAt(scene, line, at, &end)) {
      return Add(scene, *row->number, hit, end, way, found);
    }
    if (IsDigit(cursor.peek())) {
      // "(2)" after a level, "0002" as a length, "1.2" as a version: a number in between.
      const auto number = cursor.TakeEither();
      const std::string_view before = Trimmed(line.substr(hit.end, at - hit.end));
      const bool level = before.ends_with("(") && number && *number <= 2 && at > hit.end + 2;
      const size_t next = cursor.at() + 1;
      const bool part = cursor.peek() == '.' && next < line.size() && IsDigit(line[next]);
      const bool length = number && at + 4 <= line.size() && line.substr(at, 4) == "0002";
      // "red alert, 3 visitors", "GET /alert/40".
      const bool apart = words == 0 && before.find_first_of(",/<>|.") != std::string_view::npos;
      if (apart) return;
      // There is no alert 1 or 2: these are the levels, "alert(2,40)", "level=2 desc=40".
      const bool bare_level = number && (*number == 1 || *number == 2);
      if (number && !level && !bare_level && !part && !length) {
        if (words == 0 && scene.lookup.ByNumber("alert", *number) == nullptr) return;
        // curl prints level and description as one number.
        const int64_t plain = *number >= 0x200 && *number <= 0x2ff ? *number & 0xff : *number;
        return Add(scene, plain, hit, cursor.at(), way, found);
      }
      if (!number) cursor.TakeWord();
      cursor.Skip(")].");
      continue;
    }
    const std::string_view word = cursor.TakeWord();
    if (word.empty() || !MayStandBetween(word)) {
      // The version: "TLSv1.2", "TLS 1.3".
      if (word.empty() || !StandsAt(word, 0, "tlsv")) return;
    }
    cursor.Skip(")]");
  }
}

// Wireshark's "Content Type: Alert (21)": the kind of a record, not what the alert says.
bool IsContentType(const Hit& hit) {
  std::string_view before = Trimmed(hit.line.substr(0, hit.begin));
  while (!before.empty() && (before.back() == ':' || before.back() == '=')) {
    before = Trimmed(before.substr(0, before.size() - 1));
  }
  constexpr size_t kType = 4;
  return before.size() >= kType && StandsAt(before, before.size() - kType, "type");
}

void AfterTheWordAlert(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1])) return;
  if (hit.end < hit.line.size() && IsWordChar(hit.line[hit.end])) return;
  if (IsContentType(hit)) return;
  TakeAlert(hit, scene, WayOf(hit), found);
}

void InAChromeLog(const Hit& hit, const Scene& scene, FoundCodes* found) {
  const bool sent = StandsAt(hit.line, hit.begin, "ssl_alert_sent");
  TakeAlert(hit, scene, sent ? AlertWay::kSent : AlertWay::kReceived, found);
}

void InGo(const Hit& hit, const Scene& scene, FoundCodes* found) {
  const bool remote = StandsAt(hit.line, hit.begin, "remote");
  size_t end = 0;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  if (const LookupRow* row = NameAt(scene, hit.line, cursor.at(), &end)) {
    Add(scene, *row->number, hit, end, remote ? AlertWay::kReceived : AlertWay::kSent, found);
  }
}

// Wireshark's "Description: Handshake Failure (40)" on a line of its own, and Java's
// "description": "handshake_failure".
void AfterDescription(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" \t:=\"'");
  const size_t at = cursor.at();
  size_t end = at;
  const bool level = Mentions(hit.line.substr(0, hit.begin), "fatal") ||
                     Mentions(hit.line.substr(0, hit.begin), "warning");
  if (const LookupRow* row = NameAt(scene, hit.line, at, &end)) {
    TextCursor after(hit.line, end);
    const bool numbered = after.Skip(" ").Take("(") && after.TakeNumber() == row->number;
    const bool written_as_symbol =
        hit.line.substr(at, end - at).find('_') != std::string_view::npos;
    if (numbered || level || written_as_symbol) {
      Add(scene, *row->number, hit, end, WayOf(hit), found);
    }
    return;
  }
  if (const auto number = cursor.TakeNumber(); number && level) {
    Add(scene, *number, hit, cursor.at(), WayOf(hit), found);
  }
}

// BouncyCastle's "Client raised fatal(2) certificate_unknown(46) alert", "TlsFatalAlert:
// certificate_unknown(46)".
void InBouncyCastle(const Hit& hit, const Scene& scene, FoundCodes* found) {
  size_t end = 0;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :");
  const LookupRow* row = NameAt(scene, hit.line, cursor.at(), &end);
  if (row == nullptr || end >= hit.line.size() || hit.line[end] != '(') return;
  const bool received = Mentions(hit.line.substr(0, hit.end), "received");
  const bool raised = Mentions(hit.line.substr(0, hit.end), "raised");
  Add(scene, *row->number, hit, end,
      received ? AlertWay::kReceived
      : raised ? AlertWay::kSent
               : AlertWay::kUnknown,
      found);
}

// Java's "Fatal (HANDSHAKE_FAILURE): no cipher suites in common".
void InAJavaLog(const Hit& hit, const Scene& scene, FoundCodes* found) {
  size_t end = 0;
  const LookupRow* row = NameAt(scene, hit.line, hit.end, &end);
  if (row == nullptr || end >= hit.line.size() || hit.line[end] != ')') return;
  Add(scene, *row->number, hit, end, AlertWay::kSent, found);
}

// AT-TLS's data line "RECV CIPHER 15030300020230": an alert in clear, for traces in which nothing
// else tells who is the client.
void InAnAtTlsDataLine(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1])) return;
  constexpr size_t kDigits = 14;
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  size_t digits = 0;
  const auto record = cursor.TakeHex(&digits);
  if (!record || digits != kDigits || IsWordChar(cursor.peek())) return;
  // RFC 8446 5.1 and 6: type 21, version 3.x, a length of two; level and description.
  const uint64_t level = *record >> 8 & 0xff;
  if (*record >> 40 != 0x1503 || (*record >> 16 & 0xffff) != 2 || level < 1 || level > 2) return;
  const bool sent = StandsAt(hit.line, hit.begin, "send");
  Add(scene, static_cast<int64_t>(*record & 0xff), hit, cursor.at(),
      sent ? AlertWay::kSent : AlertWay::kReceived, found);
}

}  // namespace

std::span<const Recogniser> AlertRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"alert", {"alert"}, &AfterTheWordAlert},
      {"alert", {"ssl_alert_sent", "ssl_alert_received"}, &InAChromeLog},
      {"alert", {"recv cipher", "send cipher"}, &InAnAtTlsDataLine},
      {"alert", {"remote error: tls:", "local error: tls:"}, &InGo},
      {"alert", {"description"}, &AfterDescription},
      {"alert", {"fatal(2)", "tlsfatalalert:", "tlsfatalalertreceived:"}, &InBouncyCastle},
      {"alert", {"fatal ("}, &InAJavaLog},
      {"alert", {"fatal error code is", "fatal alert code is"}, &InAChromeLog},
  };
  return recognisers;
}

}  // namespace shakedown
