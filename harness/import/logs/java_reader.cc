#include "harness/import/logs/java_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "harness/import/logs/log_text.h"
#include "harness/wire/names.h"

namespace shakedown {
namespace {

constexpr std::string_view kEvent = "javax.net.ssl|";
constexpr size_t kMostThreads = 128, kMostCodes = 1024;
constexpr uint8_t kWarning = 1, kFatal = 2;

// The text before the next bar, which is taken away from `*rest`.
std::string_view Part(std::string_view* rest) {
  const size_t bar = rest->find('|');
  const std::string_view part = rest->substr(0, bar);
  rest->remove_prefix(bar == rest->npos ? rest->size() : bar + 1);
  return part;
}

std::optional<int> Digits(std::string_view text, size_t at, size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, value);
  if (error != std::errc() || end != text.data() + at + count) return std::nullopt;
  return value;
}

// "2026-11-22 19:00:47.668 UTC" in milliseconds since 1970; other zones are not known by name.
std::optional<int64_t> TimeOf(std::string_view text) {
  const auto year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const auto hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  const auto milli = Digits(text, 20, 3);
  if (!year || !month || !day || !hour || !minute || !second || !milli) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000 + *milli;
}

// Calls `take` for each item of "[a, b, c]" or "{a, b, c}".
template <typename Take>
void Items(std::string_view text, const Take& take) {
  const size_t open = text.find_first_of("[{");
  if (open == text.npos) return;
  text.remove_prefix(open + 1);
  text = text.substr(0, text.find_last_of("]}"));
  while (!text.empty()) {
    const size_t comma = text.find(',');
    const std::string_view item = Trim(text.substr(0, comma));
    if (!item.empty()) take(item);
    text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
  }
}

// "TLS_AES_256_GCM_SHA384(0x1302)", or a name alone.
std::optional<CipherSuite> SuiteOf(std::string_view item) {
  const size_t open = item.find("(0x");
  if (open != item.npos) {
    uint16_t value = 0;
    const std::string_view digits = item.substr(open + 3, 4);
    constexpr int kHex = 16;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, kHex);
    if (parsed.ec == std::errc()) return CipherSuite{value};
  }
  std::string name(Trim(item.substr(0, open)));
  // Java kept the names of SSL for the suites that are as old.
  if (name.starts_with("SSL_")) name.replace(0, 3, "TLS");
  return CipherSuiteNamed(name);
}

// "SHA512withECDSA" and "ecdsa_secp256r1_sha256".
std::optional<SignatureScheme> SchemeOf(std::string_view item) {
  if (const auto scheme = SignatureSchemeNamed(item)) return scheme;
  const size_t with = item.find("with");
  if (with == item.npos) return std::nullopt;
  std::string name = std::string(item.substr(with + 4)) + "+" + std::string(item.substr(0, with));
  return SignatureSchemeNamed(name);
}

template <typename Code>
void Keep(std::optional<Code> code, std::vector<Code>* list) {
  if (code && list->size() < kMostCodes) list->push_back(*code);
}

// The value in `"name" : "value",`.
std::string_view Value(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == text.npos) return "";
  std::string_view value = Trim(text.substr(colon + 1));
  if (value.ends_with(',')) value.remove_suffix(1);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  return value;
}

struct MessageName {
  std::string_view name;
  HandshakeType type;
};
constexpr std::array kNames = {
    MessageName{"HelloRequest", HandshakeType::kHelloRequest},
    MessageName{"ClientHello", HandshakeType::kClientHello},
    MessageName{"ServerHello", HandshakeType::kServerHello},
    MessageName{"HelloRetryRequest", HandshakeType::kServerHello},
    MessageName{"NewSessionTicket", HandshakeType::kNewSessionTicket},
    MessageName{"EncryptedExtensions", HandshakeType::kEncryptedExtensions},
    MessageName{"Certificate", HandshakeType::kCertificate},
    MessageName{"CertificateStatus", HandshakeType::kCertificateStatus},
    MessageName{"CertificateRequest", HandshakeType::kCertificateRequest},
    MessageName{"ServerHelloDone", HandshakeType::kServerHelloDone},
    MessageName{"CertificateVerify", HandshakeType::kCertificateVerify},
    MessageName{"Finished", HandshakeType::kFinished},
    MessageName{"KeyUpdate", HandshakeType::kKeyUpdate},
};

