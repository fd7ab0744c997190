#include "harness/import/logs/openssl_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "harness/import/logs/base64.h"
#include "harness/import/logs/log_text.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;  // of a handshake message

// The bytes of "    16 03 01"; nothing where something else stands.
std::optional<Bytes> HexLine(std::string_view line) {
  const std::string_view text = Trim(line);
  constexpr size_t kMost = 16 * 3;
  if (text.empty() || text.size() > kMost || !line.starts_with("    ")) return std::nullopt;
  return FromHex(text);
}

// The hex number in "{0x13, 0x02}", the decimal or hex one in "(29)" or "(0x0403)".
std::optional<uint16_t> CodeIn(std::string_view line) {
  const auto number = [](std::string_view digits, int base) -> std::optional<uint16_t> {
    uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size() || value > 0xffff) {
      return std::nullopt;
    }
    return static_cast<uint16_t>(value);
  };
  constexpr int kDecimal = 10, kHex = 16;
  if (line.starts_with("{0x") && line.size() >= 12) {
    const auto high = number(line.substr(3, 2), kHex), low = number(line.substr(9, 2), kHex);
    if (!high || !low) return std::nullopt;
    return static_cast<uint16_t>(*high << 8 | *low);
  }
  const size_t open = line.rfind('('), close = line.rfind(')');
  if (open == line.npos || close == line.npos || close < open + 2) return std::nullopt;
  const std::string_view inside = line.substr(open + 1, close - open - 1);
  return inside.starts_with("0x") ? number(inside.substr(2), kHex) : number(inside, kDecimal);
}

struct TypeName {
  std::string_view name;
  HandshakeType type;
};
constexpr std::array kTypes = {
    TypeName{"HelloRequest", HandshakeType::kHelloRequest},
    TypeName{"ClientHello", HandshakeType::kClientHello},
    TypeName{"ServerHello", HandshakeType::kServerHello},
    TypeName{"NewSessionTicket", HandshakeType::kNewSessionTicket},
    TypeName{"EndOfEarlyData", HandshakeType::kEndOfEarlyData},
    TypeName{"EncryptedExtensions", HandshakeType::kEncryptedExtensions},
    TypeName{"Certificate", HandshakeType::kCertificate},
    TypeName{"ServerKeyExchange", HandshakeType::kServerKeyExchange},
    TypeName{"CertificateRequest", HandshakeType::kCertificateRequest},
    TypeName{"ServerHelloDone", HandshakeType::kServerHelloDone},
    TypeName{"CertificateVerify", HandshakeType::kCertificateVerify},
    TypeName{"ClientKeyExchange", HandshakeType::kClientKeyExchange},
    TypeName{"Finished", HandshakeType::kFinished},
    TypeName{"CertificateStatus", HandshakeType::kCertificateStatus},
    TypeName{"KeyUpdate", HandshakeType::kKeyUpdate},
};

std::optional<HandshakeType> OpensslMessage(std::string_view name) {
  const auto it = std::ranges::find(kTypes, name, &TypeName::name);
  return it == kTypes.end() ? std::nullopt : std::optional(it->type);
}

bool StartsMsg(std::string_view line) {
  return line.starts_with(">>> ") || line.starts_with("<<< ");
}

}  // namespace

bool IsOpensslLog(std::string_view start) {
  for (const std::string_view line : SplitLines(start)) {
    if (line.starts_with("CONNECTED(") || (StartsMsg(line) && Has(line, "[length "))) return true;
    if (line == "Sent Record" || line == "Received Record") return true;
    if (line.starts_with("SSL_connect:") || line.starts_with("SSL_accept:")) return true;
  }
  return false;
}

Role OpensslReader::Sender(bool sent) const {
  const Role teller = told_.teller.value_or(Role::kClient);
  return sent ? teller : Other(teller);
}

bool OpensslReader::HasAlertFrom(Role role) const {
  return std::ranges::any_of(told_.steps, [role](const LogStep& step) {
    return step.kind == LogStep::Kind::kAlert && step.from == role && step.bytes[1] != 0;
  });
}

void OpensslReader::End() {
  if (inside_ == Inside::kBytes) OnBytes();
  CloseHello();
  inside_ = Inside::kNothing;
  in_record_ = false;
  const std::optional<Role> teller = told_.teller;
  if (!told_.empty() || !told_.server_chain.empty()) {
    if (!told_.teller) told_.teller = Role::kClient;
    Tell(std::move(told_));
  }
  told_ = {};
  told_.teller = teller;
  connected_ = false;
}

