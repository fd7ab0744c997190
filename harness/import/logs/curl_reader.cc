#include "harness/import/logs/curl_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "harness/import/logs/log_text.h"

namespace shakedown {
namespace {

// "18:58:32.123456 " of --trace-time and "[0-0] " of --trace-ids, before a line.
std::string_view WithoutPrefix(std::string_view line) {
  constexpr size_t kTime = 16;
  if (line.size() > kTime && line[2] == ':' && line[5] == ':' && line[8] == '.' &&
      line[kTime - 1] == ' ') {
    line.remove_prefix(kTime);
  }
  if (line.starts_with('[') && line.find("] ") < kTime) line.remove_prefix(line.find("] ") + 2);
  return line;
}

// What follows "* " or "== Info: "; nothing for other lines.
std::optional<std::string_view> InfoOf(std::string_view line) {
  for (const std::string_view start : {"* ", "== Info: "}) {
    if (line.starts_with(start)) return line.substr(start.size());
  }
  return std::nullopt;
}

// The number in the last pair of brackets.
std::optional<uint32_t> NumberIn(std::string_view text) {
  const size_t open = text.rfind('('), close = text.rfind(')');
  if (open == text.npos || close == text.npos || close <= open) return std::nullopt;
  uint32_t number = 0;
  const std::string_view digits = text.substr(open + 1, close - open - 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// Exit codes that have to do with TLS or with a connection that ended.
bool IsTlsExit(uint32_t code) {
  constexpr std::array<uint32_t, 20> kCodes = {35, 51, 52, 53, 54, 55, 56, 58, 59, 60,
                                               64, 66, 77, 80, 82, 83, 90, 91, 98, 101};
  return std::ranges::find(kCodes, code) != kCodes.end();
}

// Words that tell of a failure, and not of how things go.
bool TellsOfFailure(std::string_view info) {
  for (const std::string_view word :
       {"rror:", "problem", "failed", "does not match", "no alternative certificate",
        "SSL certificate verify result", "SSL_ERROR_", "alert", "reset by peer", "expired"}) {
    if (Has(info, word)) return true;
  }
  return false;
}

}  // namespace

bool IsCurlLog(std::string_view start) {
  for (const std::string_view whole : SplitLines(start)) {
    const std::string_view line = WithoutPrefix(whole);
    const auto info = InfoOf(line);
    if (info && (info->starts_with("  Trying ") || info->starts_with("Connected to ") ||
                 (info->starts_with("TLSv1") && Has(*info, ", TLS ")))) {
      return true;
    }
  }
  return false;
}

void CurlReader::End() {
  CloseData();
  if (!told_.empty()) {
    told_.teller = Role::kClient;
    Tell(std::move(told_));
  }
  told_ = {};
}

void CurlReader::CloseData() {
  if (awaited_) {
    constexpr size_t kHeader = 4;
    const bool whole = bytes_.size() >= kHeader && bytes_[0] == *awaited_;
    LogStep step = MessageOfType(sender_, HandshakeType{*awaited_}, from_);
    if (whole) {
      step.bytes = bytes_;
      step.whole = true;
    }
    AddStep(std::move(step), &told_);
  }
  awaited_.reset();
  in_data_ = false;
  bytes_.clear();
}

// "Connected to localhost (127.0.0.1) port 58141 (#0)"; later "Established connection to".
void CurlReader::OnConnected(std::string_view info) {
  const size_t to = info.find(" to ");
  const size_t open = info.find(" (", to), port = info.find(" port ", to);
  if (to == info.npos || open == info.npos || port == info.npos) return;
  std::string_view digits = info.substr(port + 6);
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  const std::string_view name = info.substr(to + 4, open - to - 4);
  std::string_view address = info.substr(open + 2);
  address = address.substr(0, address.find_first_of(") "));
  told_.host = fmt::format("{}:{}", name, digits);
  told_.remote = Has(address, ":") ? fmt::format("[{}]:{}", address, digits)
                                   : fmt::format("{}:{}", address, digits);
}

// "TLSv1.3 (OUT), TLS handshake, Client hello (1):"
void CurlReader::OnTls(std::string_view info) {
  sender_ = Has(info, "(OUT)") ? Role::kClient : Role::kServer;
  const auto number = NumberIn(info);
  if (Has(info, ", TLS change cipher,")) {
    LogStep step;
    step.kind = LogStep::Kind::kChangeCipherSpec;
    step.from = sender_;
    step.line = lines_;
    AddStep(std::move(step), &told_);
  } else if (Has(info, ", TLS handshake,") && number && *number < 256) {
    awaited_ = static_cast<uint8_t>(*number);
    from_ = lines_;
  } else if (Has(info, ", TLS alert,") && number && *number >> 8 <= 2) {
    AddStep(AlertStep(sender_, static_cast<uint8_t>(*number >> 8),
                      static_cast<uint8_t>(*number & 0xff), lines_),
            &told_);
  }
}

void CurlReader::OnInfo(std::string_view info) {
  if (info.starts_with("  Trying ")) {
    const bool tls = std::ranges::any_of(
        told_.steps, [](const LogStep& step) { return step.kind != LogStep::Kind::kNote; });
    if (tls || !told_.words.empty()) End();
    return;
  }
  if (info.starts_with("Connected to ") || info.starts_with("Established connection to ")) {
    if (!told_.empty() && !told_.host.empty()) End();
    if (told_.line == 0) told_.line = lines_;
    return OnConnected(info);
  }
  if (info.starts_with("TLSv1") || info.starts_with("SSLv3")) return OnTls(info);
  if (!TellsOfFailure(info)) return;
  AddWords(info, lines_, &told_);
  if (Has(info, "SSL_ERROR_SYSCALL") || Has(info, "reset by peer") || Has(info, "unexpected eof")) {
    told_.closed_by = Role::kServer;
    told_.failed = true;
  }
  if (Has(info, "wrong version number") || Has(info, "http request")) {
    LogStep step;
    step.kind = LogStep::Kind::kNotTls;
    step.from = Role::kServer;
    step.line = lines_;
    AddStep(std::move(step), &told_);
  }
}

// "0000: 16 03 01 02 00                                  ....."
void CurlReader::OnData(std::string_view line) {
  constexpr size_t kOffset = 6, kColumns = 16 * 3;
  if (line.size() <= kOffset) return;
  std::string_view digits = line.substr(kOffset, kColumns);
  while (digits.ends_with(' ')) digits.remove_suffix(1);
  if (const auto bytes = FromHex(digits); bytes && bytes_.size() < kMostStepBytes) {
    Append(&bytes_, *bytes);
  }
}

void CurlReader::Line(std::string_view whole) {
  const std::string_view line = WithoutPrefix(whole);
  const bool data = line.size() > 5 && line[4] == ':' && line[5] == ' ' &&
                    std::all_of(line.begin(), line.begin() + 4, IsHexDigit);
  if (in_data_ && data) return OnData(line);
  if (awaited_ && (line.starts_with("=> Send SSL data") || line.starts_with("<= Recv SSL data"))) {
    // The bytes of the message; those of its record's header came before.
    if (!in_data_) {
      in_data_ = true;
      return;
    }
  }
  if (awaited_ && (line.starts_with("{ [") || line.starts_with("} ["))) return CloseData();
  CloseData();
  if (const auto info = InfoOf(line)) return OnInfo(*info);
  if (line.starts_with("curl: (")) {
    uint32_t code = 0;
    const std::string_view digits = line.substr(7);
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
    AddWords(line, lines_, &told_);
    told_.failed = told_.failed || IsTlsExit(code);
  }
}

}  // namespace shakedown
