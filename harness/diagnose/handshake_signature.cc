#include "harness/diagnose/handshake_signature.h"

#include <nettle/sha2.h>

#include <algorithm>

#include "harness/diagnose/sent_certificate.h"
#include "harness/predict/suite_facts.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

Bytes Hash(bool sha384, View content) {
  Bytes out;
  if (sha384) {
    sha512_ctx context;
    sha384_init(&context);
    sha384_update(&context, content.size(), content.data());
    out.resize(SHA384_DIGEST_SIZE);
    sha384_digest(&context, out.size(), out.data());
  } else {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, content.size(), content.data());
    out.resize(SHA256_DIGEST_SIZE);
    sha256_digest(&context, out.size(), out.data());
  }
  return out;
}

// RFC 8446 4.4.1: after a HelloRetryRequest the first ClientHello counts by its hash.
Bytes WithMessageHash(View transcript, bool sha384) {
  ByteReader reader(transcript);
  reader.U8();
  reader.Bytes24();
  if (!reader.ok()) return {};
  const Bytes hash = Hash(sha384, transcript.first(transcript.size() - reader.left()));
  Bytes out = {static_cast<uint8_t>(HandshakeType::kMessageHash), 0, 0,
               static_cast<uint8_t>(hash.size())};
  Append(&out, hash);
  Append(&out, reader.rest());
  return out;
}

// RFC 8446 4.4.3: what is signed in TLS 1.3.
Bytes SignedInTls13(const WireSignature& signature, const WireFacts& facts) {
  const bool sha384 = FactsOf(*facts.cipher_suite).sha384;
  const Bytes transcript =
      facts.hello_retry_request ? WithMessageHash(signature.content, sha384) : signature.content;
  constexpr std::string_view kServer = "TLS 1.3, server CertificateVerify";
  constexpr std::string_view kClient = "TLS 1.3, client CertificateVerify";
  Bytes out(64, 0x20);
  Append(&out, AsView(signature.from == Role::kServer ? kServer : kClient));
  out.push_back(0);
  Append(&out, Hash(sha384, transcript));
  return out;
}

}  // namespace

SignatureVerdict CheckHandshakeSignature(const WireFacts& facts, Role role) {
  const auto& chain = role == Role::kServer ? facts.server_chain : facts.client_chain;
  const auto found = std::ranges::find_if(
      facts.signatures, [role](const WireSignature& one) { return one.from == role; });
  if (found == facts.signatures.end() || chain.empty() || !facts.version || !facts.cipher_suite ||
      *facts.version < ProtocolVersion::kTls10) {
    return SignatureVerdict::kUnknown;
  }
  const auto leaf = ReadCertificate(chain.front());
  if (!leaf) return SignatureVerdict::kUnknown;
  if (*facts.version < ProtocolVersion::kTls13) {
    return CheckSignature(leaf->public_key, found->scheme, found->content, found->signature);
  }
  return CheckSignature(leaf->public_key, found->scheme, SignedInTls13(*found, facts),
                        found->signature);
}

}  // namespace shakedown
