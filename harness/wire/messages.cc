#include "harness/wire/messages.h"

#include <algorithm>
#include <array>

#include "harness/wire/extensions.h"

namespace shakedown {
namespace {

// RFC 8446 4.1.3: the random of a HelloRetryRequest is SHA-256 of "HelloRetryRequest".
constexpr std::array<uint8_t, 32> kRetryRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

tl::unexpected<ParseError> Misfit(const char* field, const ByteReader& reader) {
  return tl::make_unexpected(ParseError{field, reader.offset()});
}

// Reads an extension block with its 16-bit length and walks it once, so that it can be iterated
// without further checks.
Extensions ReadExtensions(ByteReader* message) {
  const View block = message->Bytes16();
  ByteReader walk(block);
  while (!walk.empty()) {
    walk.U16();
    walk.Bytes16();
  }
  if (!walk.ok()) message->Fail();
  return Extensions(block);
}

// RFC 5246 7.4.1.2: before TLS 1.3 the block may be missing altogether.
Extensions ReadOptionalExtensions(ByteReader* message) {
  return message->empty() ? Extensions() : ReadExtensions(message);
}

CodeList ReadCodes(ByteReader* message, View bytes) {
  if (bytes.size() % 2 != 0) message->Fail();
  return CodeList{bytes};
}

}  // namespace

bool Extensions::Next(Extension* extension) {
  if (reader_.empty()) return false;
  extension->type = ExtensionType{reader_.U16()};
  extension->body = reader_.Bytes16();
  return reader_.ok();
}

std::optional<View> Extensions::Find(ExtensionType type) const {
  Extensions walk(block_);
  for (Extension extension; walk.Next(&extension);) {
    if (extension.type == type) return extension.body;
  }
  return std::nullopt;
}

Parsed<ClientHello> ParseClientHello(View body) {
  ByteReader reader(body);
  ClientHello hello;
  hello.legacy_version = ProtocolVersion{reader.U16()};
  hello.random = reader.Take(32);
  hello.session_id = reader.Bytes8();
  hello.cipher_suites = ReadCodes(&reader, reader.Bytes16());
  hello.compression_methods = reader.Bytes8();
  hello.extensions = ReadOptionalExtensions(&reader);
  if (!reader.Finish()) return Misfit("ClientHello", reader);
  return hello;
}

bool ServerHello::is_hello_retry_request() const {
  return std::equal(random.begin(), random.end(), kRetryRandom.begin(), kRetryRandom.end());
}

ProtocolVersion ServerHello::version() const {
  const auto selected = extensions.Find(ExtensionType::kSupportedVersions);
  if (!selected || selected->size() != 2) return legacy_version;
  return ProtocolVersion{ByteReader(*selected).U16()};
}

Parsed<ServerHello> ParseServerHello(View body) {
  ByteReader reader(body);
  ServerHello hello;
  hello.legacy_version = ProtocolVersion{reader.U16()};
  hello.random = reader.Take(32);
  hello.session_id = reader.Bytes8();
  hello.cipher_suite = CipherSuite{reader.U16()};
  hello.compression_method = reader.U8();
  hello.extensions = ReadOptionalExtensions(&reader);
  if (!reader.Finish()) return Misfit("ServerHello", reader);
  return hello;
}

Parsed<Extensions> ParseEncryptedExtensions(View body) {
  ByteReader reader(body);
  const Extensions extensions = ReadExtensions(&reader);
  if (!reader.Finish()) return Misfit("EncryptedExtensions", reader);
  return extensions;
}

Parsed<CertificateMessage> ParseCertificate(View body, ProtocolVersion version) {
  const bool tls13 = version >= ProtocolVersion::kTls13;
  ByteReader reader(body);
  CertificateMessage certificate;
  if (tls13) certificate.request_context = reader.Bytes8();
  for (ByteReader list = reader.Vector24(); !list.empty();) {
    const View der = list.Bytes24();
    if (tls13) list.Bytes16();
    if (list.ok()) certificate.chain.push_back(der);
  }
  if (!reader.Finish()) return Misfit("Certificate", reader);
  return certificate;
}

Parsed<CertificateRequest> ParseCertificateRequest(View body, ProtocolVersion version) {
  ByteReader reader(body);
  CertificateRequest request;
  if (version >= ProtocolVersion::kTls13) {
    request.request_context = reader.Bytes8();
    Extensions extensions = ReadExtensions(&reader);
    if (!reader.Finish()) return Misfit("CertificateRequest", reader);
    for (Extension extension; extensions.Next(&extension);) {
      if (extension.type == ExtensionType::kSignatureAlgorithms) {
        const auto codes = ParseCodeList(extension.body);
        if (!codes) return tl::make_unexpected(codes.error());
        request.signature_schemes = *codes;
      } else if (extension.type == ExtensionType::kSignatureAlgorithmsCert) {
        const auto codes = ParseCodeList(extension.body);
        if (!codes) return tl::make_unexpected(codes.error());
        request.certificate_signature_schemes = *codes;
      } else if (extension.type == ExtensionType::kCertificateAuthorities) {
        auto names = ParseCertificateAuthorities(extension.body);
        if (!names) return tl::make_unexpected(names.error());
        request.ca_names = std::move(*names);
      }
    }
    return request;
  }
  request.certificate_types = reader.Bytes8();
  if (version == ProtocolVersion::kTls12) {
    request.signature_schemes = ReadCodes(&reader, reader.Bytes16());
  }
  for (ByteReader list = reader.Vector16(); !list.empty();) {
    const View name = list.Bytes16();
    if (list.ok()) request.ca_names.push_back(name);
  }
  if (!reader.Finish()) return Misfit("CertificateRequest", reader);
  return request;
}

Parsed<ServerKeyExchange> ParseServerKeyExchange(View body, ProtocolVersion version,
                                                 ServerKeyExchangeForm form) {
  static constexpr uint8_t kNamedCurve = 3;  // RFC 8422 5.4
  ByteReader reader(body);
  ServerKeyExchange exchange;
  if (form.psk_hint) reader.Bytes16();
  if (form.key_exchange == KeyExchange::kEcdhe) {
    // RFC 8422 5.4: explicit curves are retired; what follows them cannot be told apart here.
    if (reader.U8() != kNamedCurve) return exchange;
    exchange.group = NamedGroup{reader.U16()};
    reader.Bytes8();
  } else if (form.key_exchange == KeyExchange::kDhe) {
    const View prime = reader.Bytes16();
    reader.Bytes16();
    reader.Bytes16();
    exchange.prime_bits = prime.size() * 8;
    exchange.group = FfdheGroup(prime);
  } else {
    return exchange;
  }
  if (form.signed_params) {
    if (version >= ProtocolVersion::kTls12) {
      exchange.signature_scheme = SignatureScheme{reader.U16()};
    }
    exchange.signature = reader.Bytes16();
  }
  if (!reader.Finish()) return Misfit("ServerKeyExchange", reader);
  return exchange;
}

Parsed<CertificateVerify> ParseCertificateVerify(View body, ProtocolVersion version) {
  ByteReader reader(body);
  CertificateVerify verify;
  if (version >= ProtocolVersion::kTls12) verify.signature_scheme = SignatureScheme{reader.U16()};
  verify.signature = reader.Bytes16();
  if (!reader.Finish()) return Misfit("CertificateVerify", reader);
  return verify;
}

Parsed<NewSessionTicket> ParseNewSessionTicket(View body, ProtocolVersion version) {
  ByteReader reader(body);
  NewSessionTicket ticket;
  ticket.lifetime = reader.U32();
  if (version >= ProtocolVersion::kTls13) {
    reader.U32();     // ticket_age_add
    reader.Bytes8();  // ticket_nonce
    ticket.ticket = reader.Bytes16();
    ReadExtensions(&reader);
  } else {
    ticket.ticket = reader.Bytes16();
  }
  if (!reader.Finish()) return Misfit("NewSessionTicket", reader);
  return ticket;
}

std::optional<NamedGroup> FfdheGroup(View p) {
  // RFC 7919 A: every prime begins with 64 one bits and the digits of e, and ends with a word of
  // its own and 64 one bits; its length tells which of the five it is.
  struct Ending {
    size_t bytes;
    NamedGroup group;
    std::array<uint8_t, 8> before_last_ones;
  };
  static constexpr Ending kEndings[] = {
      {256, NamedGroup::kFfdhe2048, {0x88, 0x6b, 0x42, 0x38, 0x61, 0x28, 0x5c, 0x97}},
      {384, NamedGroup::kFfdhe3072, {0x25, 0xe4, 0x1d, 0x2b, 0x66, 0xc6, 0x2e, 0x37}},
      {512, NamedGroup::kFfdhe4096, {0xc6, 0x8a, 0x00, 0x7e, 0x5e, 0x65, 0x5f, 0x6a}},
      {768, NamedGroup::kFfdhe6144, {0xa4, 0x0e, 0x32, 0x9c, 0xd0, 0xe4, 0x0e, 0x65}},
      {1024, NamedGroup::kFfdhe8192, {0xd6, 0x8c, 0x8b, 0xb7, 0xc5, 0xc6, 0x42, 0x4c}},
  };
  static constexpr std::array<uint8_t, 16> kStart = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                     0xff, 0xff, 0xad, 0xf8, 0x54, 0x58,
                                                     0xa2, 0xbb, 0x4a, 0x9a};
  for (const Ending& ending : kEndings) {
    if (p.size() != ending.bytes) continue;
    const View tail = p.last(16);
    const bool ones =
        std::all_of(tail.begin() + 8, tail.end(), [](uint8_t b) { return b == 0xff; });
    if (ones && std::equal(kStart.begin(), kStart.end(), p.begin()) &&
        std::equal(ending.before_last_ones.begin(), ending.before_last_ones.end(), tail.begin())) {
      return ending.group;
    }
  }
  return std::nullopt;
}

}  // namespace shakedown
