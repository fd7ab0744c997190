#include "harness/wire/encode.h"

#include "harness/wire/byte_writer.h"

namespace shakedown {
namespace {

void PutExtensions(const Extensions& extensions, ByteWriter* out) {
  if (extensions.bytes().data() != nullptr) out->Vector16(extensions.bytes());
}

}  // namespace

bool Encode(const ClientHello& hello, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U16(hello.legacy_version);
  out.Put(hello.random);
  out.Vector8(hello.session_id);
  out.Vector16(hello.cipher_suites.bytes);
  out.Vector8(hello.compression_methods);
  PutExtensions(hello.extensions, &out);
  return out.ok();
}

bool Encode(const ServerHello& hello, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U16(hello.legacy_version);
  out.Put(hello.random);
  out.Vector8(hello.session_id);
  out.U16(hello.cipher_suite);
  out.U8(hello.compression_method);
  PutExtensions(hello.extensions, &out);
  return out.ok();
}

bool Encode(const Extensions& extensions, Bytes* bytes) {
  ByteWriter out(bytes);
  out.Vector16(extensions.bytes());
  return out.ok();
}

bool Encode(const CertificateMessage& message, ProtocolVersion version, Bytes* bytes) {
  ByteWriter out(bytes);
  if (version >= ProtocolVersion::kTls13) out.Vector8(message.request_context);
  out.Vector24(message.chain.bytes());
  return out.ok();
}

bool Encode(const CertificateRequest& message, ProtocolVersion version, Bytes* bytes) {
  ByteWriter out(bytes);
  if (version >= ProtocolVersion::kTls13) {
    out.Vector8(message.request_context);
    out.Vector16(message.extensions.bytes());
    return out.ok();
  }
  out.Vector8(message.certificate_types);
  if (version == ProtocolVersion::kTls12) out.Vector16(message.signature_schemes.bytes);
  out.Vector16(message.ca_names.bytes());
  return out.ok();
}

bool Encode(const CertificateVerify& message, Bytes* bytes) {
  ByteWriter out(bytes);
  if (message.signature_scheme) out.U16(*message.signature_scheme);
  out.Vector16(message.signature);
  return out.ok();
}

bool Encode(const CertificateStatus& message, Bytes* bytes) {
  static constexpr uint8_t kOcsp = 1;
  ByteWriter out(bytes);
  out.U8(message.status_type);
  if (message.status_type == kOcsp) {
    out.Vector24(message.response);
  } else {
    out.Put(message.response);
  }
  return out.ok();
}

bool Encode(const CompressedCertificate& message, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U16(message.algorithm);
  out.U24(message.uncompressed_length);
  out.Vector24(message.compressed);
  return out.ok();
}

bool Encode(const ServerKeyExchange& message, KeyExchangeForm form, Bytes* bytes) {
  static constexpr uint8_t kNamedCurve = 3;
  ByteWriter out(bytes);
  if (form.psk) out.Vector16(message.psk_identity_hint);
  if (!message.unread.empty()) {
    out.Put(message.unread);
    return out.ok();
  }
  if (form.key_exchange == KeyExchange::kEcdhe) {
    out.U8(kNamedCurve);
    out.U16(message.group.value_or(NamedGroup{}));
    out.Vector8(message.public_key);
  } else if (form.key_exchange == KeyExchange::kDhe) {
    out.Vector16(message.prime);
    out.Vector16(message.generator);
    out.Vector16(message.public_key);
  }
  if (form.signed_params) {
    if (message.signature_scheme) out.U16(*message.signature_scheme);
    out.Vector16(message.signature);
  }
  return out.ok();
}

bool Encode(const ClientKeyExchange& message, ProtocolVersion version, KeyExchangeForm form,
            Bytes* bytes) {
  ByteWriter out(bytes);
  if (form.psk) out.Vector16(message.psk_identity);
  if (form.key_exchange == KeyExchange::kEcdhe) {
    out.Vector8(message.exchange_keys);
  } else if (form.key_exchange == KeyExchange::kDhe ||
             (form.key_exchange == KeyExchange::kRsa && version > ProtocolVersion::kSsl30)) {
    out.Vector16(message.exchange_keys);
  } else {
    out.Put(message.exchange_keys);
  }
  return out.ok();
}

bool Encode(const NewSessionTicket& message, ProtocolVersion version, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U32(message.lifetime);
  if (version >= ProtocolVersion::kTls13) {
    out.U32(message.age_add);
    out.Vector8(message.nonce);
  }
  out.Vector16(message.ticket);
  if (version >= ProtocolVersion::kTls13) out.Vector16(message.extensions.bytes());
  return out.ok();
}

bool EncodeHandshake(HandshakeType type, View body, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U8(type);
  out.Vector24(body);
  return out.ok();
}

bool EncodeRecord(ContentType type, uint16_t version, View body, Bytes* bytes) {
  ByteWriter out(bytes);
  out.U8(type);
  out.U16(version);
  out.Vector16(body);
  return out.ok();
}

}  // namespace shakedown
