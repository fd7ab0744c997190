#include <algorithm>

#include "harness/inspect/dissect_parts.h"
#include "harness/wire/messages.h"

namespace shakedown {

void ReadClientHello(FieldReader* in, const MessageContext& context) {
  in->Code("legacy_version", 2, VersionName);
  in->Opaque("random", 32);
  in->OpaqueVector("legacy_session_id", 1);
  if (context.datagrams) in->OpaqueVector("cookie", 1);
  in->Codes("cipher_suites", 2, "CipherSuite", 2, SuiteName);
  in->Codes("legacy_compression_methods", 1, "CompressionMethod", 1, CompressionName);
  // RFC 5246 7.4.1.2: before TLS 1.3 the block may be missing altogether.
  if (!in->empty()) ReadExtensionBlock(in, DissectPlace::kClientHello);
}

void ReadServerHello(FieldReader* in) {
  in->Code("legacy_version", 2, VersionName);
  ServerHello hello;
  hello.random = in->Opaque("random", 32);
  const bool retry = hello.is_hello_retry_request();
  if (retry) in->into()->name = "HelloRetryRequest";
  in->OpaqueVector("legacy_session_id_echo", 1);
  in->Code("cipher_suite", 2, SuiteName);
  in->Code("legacy_compression_method", 1, CompressionName);
  if (in->empty()) return;
  ReadExtensionBlock(in, retry ? DissectPlace::kHelloRetryRequest : DissectPlace::kServerHello);
}

// RFC 6347 4.2.1.
void ReadHelloVerifyRequest(FieldReader* in) {
  in->Code("server_version", 2, VersionName);
  in->OpaqueVector("cookie", 1);
}

namespace {

// RFC 6101 E: the SSL 2.0 suites that were in use, for a hello that offers those too.
std::string Ssl2SuiteName(uint32_t code) {
  if (code >> 16 == 0) return SuiteName(static_cast<uint16_t>(code));
  switch (code) {
    case 0x010080:
      return "SSL_CK_RC4_128_WITH_MD5";
    case 0x020080:
      return "SSL_CK_RC4_128_EXPORT40_WITH_MD5";
    case 0x030080:
      return "SSL_CK_RC2_128_CBC_WITH_MD5";
    case 0x040080:
      return "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5";
    case 0x050080:
      return "SSL_CK_IDEA_128_CBC_WITH_MD5";
    case 0x060040:
      return "SSL_CK_DES_64_CBC_WITH_MD5";
    case 0x0700c0:
      return "SSL_CK_DES_192_EDE3_CBC_WITH_MD5";
    default:
      return "";
  }
}

// RFC 5246 E.2: what the three lengths of the hello may be. Their offsets count from its header.
std::optional<FieldError> JudgeSsl2Lengths(size_t suites, size_t session, size_t challenge) {
  using enum AlertDescription;
  constexpr const char* kClause = "RFC 5246 E.2";
  if (suites == 0 || suites % 3 != 0) {
    return FieldError{5, kDecodeError, "V2ClientHello.cipher_spec_length", kClause,
                      "there is at least one suite, of three bytes each"};
  }
  if (session != 0) {
    return FieldError{7, kDecodeError, "V2ClientHello.session_id_length", kClause,
                      "a client that speaks TLS resumes no session with this hello"};
  }
  if (challenge < 16 || challenge > 32) {
    return FieldError{9, kDecodeError, "V2ClientHello.challenge_length", kClause,
                      "a challenge has 16 to 32 bytes"};
  }
  return std::nullopt;
}

}  // namespace

Dissected DissectSsl2Hello(View record) {
  Dissected out;
  out.tree.name = "SSLv2 ClientHello";
  out.tree.size = record.size();
  FieldReader::Shared shared;
  FieldReader in(record, 0, &out.tree, &shared);
  in.Number("msg_length", 2);
  // RFC 5246 E.2: the top bit only says that the header has two bytes.
  if (!out.tree.children.empty() && in.last().number) *in.last().number &= 0x7fff;
  in.Code("msg_type", 1, HandshakeName);
  in.Code("version", 2, VersionName);
  const size_t suites = in.Number("cipher_spec_length", 2);
  const size_t session = in.Number("session_id_length", 2);
  const size_t challenge = in.Number("challenge_length", 2);
  in.Struct("cipher_specs", [suites](FieldReader* list) {
    for (size_t i = 0; i + 3 <= suites && !list->empty(); i += 3) {
      const auto code = static_cast<uint32_t>(list->Number("V2CipherSpec", 3));
      if (list->last().number) list->last().text = Ssl2SuiteName(code);
    }
  });
  in.Opaque("session_id", session);
  in.Opaque("challenge", challenge);
  in.End();
  constexpr size_t kLengths = 11;  // the header, and the fields up to the lengths
  if (record.size() >= kLengths) out.misfit = JudgeSsl2Lengths(suites, session, challenge);
  if (!out.misfit) out.misfit = shared.misfit;
  return out;
}

}  // namespace shakedown