std::optional<HandshakeType> JavaMessage(std::string_view name) {
  if (name.ends_with("ServerKeyExchange")) return HandshakeType::kServerKeyExchange;
  if (name.ends_with("ClientKeyExchange")) return HandshakeType::kClientKeyExchange;
  const auto it = std::ranges::find(kNames, name, &MessageName::name);
  return it == kNames.end() ? std::nullopt : std::optional(it->type);
}

// Whose message it is where only one side sends it.
std::optional<Role> SenderOf(HandshakeType type) {
  switch (type) {
    case HandshakeType::kClientHello:
    case HandshakeType::kClientKeyExchange:
      return Role::kClient;
    case HandshakeType::kServerHello:
    case HandshakeType::kEncryptedExtensions:
    case HandshakeType::kServerKeyExchange:
    case HandshakeType::kCertificateRequest:
    case HandshakeType::kServerHelloDone:
    case HandshakeType::kCertificateStatus:
    case HandshakeType::kNewSessionTicket:
      return Role::kServer;
    default:
      return std::nullopt;
  }
}

// The transport ended, whatever Java says it sends.
bool TellsOfEnd(std::string_view text) {
  for (const std::string_view word :
       {"Remote host terminated the handshake", "Remote host closed connection", "Connection reset",
        "SSL peer shut down incorrectly", "kickstart handshaking",
        "closed connection during handshake"}) {
    if (Has(text, word)) return true;
  }
  return false;
}

// "javax.net.ssl.SSLHandshakeException: ...", "Caused by: java.security.cert...."
bool IsException(std::string_view text) {
  if (text.starts_with("Caused by: ")) text.remove_prefix(11);
  if (text.starts_with("Exception in thread")) return true;
  const size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  return (name.ends_with("Exception") || name.ends_with("Error")) && Has(name, ".") &&
         !Has(name, " ");
}

// The older form: "main, RECV TLSv1.2 ALERT:  fatal, handshake_failure".
bool IsOldLine(std::string_view line) {
  return line.starts_with("*** ClientHello, ") || Has(line, " ALERT:  fatal, ") ||
         (Has(line, ", WRITE: TLSv1") && Has(line, " Handshake, length = ")) ||
         (Has(line, ", WRITE: SSLv3") && Has(line, " Handshake, length = "));
}

}  // namespace

bool IsJavaLog(std::string_view start) {
  for (const std::string_view line : SplitLines(start)) {
    if (line.starts_with(kEvent) || IsOldLine(line)) return true;
  }
  return false;
}

JavaReader::Thread& JavaReader::Current() {
  auto it = threads_.find(event_.thread);
  if (it == threads_.end()) {
    if (threads_.size() >= kMostThreads) Close(threads_.begin()->first);
    it = threads_.emplace(event_.thread, Thread()).first;
    if (!event_.thread.empty()) it->second.told.id = "thread " + event_.thread;
    it->second.told.line = event_.line;
    if (event_.time) it->second.told.time = *event_.time / 1000;
  }
  return it->second;
}

void JavaReader::Close(const std::string& thread) {
  const auto it = threads_.find(thread);
  if (it == threads_.end()) return;
  ToldConnection told = std::move(it->second.told);
  threads_.erase(it);
  if (!told.empty()) Tell(std::move(told));
}

void JavaReader::Add(LogStep step) {
  Thread& thread = Current();
  step.line = event_.line;
  if (event_.time && thread.told.time) step.at = *event_.time - *thread.told.time * 1000;
  AddStep(std::move(step), &thread.told);
}

void JavaReader::OnException(std::string_view text) {
  Thread& thread = Current();
  // A program that tells it again in other words has nothing new to say.
  const auto same = [&](const ToldWords& words) { return words.text == text; };
  if (std::ranges::any_of(thread.told.words, same)) return;
  AddWords(text, lines_, &thread.told);
  thread.told.failed = true;
  const Role other = Other(thread.told.teller.value_or(Role::kClient));
  const bool alerted = std::ranges::any_of(
      thread.told.steps, [](const LogStep& step) { return step.kind == LogStep::Kind::kAlert; });
  if (TellsOfEnd(text) && !alerted) thread.told.closed_by = other;
}

