// Messages back into bytes: for what a parser accepted, exactly the bytes it read.
//
// Each function appends the body of one message and returns false if a field is too long for its
// place (then what was appended is of no use). They write what they are given, sound or not: that
// is what a test of a peer wants.
#ifndef HARNESS_WIRE_ENCODE_H_
#define HARNESS_WIRE_ENCODE_H_

#include "harness/wire/messages.h"
#include "harness/wire/records.h"

namespace shakedown {

// No extensions at all (a null view) leaves out their length as well, as TLS 1.2 may.
bool Encode(const ClientHello& hello, Bytes* out);
bool Encode(const ServerHello& hello, Bytes* out);
bool Encode(const Extensions& extensions, Bytes* out);  // EncryptedExtensions
bool Encode(const CertificateMessage& message, ProtocolVersion version, Bytes* out);
bool Encode(const CertificateRequest& message, ProtocolVersion version, Bytes* out);
bool Encode(const CertificateVerify& message, Bytes* out);
bool Encode(const CertificateStatus& message, Bytes* out);
bool Encode(const CompressedCertificate& message, Bytes* out);
bool Encode(const ServerKeyExchange& message, KeyExchangeForm form, Bytes* out);
bool Encode(const ClientKeyExchange& message, ProtocolVersion version, KeyExchangeForm form,
            Bytes* out);
bool Encode(const NewSessionTicket& message, ProtocolVersion version, Bytes* out);

// A handshake message: its header, then `body`.
bool EncodeHandshake(HandshakeType type, View body, Bytes* out);
// A record: its header, then `body`.
bool EncodeRecord(ContentType type, uint16_t version, View body, Bytes* out);

}  // namespace shakedown

#endif  // HARNESS_WIRE_ENCODE_H_
