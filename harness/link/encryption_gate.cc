#include "harness/link/encryption_gate.h"

#include "harness/link/record_cursor.h"

namespace shakedown {
namespace {

uint16_t Two(View bytes, size_t at) {
  return static_cast<uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

}  // namespace

void NegotiatedSuite::Watch(View bytes) {
  RecordCursor cursor(bytes);
  for (View record; cursor.Next(&record);) {
    const View body = record.subspan(kRecordHeaderSize);
    if (TypeOf(record) == ContentType::kHandshake && body.size() > 4 &&
        body[0] == static_cast<uint8_t>(HandshakeType::kServerHello)) {
      Read(body.subspan(4));
    }
  }
}

// RFC 8446 4.1.3: version, random, session id, cipher suite, compression, extensions. A
// HelloRetryRequest has the same form and binds the suite already (4.1.4).
void NegotiatedSuite::Read(View hello) {
  constexpr size_t kSessionIdAt = 2 + 32;
  if (hello.size() <= kSessionIdAt) return;
  size_t at = kSessionIdAt + 1 + hello[kSessionIdAt];
  if (hello.size() < at + 3) return;
  suite_ = static_cast<CipherSuite>(Two(hello, at));
  at += 3;
  if (hello.size() < at + 2) return;
  for (at += 2; hello.size() >= at + 4; at += size_t{4} + Two(hello, at + 2)) {
    if (Two(hello, at) == static_cast<uint16_t>(ExtensionType::kSupportedVersions) &&
        hello.size() >= at + 6) {
      tls13_ = Two(hello, at + 4) >= static_cast<uint16_t>(ProtocolVersion::kTls13);
    }
  }
}

size_t EncryptionGate::Allowed(View bytes, const NegotiatedSuite& negotiated, SuiteRule approved) {
  if (!negotiated.suite() || approved(*negotiated.suite())) return bytes.size();
  RecordCursor cursor(bytes);
  size_t allowed = 0;
  for (View record; cursor.Next(&record); allowed += record.size()) {
    // RFC 8446 5.2: protected records are application_data; the ChangeCipherSpec of TLS 1.3 means
    // nothing (D.4). RFC 5246 7.1: up to TLS 1.2 everything after ChangeCipherSpec is protected.
    const bool is_protected =
        negotiated.tls13() ? TypeOf(record) == ContentType::kApplicationData : changed_cipher_spec_;
    if (is_protected) return allowed;
    if (TypeOf(record) == ContentType::kChangeCipherSpec) changed_cipher_spec_ = true;
  }
  return bytes.size();
}

}  // namespace shakedown