// "Fatal (CERTIFICATE_UNKNOWN): No subject alternative DNS name matching ... found."
void JavaReader::OnFatal(std::string_view text) {
  const size_t close = text.find("): ");
  if (close == text.npos) return;
  const std::string_view name = text.substr(7, close - 7);
  std::string_view words = Trim(text.substr(close + 3));
  if (words.ends_with('(')) words = Trim(words.substr(0, words.size() - 1));
  OnException(words);
  if (Has(words, "Unsupported or unrecognized SSL message") ||
      Has(words, "plaintext connection?")) {
    LogStep step;
    step.kind = LogStep::Kind::kNotTls;
    step.from = Other(Current().told.teller.value_or(Role::kClient));
    return Add(std::move(step));
  }
  if (words.starts_with("Received fatal alert") || TellsOfEnd(words)) return;
  if (Has(words, "Insufficient buffer remaining for AEAD cipher fragment (2)")) {
    // An alert in clear text where Java was waiting for protected records: a client that refuses
    // the certificate before it has keys of its own.
    Thread& thread = Current();
    thread.told.closed_by = Other(thread.told.teller.value_or(Role::kServer));
    LogStep step;
    step.text = fmt::format("the {} sends an alert in clear text, which Java does not read",
                            NameOf(*thread.told.closed_by));
    return Add(std::move(step));
  }
  const auto alert = AlertNamed(name);
  if (!alert) return;
  Add(AlertStep(Current().told.teller.value_or(Role::kClient), kFatal, static_cast<uint8_t>(*alert),
                event_.line));
}

void JavaReader::OnMessage(std::string_view name, bool sent) {
  std::optional<Role> from;
  for (const auto& [prefix, role] :
       {std::pair(std::string_view("client "), Role::kClient), {"server ", Role::kServer}}) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    from = role;
  }
  for (const std::string_view prefix : {"ECDH ", "DH ", "RSA "}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  const auto type = JavaMessage(name);
  if (!type) return;
  if (!from) from = SenderOf(*type);
  if (type == HandshakeType::kClientHello) {
    const auto it = threads_.find(event_.thread);
    const bool goes_on = it != threads_.end() && it->second.retry;
    if (it != threads_.end() && !goes_on && !it->second.told.empty()) Close(event_.thread);
    Thread& thread = Current();
    thread.retry = false;
    thread.told.teller = sent ? Role::kClient : Role::kServer;
    if (!hello_.server_name.empty()) thread.told.host = hello_.server_name;
  }
  Thread& thread = Current();
  if (!from) from = sent ? thread.told.teller : Other(thread.told.teller.value_or(Role::kClient));
  LogStep step = MessageOfType(from.value_or(Role::kClient), *type, event_.line);
  Bytes bytes;
  if (type == HandshakeType::kClientHello && !hello_.suites.empty()) {
    bytes = ClientHelloBytes(hello_);
  } else if (type == HandshakeType::kServerHello && !hello_.suites.empty()) {
    bytes = ServerHelloBytes(hello_);
    thread.retry = name == "HelloRetryRequest";
    thread.version = hello_.versions.empty()
                         ? hello_.legacy_version.value_or(ProtocolVersion::kTls12)
                         : hello_.versions.front();
  } else if (type == HandshakeType::kCertificateRequest) {
    bytes = CertificateRequestBytes(hello_, thread.version);
  } else if (type == HandshakeType::kCertificate && !certificates_) {
    // An empty list, which is what a client without a certificate sends.
    bytes = thread.version >= ProtocolVersion::kTls13 ? Bytes{11, 0, 0, 4, 0, 0, 0, 0}
                                                      : Bytes{11, 0, 0, 3, 0, 0, 0};
  }
  if (!bytes.empty()) {
    step.bytes = std::move(bytes);
    step.whole = true;
  }
  Add(std::move(step));
}