// ">>> TLS 1.3, Handshake [length 0124], ClientHello", with or without the first comma.
void OpensslReader::OnMsg(std::string_view line) {
  sent_ = line.starts_with(">>>");
  keeps_ = false;
  from_ = lines_;
  bytes_.clear();
  const size_t length = line.find("[length ");
  if (length == line.npos) return;
  inside_ = Inside::kBytes;
  if (Has(line.substr(0, length), "Handshake"))
    kind_ = "Handshake";
  else if (Has(line.substr(0, length), "Alert"))
    kind_ = "Alert";
  else if (Has(line.substr(0, length), "ChangeCipherSpec"))
    kind_ = "ChangeCipherSpec";
  else
    return;
  keeps_ = true;
  if (!told_.teller && line.ends_with("ClientHello")) {
    told_.teller = sent_ ? Role::kClient : Role::kServer;
  }
}

void OpensslReader::OnBytes() {
  inside_ = Inside::kNothing;
  if (!keeps_) return;
  const Role from = Sender(sent_);
  if (kind_ == "Alert" && bytes_.size() == 2) {
    AddStep(AlertStep(from, bytes_[0], bytes_[1], from_), &told_);
    return;
  }
  LogStep step;
  step.from = from;
  step.line = from_;
  if (kind_ == "ChangeCipherSpec") {
    step.kind = LogStep::Kind::kChangeCipherSpec;
  } else if (kind_ == "Handshake" && bytes_.size() >= kHeader) {
    step.kind = LogStep::Kind::kMessage;
    step.bytes = bytes_;
  } else {
    return;
  }
  AddStep(std::move(step), &told_);
}

// Lines of -trace, the bytes of messages in words.
void OpensslReader::OnTraceRecord(std::string_view line) {
  CloseHello();
  in_record_ = true;
  sent_ = line.starts_with("Sent");
}

void OpensslReader::OnTrace(std::string_view line) {
  const std::string_view text = Trim(line);
  const size_t length = text.find(", Length=");
  if (length != text.npos && line.starts_with("    ") && !line.starts_with("     ")) {
    CloseHello();
    const auto type = OpensslMessage(text.substr(0, length));
    if (!type) return;
    if (type == HandshakeType::kClientHello && !told_.teller) {
      told_.teller = sent_ ? Role::kClient : Role::kServer;
    }
    if (type == HandshakeType::kClientHello || type == HandshakeType::kServerHello) {
      hello_type_ = type;
      from_ = lines_;
      return;
    }
    LogStep step = MessageOfType(Sender(sent_), *type, lines_);
    // An empty list, which is what a client without a certificate sends.
    const std::string_view size = text.substr(length + 9);
    if (type == HandshakeType::kCertificate && (size == "3" || size == "4")) {
      step.bytes = size == "3" ? Bytes{11, 0, 0, 3, 0, 0, 0} : Bytes{11, 0, 0, 4, 0, 0, 0, 0};
      step.whole = true;
    }
    AddStep(std::move(step), &told_);
    return;
  }
  if (text.starts_with("Level=") && Has(text, "description=")) {
    const auto level = CodeIn(text.substr(0, text.find(',')));
    std::string_view name = text.substr(text.find("description=") + 12);
    name = name.substr(0, name.find('('));
    const auto alert = AlertNamed(name);
    if (level && alert) {
      AddStep(AlertStep(Sender(sent_), static_cast<uint8_t>(*level), static_cast<uint8_t>(*alert),
                        lines_),
              &told_);
    }
    return;
  }
  if (hello_type_) OnHelloField(text);
}

void OpensslReader::OnHelloField(std::string_view text) {
  constexpr size_t kMost = 1024;  // of anything in a hello
  if (text.starts_with("client_version=") || text.starts_with("server_version=")) {
    const size_t open = text.find('(');
    if (open != text.npos)
      hello_.legacy_version = VersionNamed(text.substr(open + 1, text.size() - open - 2));
    return;
  }
  if (text.starts_with("cipher_suite {") || text.starts_with("cipher_suites (")) {
    field_ = "cipher_suites";
    if (const auto code = CodeIn(text.substr(std::min(text.size(), size_t{13})))) {
      hello_.suites.push_back(CipherSuite{*code});
    }
    return;
  }
  if (text.starts_with("compression_method")) field_.clear();
  if (text.starts_with("extension_type=")) {
    field_ = text.substr(15, text.find('(') - 15);
    return;
  }
  const auto code = CodeIn(text);
  if (!code) return;
  if (field_ == "cipher_suites" && hello_.suites.size() < kMost) {
    hello_.suites.push_back(CipherSuite{*code});
  } else if (field_ == "supported_groups" && hello_.groups.size() < kMost) {
    hello_.groups.push_back(NamedGroup{*code});
  } else if (field_ == "signature_algorithms" && hello_.schemes.size() < kMost) {
    hello_.schemes.push_back(SignatureScheme{*code});
  } else if (field_ == "supported_versions" && hello_.versions.size() < kMost) {
    hello_.versions.push_back(ProtocolVersion{*code});
  } else if (field_ == "key_share" && text.starts_with("NamedGroup") &&
             hello_.shares.size() < kMost) {
    hello_.shares.push_back(NamedGroup{*code});
  }
}

