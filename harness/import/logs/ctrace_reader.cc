#include "harness/import/logs/ctrace_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "harness/import/hello.h"
#include "harness/import/logs/log_text.h"
#include "harness/wire/byte_reader.h"
#include "harness/wire/code_points.h"

namespace shakedown {
namespace {

constexpr size_t kMostOpen = 128, kMostUnread = size_t{1} << 18;

// Takes the next word off `*text`.
std::string_view Word(std::string_view* text) {
  *text = Trim(*text);
  const size_t end = text->find_first_of(" \t");
  const std::string_view word = text->substr(0, end);
  text->remove_prefix(end == text->npos ? text->size() : end);
  return word;
}

// "SSL_ERROR" of " C01  MESSAGE   00000004  20:43:45.522449  SSL_ERROR"; "" for other lines.
std::string_view KindOf(std::string_view line) {
  std::string_view rest = line;
  for (int i = 0; i < 3; ++i) {
    const std::string_view word = Word(&rest);
    if (word != "MESSAGE" && word != "DUMP") continue;
    const std::string_view id = Word(&rest);
    if (id.size() != 8 || !std::ranges::all_of(id, IsHexDigit)) return "";
    Word(&rest);  // the time
    const std::string_view kind = Word(&rest);
    return kind.starts_with("SSL_") ? kind : "";
  }
  return "";
}

struct GskLine {
  std::string_view thread, kind, function, text;
};

// "11/14/2005-20:43:45 Thd-2 ERROR gsk_read_v3_record(): Socket closed by 10.1.1.2"
std::optional<GskLine> GskLineOf(std::string_view line) {
  std::string_view rest = line;
  const std::string_view time = Word(&rest);
  constexpr size_t kTime = 19;  // MM/DD/YYYY-HH:MM:SS
  if (time.size() != kTime || time[2] != '/' || time[10] != '-') return std::nullopt;
  GskLine found;
  found.thread = Word(&rest);
  if (!found.thread.starts_with("Thd-")) return std::nullopt;
  found.kind = Word(&rest);
  rest = Trim(rest);
  const size_t end = rest.find("():");
  if (end == rest.npos) return std::nullopt;
  found.function = rest.substr(0, end);
  found.text = Trim(rest.substr(end + 3));
  return found;
}

// "00000000: 16030300 7A020000 ...  *....*", with or without the offset's colon.
std::optional<Bytes> DumpBytes(std::string_view text) {
  text = Trim(text.substr(0, text.find_first_of("*|")));
  size_t digits = 0;
  while (digits < text.size() && IsHexDigit(text[digits])) ++digits;
  constexpr size_t kShortest = 4, kLongest = 8;
  const bool offset = digits >= kShortest && digits <= kLongest && digits < text.size() &&
                      (text[digits] == ':' || text[digits] == ' ' || text[digits] == '+');
  if (!offset) return std::nullopt;
  text = Trim(text.substr(digits + 1));
  // A column of characters follows after a wide gap.
  constexpr size_t kLine = 32;  // bytes, at most
  text = text.substr(0, text.find("    "));
  auto bytes = FromHex(text);
  if (!bytes || bytes->empty() || bytes->size() > kLine) return std::nullopt;
  return bytes;
}

}  // namespace

bool IsCtrace(std::string_view start) {
  for (const std::string_view line : SplitLines(start)) {
    if (!KindOf(line).empty() || GskLineOf(line)) return true;
  }
  return false;
}

CtraceReader::Thread& CtraceReader::Current() {
  auto it = threads_.find(key_);
  if (it == threads_.end()) {
    if (threads_.size() >= kMostOpen) Close(threads_.begin()->first);
    it = threads_.emplace(key_, Thread()).first;
    it->second.told.id = key_;
    it->second.told.line = lines_;
  }
  return it->second;
}

void CtraceReader::Close(const std::string& key) {
  const auto it = threads_.find(key);
  if (it == threads_.end()) return;
  ToldConnection told = std::move(it->second.told);
  threads_.erase(it);
  if (!told.empty()) Tell(std::move(told));
}

void CtraceReader::Add(LogStep step, bool sent) {
  Thread& thread = Current();
  const Role teller = thread.told.teller.value_or(Role::kServer);
  step.from = sent ? teller : Other(teller);
  step.line = from_;
  AddStep(std::move(step), &thread.told);
}

void CtraceReader::TakeHandshake(Direction* direction, bool sent) {
  while (true) {
    ByteReader reader(direction->handshake);
    const uint8_t type = reader.U8();
    const View body = reader.Bytes24();
    if (!reader.ok()) return;
    const size_t size = 4 + body.size();
    Thread& thread = Current();
    if (type == static_cast<uint8_t>(HandshakeType::kClientHello)) {
      // The next connection of the same thread.
      const bool begun = std::ranges::any_of(thread.told.steps, [](const LogStep& step) {
        return step.kind == LogStep::Kind::kAlert ||
               (step.kind == LogStep::Kind::kMessage && step.bytes[0] == 20);
      });
      if (begun) {
        Tell(std::move(thread.told));
        thread.told = {};
        thread.told.id = key_;
      }
      thread.told.teller = sent ? Role::kClient : Role::kServer;
    }
    LogStep step;
    step.kind = LogStep::Kind::kMessage;
    step.bytes.assign(direction->handshake.begin(),
                      direction->handshake.begin() + static_cast<ptrdiff_t>(size));
    direction->handshake.erase(direction->handshake.begin(),
                               direction->handshake.begin() + static_cast<ptrdiff_t>(size));
    Add(std::move(step), sent);
  }
}

void CtraceReader::TakeRecords(Direction* direction, bool sent) {
  while (!direction->lost) {
    ByteReader reader(direction->records);
    const uint8_t type = reader.U8();
    const uint16_t version = reader.U16();
    const View body = reader.Bytes16();
    if (!reader.ok()) break;
    const Bytes content(body.begin(), body.end());
    const size_t size = 5 + content.size();
    direction->records.erase(direction->records.begin(),
                             direction->records.begin() + static_cast<ptrdiff_t>(size));
    if (version >> 8 != 3) direction->lost = true;
    switch (static_cast<ContentType>(type)) {
      case ContentType::kHandshake:
        Append(&direction->handshake, content);
        TakeHandshake(direction, sent);
        break;
      case ContentType::kAlert:
        if (content.size() == 2) Add(AlertStep(Role::kClient, content[0], content[1], from_), sent);
        break;
      case ContentType::kChangeCipherSpec: {
        LogStep step;
        step.kind = LogStep::Kind::kChangeCipherSpec;
        Add(std::move(step), sent);
        break;
      }
      default:
        direction->lost = true;  // protected from here on
    }
  }
  if (direction->records.size() > kMostUnread || direction->handshake.size() > kMostUnread) {
    direction->lost = true;
  }
  if (direction->lost) {
    direction->records.clear();
    direction->handshake.clear();
  }
}

void CtraceReader::CloseDump() {
  if (dump_.empty()) return;
  const Bytes bytes = std::move(dump_);
  dump_.clear();
  const bool sent = Has(function_, "write") || Has(function_, "send");
  const bool received = Has(function_, "read") || Has(function_, "recv");
  if (sent == received) return;
  Direction& direction = Current().directions[sent ? 0 : 1];
  if (direction.lost || (direction.records.empty() && !StartsLikeTls(bytes))) return;
  Append(&direction.records, bytes);
  TakeRecords(&direction, sent);
}

// "Sent TLS 1.3 alert 51 to 10.1.0.2", "Socket closed by 192.0.2.1.1360."
void CtraceReader::OnDetail(std::string_view text) {
  Thread& thread = Current();
  const size_t alert = text.find(" alert ");
  const bool sent = text.starts_with("Sent "), received = text.starts_with("Received ");
  if (alert != text.npos && (sent || received)) {
    const std::string_view digits = text.substr(alert + 7);
    uint8_t number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    constexpr uint8_t kFatal = 2;
    const bool known = std::ranges::any_of(thread.told.steps, [&](const LogStep& step) {
      return step.kind == LogStep::Kind::kAlert && step.bytes[1] == number;
    });
    from_ = lines_;
    if (parsed.ec == std::errc() && !known) {
      Add(AlertStep(Role::kClient, kFatal, number, lines_), sent);
    }
  }
  const bool closed = text.starts_with("Socket closed by");
  if (closed && !thread.told.failed) {
    thread.told.closed_by = Other(thread.told.teller.value_or(Role::kServer));
    thread.told.failed = true;
  }
  if (kind_ != "SSL_ERROR" && kind_ != "ERROR") return;
  AddWords(text, lines_, &thread.told);
  thread.told.failed = true;
}

void CtraceReader::OnDump(std::string_view text) {
  const auto bytes = DumpBytes(text);
  if (!bytes) return OnDetail(Trim(text));
  if (dump_.empty()) from_ = lines_;
  if (dump_.size() < kMostUnread) Append(&dump_, *bytes);
}

void CtraceReader::Line(std::string_view line) {
  if (const std::string_view kind = KindOf(line); !kind.empty()) {
    CloseDump();
    kind_ = kind;
    headed_ = false;
    return;
  }
  if (const auto one = GskLineOf(line)) {
    CloseDump();
    kind_ = one->kind;
    headed_ = true;
    key_ = fmt::format("thread {}", one->thread.substr(4, 16));
    function_ = one->function;
    if (!one->text.empty()) OnDetail(one->text);
    return;
  }
  if (kind_.empty()) return;
  const std::string_view text = Trim(line);
  if (!headed_ && text.starts_with("Job ")) {
    std::string_view rest = text.substr(4);
    const std::string_view job = Word(&rest);
    Word(&rest);
    const std::string_view process = Word(&rest);
    Word(&rest);
    const std::string_view thread = Word(&rest);
    key_ = fmt::format("job {} process {} thread {}", job.substr(0, 16), process.substr(0, 16),
                       thread.substr(0, 16));
    function_ = Word(&rest);
    headed_ = true;
    return;
  }
  if (!headed_ || text.empty()) return;
  Has(kind_, "DUMP") || kind_ == "ASCII" || kind_ == "EBCDIC" ? OnDump(line) : OnDetail(text);
}

void CtraceReader::End() {
  CloseDump();
  while (!threads_.empty()) Close(std::string(threads_.begin()->first));
}

}  // namespace shakedown