void JavaReader::CloseEvent() {
  if (event_.message.empty()) return;
  const std::string message = std::move(event_.message);
  event_.message.clear();
  std::string_view text = message;
  const bool sent = text.starts_with("Produced ");
  if (sent || text.starts_with("Consuming ")) {
    text.remove_prefix(sent ? 9 : 10);
    const size_t end =
        std::min({text.find(" handshake message"), text.find(" message"), text.size()});
    OnMessage(text.substr(0, end), sent);
  } else if (text.starts_with("Received alert message") && !alert_.empty()) {
    if (const auto alert = AlertNamed(alert_)) {
      Add(AlertStep(Other(Current().told.teller.value_or(Role::kClient)),
                    alert_level_ == "warning" ? kWarning : kFatal, static_cast<uint8_t>(*alert),
                    event_.line));
    }
  } else if (text.starts_with("Fatal (")) {
    OnFatal(text);
  }
  hello_ = {};
  extension_.clear();
  alert_.clear();
  certificates_ = false;
}

// A line of what is set off below an event: a field of a hello, an alert, an exception.
void JavaReader::OnField(std::string_view text) {
  if (text.starts_with("\"level\"")) alert_level_ = Value(text);
  if (text.starts_with("\"description\"")) alert_ = Value(text);
  if (text.starts_with("\"certificate\"")) certificates_ = true;
  if (text.starts_with("\"client version\"") || text.starts_with("\"server version\"")) {
    hello_.legacy_version = VersionNamed(Value(text));
  } else if (text.starts_with("\"random\"")) {
    hello_.random = FromHex(Value(text)).value_or(Bytes());
  } else if (text.starts_with("\"cipher suites\"")) {
    Items(text, [&](std::string_view item) { Keep(SuiteOf(item), &hello_.suites); });
  } else if (text.starts_with("\"cipher suite\"")) {
    Keep(SuiteOf(Value(text)), &hello_.suites);
  } else if (text.ends_with(")\": {") && text.starts_with('"')) {
    extension_ = text.substr(1, text.find(' ') - 1);
  } else if (text.starts_with("\"versions\"") && extension_ == "supported_groups") {
    Items(text, [&](std::string_view item) { Keep(NamedGroupNamed(item), &hello_.groups); });
  } else if (text.starts_with("\"named groups\"")) {
    Items(text, [&](std::string_view item) { Keep(NamedGroupNamed(item), &hello_.groups); });
  } else if (text.starts_with("\"versions\"") || text.starts_with("\"selected version\"")) {
    Items(text, [&](std::string_view item) { Keep(VersionNamed(item), &hello_.versions); });
  } else if (text.starts_with("\"signature schemes\"")) {
    auto* list =
        extension_ == "signature_algorithms_cert" ? &hello_.certificate_schemes : &hello_.schemes;
    Items(text, [&](std::string_view item) { Keep(SchemeOf(item), list); });
  } else if (text.starts_with("\"named group\"") || text.starts_with("\"selected group\"")) {
    Keep(NamedGroupNamed(Value(text)), &hello_.shares);
  } else if (text.starts_with("type=host_name (0), value=")) {
    hello_.server_name = text.substr(26, 255);
  } else if (extension_ == "application_layer_protocol_negotiation" && text.starts_with('[')) {
    Items(text, [&](std::string_view item) {
      constexpr size_t kMost = 16;
      if (hello_.alpn.size() < kMost) hello_.alpn.emplace_back(item.substr(0, 255));
    });
  }
}

void JavaReader::OnBody(std::string_view line) {
  const std::string_view text = Trim(line);
  if (IsException(text) && event_.message.starts_with("Fatal (")) {
    // The same words as the event's, and those below it that say why.
    if (text.starts_with("Caused by: ")) OnException(text.substr(11));
    return;
  }
  OnField(text);
}

// "javax.net.ssl|DEBUG|10|main|2026-11-22 19:00:47.668 UTC|SSLCipher.java:466|..."
void JavaReader::OnEvent(std::string_view line) {
  CloseEvent();
  std::string_view rest = line.substr(kEvent.size());
  event_ = {};
  event_.line = lines_;
  event_.level = Part(&rest);
  const std::string_view id = Part(&rest);
  event_.thread = Part(&rest);
  if (event_.thread.empty()) event_.thread = id;
  event_.time = TimeOf(Part(&rest));
  Part(&rest);  // file and line
  event_.message = rest;
  event_.open = rest.ends_with('(');
  // Of what is neither a message nor an end only the words of errors count.
  if (event_.level == "SEVERE" || event_.level == "ERROR") {
    if (!rest.starts_with("Fatal (")) AddWords(rest, lines_, &Current().told);
  }
}