void OpensslReader::CloseHello() {
  if (!hello_type_) return;
  LogStep step = MessageOfType(Sender(sent_), *hello_type_, from_);
  Bytes bytes = *hello_type_ == HandshakeType::kClientHello ? ClientHelloBytes(hello_)
                                                            : ServerHelloBytes(hello_);
  if (!hello_.suites.empty() && !bytes.empty()) {
    step.bytes = std::move(bytes);
    step.whole = true;
  }
  AddStep(std::move(step), &told_);
  hello_ = {};
  hello_type_.reset();
  field_.clear();
}

// "SSL3 alert read:fatal:handshake failure" of -state.
void OpensslReader::OnState(std::string_view line) {
  const bool sent = line.starts_with("SSL3 alert write:");
  if (!sent && !line.starts_with("SSL3 alert read:")) {
    if (!told_.teller && line.starts_with("SSL_accept:")) told_.teller = Role::kServer;
    return;
  }
  const size_t colon = line.find(':', line.find(':') + 1);
  if (colon == line.npos || HasAlertFrom(Sender(sent))) return;
  const auto alert = AlertNamed(Trim(line.substr(colon + 1)));
  constexpr uint8_t kWarning = 1, kFatal = 2;
  if (!alert || *alert == AlertDescription::kCloseNotify) return;
  AddStep(AlertStep(Sender(sent), Has(line, ":fatal:") ? kFatal : kWarning,
                    static_cast<uint8_t>(*alert), lines_),
          &told_);
  told_.failed = true;
}

void OpensslReader::OnText(std::string_view line) {
  if (line.starts_with("-----BEGIN CERTIFICATE-----")) {
    inside_ = Inside::kPem;
    pem_ = std::string(line) + "\n";
    return;
  }
  const bool error = Has(line, "error:0") || Has(line, ":error:") || Has(line, "verify error:") ||
                     line.starts_with("Verification error:");
  const bool code =
      line.find("Verify return code: ") != line.npos && !Has(line, "Verify return code: 0 ");
  const bool ended = Has(line, "write:errno=") || Has(line, "read:errno=") ||
                     Has(line, "unexpected eof while reading");
  if (error || code) {
    AddWords(line, lines_, &told_);
    told_.failed = true;
  }
  const size_t number = line.find("SSL alert number ");
  if (number != line.npos && !HasAlertFrom(Sender(false))) {
    uint8_t alert = 0;
    const std::string_view digits = line.substr(number + 17);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), alert);
    constexpr uint8_t kFatal = 2;
    if (parsed.ec == std::errc()) AddStep(AlertStep(Sender(false), kFatal, alert, lines_), &told_);
  }
  // An alert that this end sends then is to nobody.
  if (ended && !HasAlertFrom(Sender(false))) {
    told_.closed_by = Sender(false);
    told_.failed = true;
    LogStep note;
    note.line = lines_;
    note.text = "the other end closes the connection";
    AddStep(std::move(note), &told_);
  }
  if (Has(line, "wrong version number") || Has(line, "http request") ||
      Has(line, "https proxy request")) {
    LogStep step;
    step.kind = LogStep::Kind::kNotTls;
    step.from = Sender(false);
    step.line = lines_;
    AddStep(std::move(step), &told_);
  }
}

void OpensslReader::Line(std::string_view line) {
  if (inside_ == Inside::kPem) {
    constexpr size_t kLongest = size_t{1} << 17;
    if (pem_.size() < kLongest) pem_ += std::string(line) + "\n";
    if (!line.starts_with("-----END")) return;
    inside_ = Inside::kNothing;
    auto der = FromPem(pem_);
    const bool known =
        der && std::ranges::find(told_.server_chain, *der) != told_.server_chain.end();
    constexpr size_t kMost = 16;
    if (der && !known && told_.server_chain.size() < kMost) {
      told_.server_chain.push_back(std::move(*der));
    }
    return;
  }
  if (inside_ == Inside::kBytes) {
    if (const auto bytes = HexLine(line)) {
      if (bytes_.size() < kMostStepBytes) Append(&bytes_, *bytes);
      return;
    }
    OnBytes();
  }
  if (line.starts_with("CONNECTED(") || line == "ACCEPT") {
    // Errors may come before it, as they are not kept back.
    if (connected_) End();
    connected_ = true;
    if (told_.line == 0) told_.line = lines_;
    if (line == "ACCEPT") told_.teller = Role::kServer;
    return;
  }
  if (StartsMsg(line)) return OnMsg(line);
  if (line == "Sent Record" || line == "Received Record") return OnTraceRecord(line);
  if (in_record_ && (line.starts_with(" ") || line.empty() || line == "Header:")) {
    OnTrace(line);
    // Errors go to another stream and may end up in the middle of a line.
    return OnText(line);
  }
  if (in_record_) CloseHello();
  in_record_ = false;
  if (line.starts_with("SSL")) OnState(line);
  OnText(line);
}

}  // namespace shakedown
