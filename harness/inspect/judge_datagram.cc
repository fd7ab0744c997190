#include "harness/inspect/judge_datagram.h"

#include <cstring>

#include "harness/inspect/dtls_version.h"
#include "harness/inspect/judge.h"
#include "harness/wire/byte_reader.h"
#include "harness/wire/messages.h"

namespace shakedown {
namespace {

constexpr size_t kTypeAndLength = 4;  // as in TLS
constexpr size_t kOwnHeader = 12;     // RFC 6347 4.2.2

// A message in the form of TLS.
struct TlsForm {
  Bytes message;
  size_t cookie_at = SIZE_MAX,
         cookie_size = 0;  // what was taken out of the DTLS message, and where

  View body() const { return View(message).subspan(kTypeAndLength); }

  // Where in the DTLS message the byte at `offset` of this one stands.
  size_t Original(size_t offset) const {
    if (offset < kTypeAndLength) return offset;
    offset += kOwnHeader - kTypeAndLength;
    return offset < cookie_at ? offset : offset + cookie_size;
  }
};

// The TLS version in place of each code that stands at `codes`, a part of `message`.
void NameTlsVersions(View codes, Bytes* message) {
  const size_t at = static_cast<size_t>(codes.data() - message->data());
  for (size_t i = 0; i + 1 < codes.size(); i += 2) {
    const auto version = static_cast<uint16_t>(TlsVersion(ProtocolVersion{Load16(&codes[i])}));
    (*message)[at + i] = static_cast<uint8_t>(version >> 8);
    (*message)[at + i + 1] = static_cast<uint8_t>(version);
  }
}

// RFC 6347 4.2.1: the cookie stands behind the session id.
std::optional<FieldError> TakeCookie(TlsForm* form) {
  ByteReader reader(form->body());
  reader.Take(2 + 32);
  reader.Bytes8();
  if (!reader.ok()) return std::nullopt;  // the parser says so
  const size_t at = reader.offset();
  reader.Bytes8();
  if (!reader.ok()) {
    return FieldError{kOwnHeader + at, AlertDescription::kDecodeError, "ClientHello.cookie",
                      "RFC 6347 4.2.1",
                      "a cookie of at most 255 bytes stands behind the session id"};
  }
  form->cookie_at = kOwnHeader + at;
  form->cookie_size = reader.offset() - at;
  const auto from = form->message.begin() + static_cast<ptrdiff_t>(kTypeAndLength + at);
  form->message.erase(from, from + static_cast<ptrdiff_t>(form->cookie_size));
  return std::nullopt;
}

void TranslateVersions(HandshakeType type, TlsForm* form) {
  if (type == HandshakeType::kClientHello) {
    ClientHello hello;
    ParseError error;
    if (!IndexClientHello(form->body(), &hello, &error)) return;
    NameTlsVersions(hello.supported_versions().bytes, &form->message);
    NameTlsVersions(form->body().first(2), &form->message);
  } else if (type == HandshakeType::kServerHello) {
    const auto hello = ParseServerHello(form->body());
    if (!hello) return;
    const auto chosen = hello->extensions.Find(ExtensionType::kSupportedVersions);
    if (chosen) NameTlsVersions(*chosen, &form->message);
    NameTlsVersions(form->body().first(2), &form->message);
  }
}

// RFC 6347 4.2.1.
std::optional<FieldError> JudgeHelloVerifyRequest(View body) {
  ByteReader reader(body);
  reader.U16();
  const size_t at = reader.ok() ? reader.offset() : 0;
  reader.Bytes8();
  if (reader.Finish()) return std::nullopt;
  return FieldError{kOwnHeader + at, AlertDescription::kDecodeError,
                    at == 0 ? "HelloVerifyRequest.server_version" : "HelloVerifyRequest.cookie",
                    "RFC 6347 4.2.1", "a version and a cookie of at most 255 bytes, nothing else"};
}

}  // namespace

std::optional<FieldError> JudgeDatagram(View message, const MessageContext& context) {
  if (message.size() < kOwnHeader) return std::nullopt;
  const HandshakeType type{message[0]};
  const View body = message.subspan(kOwnHeader);
  if (type == HandshakeType::kHelloVerifyRequest) return JudgeHelloVerifyRequest(body);
  TlsForm form;
  form.message.assign(message.begin(), message.begin() + kTypeAndLength);
  Append(&form.message, body);
  if (type == HandshakeType::kClientHello) {
    if (auto wrong = TakeCookie(&form)) return wrong;
  }
  TranslateVersions(type, &form);
  MessageContext stream = context;
  stream.datagrams = false;
  auto error = Judge(form.message, stream);
  if (error) error->offset = form.Original(error->offset);
  return error;
}

}  // namespace shakedown
