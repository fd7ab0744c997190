#include "harness/inspect/dissect.h"

#include "harness/inspect/dissect_parts.h"
#include "harness/wire/messages.h"

namespace shakedown {
namespace {

std::string ContentTypeName(uint16_t code) {
  switch (code) {
    case 20:
      return "change_cipher_spec";
    case 21:
      return "alert";
    case 22:
      return "handshake";
    case 23:
      return "application_data";
    case 24:
      return "heartbeat";
    default:
      return "";
  }
}

std::string LevelName(uint16_t code) { return code == 1 ? "warning" : code == 2 ? "fatal" : ""; }
std::string CcsName(uint16_t code) { return code == 1 ? "change_cipher_spec" : ""; }
std::string UpdateName(uint16_t code) {
  return code == 0 ? "update_not_requested" : code == 1 ? "update_requested" : "";
}

void ReadBody(FieldReader* in, HandshakeType type, const MessageContext& context) {
  switch (type) {
    case HandshakeType::kClientHello:
      return ReadClientHello(in, context);
    case HandshakeType::kServerHello:
      return ReadServerHello(in);
    case HandshakeType::kHelloVerifyRequest:
      return ReadHelloVerifyRequest(in);
    case HandshakeType::kNewSessionTicket:
      return ReadNewSessionTicket(in, context);
    case HandshakeType::kEncryptedExtensions:
      // Draft versions of Next Protocol Negotiation used the number too, encrypted.
      return ReadExtensionBlock(in, DissectPlace::kEncryptedExtensions);
    case HandshakeType::kCertificate:
      return ReadCertificate(in, context);
    case HandshakeType::kCompressedCertificate:
      return ReadCompressedCertificate(in);
    case HandshakeType::kServerKeyExchange:
      return ReadServerKeyExchange(in, context);
    case HandshakeType::kCertificateRequest:
      return ReadCertificateRequest(in, context);
    case HandshakeType::kCertificateVerify:
      return ReadCertificateVerify(in, context);
    case HandshakeType::kClientKeyExchange:
      return ReadClientKeyExchange(in, context);
    case HandshakeType::kCertificateStatus:
      return ReadCertificateStatus(in);
    case HandshakeType::kKeyUpdate:
      in->Code("request_update", 1, UpdateName);
      return;
    case HandshakeType::kFinished:
      return in->Rest("verify_data");
    case HandshakeType::kHelloRequest:
    case HandshakeType::kServerHelloDone:
    case HandshakeType::kEndOfEarlyData:
      return;  // empty
    default:
      return in->Rest("body");
  }
}

}  // namespace

std::string MessageName(View message, bool datagrams) {
  ByteReader reader(message);
  const uint8_t type = reader.U8();
  if (type == static_cast<uint8_t>(HandshakeType::kServerHello)) {
    reader.Take(datagrams ? 13 : 5);
    ServerHello hello;
    hello.random = reader.Take(32);
    if (hello.is_hello_retry_request()) return "HelloRetryRequest";
  }
  const std::string name = HandshakeName(type);
  return name.empty() ? "handshake message " + std::to_string(type) : name;
}

Dissected DissectHandshake(View message, const MessageContext& context) {
  Dissected out;
  out.tree.name = MessageName(message, context.datagrams);
  out.tree.size = message.size();
  FieldReader::Shared shared;
  FieldReader in(message, 0, &out.tree, &shared);
  const HandshakeType type{static_cast<uint8_t>(in.Code("msg_type", 1, HandshakeName))};
  const uint64_t length = in.Number("length", 3);
  if (context.datagrams) {
    in.Number("message_seq", 2);
    in.Number("fragment_offset", 3);
    in.Number("fragment_length", 3);
  }
  if (!context.datagrams && length != in.left() && !shared.misfit) {
    shared.misfit = FieldError{1, AlertDescription::kDecodeError, out.tree.name + ".length",
                               "RFC 8446 4", "the length is that of the bytes after it"};
  }
  ReadBody(&in, type, context);
  in.End();
  out.misfit = shared.misfit;
  return out;
}

Dissected DissectRecordHeader(View header) {
  const bool datagram = header.size() > 5;
  Dissected out;
  out.tree.name = "record";
  out.tree.size = header.size();
  FieldReader::Shared shared;
  FieldReader in(header, 0, &out.tree, &shared);
  in.Code("type", 1, ContentTypeName);
  in.Code("legacy_record_version", 2, VersionName);
  if (datagram) {
    in.Number("epoch", 2);
    in.Number("sequence_number", 6);
  }
  in.Number("length", 2);
  out.misfit = shared.misfit;
  return out;
}

Dissected DissectAlert(View content) {
  Dissected out;
  out.tree.name = "alert";
  out.tree.size = content.size();
  FieldReader::Shared shared;
  FieldReader in(content, 0, &out.tree, &shared);
  in.Code("level", 1, LevelName);
  in.Code("description", 1, AlertName);
  in.End();
  out.misfit = shared.misfit;
  return out;
}

Dissected DissectChangeCipherSpec(View content) {
  Dissected out;
  out.tree.name = "change_cipher_spec";
  out.tree.size = content.size();
  FieldReader::Shared shared;
  FieldReader in(content, 0, &out.tree, &shared);
  in.Code("type", 1, CcsName);
  in.End();
  out.misfit = shared.misfit;
  return out;
}

}  // namespace shakedown