// "main, RECV TLSv1.2 ALERT:  fatal, handshake_failure", "*** ServerHello, TLSv1.2" ...
void JavaReader::OnOldLine(std::string_view line) {
  if (line.starts_with("*** ")) {
    CloseEvent();
    std::string_view name = line.substr(4);
    name = name.substr(0, name.find_first_of(", "));
    if (name == "Certificate" && Has(line, "chain")) name = "Certificate";
    if (!JavaMessage(name)) return;
    event_.line = lines_;
    event_.open = true;
    // Whether it is sent is told by the next line with READ or WRITE, too late: of a hello by what
    // came before, of the rest by whose message it is.
    const size_t comma = line.find(", ");
    if (comma != line.npos) hello_.legacy_version = VersionNamed(Trim(line.substr(comma + 2)));
    event_.message = std::string("Consuming ") + std::string(name) + " handshake message";
    return;
  }
  if (line.starts_with("Cipher Suites: ")) {
    Items(line, [&](std::string_view item) { Keep(SuiteOf(item), &hello_.suites); });
  } else if (line.starts_with("Cipher Suite: ")) {
    Keep(SuiteOf(line.substr(14)), &hello_.suites);
  } else if (line.starts_with("Extension elliptic_curves")) {
    Items(line, [&](std::string_view item) { Keep(NamedGroupNamed(item), &hello_.groups); });
  } else if (line.starts_with("Extension signature_algorithms, signature_algorithms:")) {
    Items("[" + std::string(line.substr(53)) + "]",
          [&](std::string_view item) { Keep(SchemeOf(item), &hello_.schemes); });
  } else if (line.starts_with("Extension server_name")) {
    const size_t value = line.find("value=");
    if (value != line.npos) hello_.server_name = line.substr(value + 6, line.find(']') - value - 6);
  } else if (line.starts_with("chain [")) {
    certificates_ = true;
  }
  const size_t comma = line.find(", ");
  if (comma == line.npos || Has(line.substr(0, comma), ":")) return;
  const std::string_view said = line.substr(comma + 2);
  const bool written = said.starts_with("WRITE: "), sent = said.starts_with("SEND ");
  if (written && Has(said, " Handshake,") && event_.message.starts_with("Consuming ")) {
    event_.message.replace(0, 10, "Produced ");
  }
  if (written || said.starts_with("READ: ")) return CloseEvent();
  if ((sent || said.starts_with("RECV ")) && Has(said, " ALERT:")) {
    CloseEvent();
    event_.line = lines_;
    std::string_view name = said.substr(said.rfind(", ") + 2);
    if (name.starts_with("description = ")) name.remove_prefix(14);
    const auto alert = AlertNamed(Trim(name));
    const Role teller = Current().told.teller.value_or(Role::kClient);
    if (alert) {
      Add(AlertStep(sent ? teller : Other(teller), Has(said, "fatal") ? kFatal : kWarning,
                    static_cast<uint8_t>(*alert), lines_));
    }
    return;
  }
  if (said.starts_with("handling exception: ")) {
    CloseEvent();
    event_.line = lines_;
    OnException(Trim(said.substr(20)));
  }
}

void JavaReader::Line(std::string_view line) {
  if (line.starts_with(kEvent)) {
    old_ = false;
    return OnEvent(line);
  }
  old_ = old_ || IsOldLine(line);
  if (old_) return OnOldLine(line);
  if (event_.open) {
    if (line != ")") return OnBody(line);
    event_.open = false;
    return CloseEvent();
  }
  // What the program itself prints: an exception that reached it.
  const std::string_view text = Trim(line);
  if (!IsException(text) || threads_.empty()) return;
  CloseEvent();
  OnException(text.starts_with("Caused by: ") ? text.substr(11) : text);
}

void JavaReader::End() {
  CloseEvent();
  while (!threads_.empty()) Close(std::string(threads_.begin()->first));
}

}  // namespace shakedown
