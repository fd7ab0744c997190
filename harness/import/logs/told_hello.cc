#include "harness/import/logs/told_hello.h"

#include "harness/wire/byte_writer.h"
#include "harness/wire/encode.h"

namespace shakedown {
namespace {

constexpr size_t kRandom = 32;

void PutRandom(const Bytes& random, ByteWriter* out) {
  if (random.size() == kRandom) return out->Put(random);
  for (size_t i = 0; i < kRandom; ++i) out->U8(0);
}

// An extension (RFC 8446 4.2).
template <typename Fill>
void PutExtension(ExtensionType type, ByteWriter* out, const Fill& fill) {
  out->U16(type);
  out->Vector16(fill);
}

template <typename Code>
void PutList(ExtensionType type, const std::vector<Code>& codes, ByteWriter* out) {
  if (codes.empty()) return;
  PutExtension(type, out, [&] {
    out->Vector16([&] {
      for (const Code code : codes) out->U16(code);
    });
  });
}

void PutShare(NamedGroup group, ByteWriter* out) {
  out->U16(group);
  out->Vector16([&] { out->U8(0); });
}

void ClientExtensions(const ToldHello& hello, ByteWriter* out) {
  if (!hello.server_name.empty()) {
    PutExtension(ExtensionType::kServerName, out, [&] {
      out->Vector16([&] {
        out->U8(0);  // host_name, RFC 6066 3
        out->Vector16(AsView(hello.server_name));
      });
    });
  }
  PutList(ExtensionType::kSupportedGroups, hello.groups, out);
  PutList(ExtensionType::kSignatureAlgorithms, hello.schemes, out);
  PutList(ExtensionType::kSignatureAlgorithmsCert, hello.certificate_schemes, out);
  if (!hello.alpn.empty()) {
    PutExtension(ExtensionType::kAlpn, out, [&] {
      out->Vector16([&] {
        for (const std::string& protocol : hello.alpn) out->Vector8(AsView(protocol));
      });
    });
  }
  if (!hello.versions.empty()) {
    PutExtension(ExtensionType::kSupportedVersions, out, [&] {
      out->Vector8([&] {
        for (const ProtocolVersion version : hello.versions) out->U16(version);
      });
    });
  }
  if (!hello.shares.empty()) {
    PutExtension(ExtensionType::kKeyShare, out, [&] {
      out->Vector16([&] {
        for (const NamedGroup group : hello.shares) PutShare(group, out);
      });
    });
  }
}

template <typename Fill>
Bytes Message(HandshakeType type, const Fill& fill) {
  Bytes body, bytes;
  ByteWriter out(&body);
  fill(&out);
  if (!out.ok() || !EncodeHandshake(type, body, &bytes)) return {};
  return bytes;
}

std::string Folded(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      folded += static_cast<char>(c + 32);
    } else {
      folded += c == '_' || c == '-' ? ' ' : c;
    }
  }
  return folded;
}

}  // namespace

Bytes ClientHelloBytes(const ToldHello& hello) {
  return Message(HandshakeType::kClientHello, [&](ByteWriter* out) {
    out->U16(hello.legacy_version.value_or(ProtocolVersion::kTls12));
    PutRandom(hello.random, out);
    out->Vector8(View());
    out->Vector16([&] {
      for (const CipherSuite suite : hello.suites) out->U16(suite);
    });
    out->Vector8([&] { out->U8(0); });
    out->Vector16([&] { ClientExtensions(hello, out); });
  });
}

Bytes ServerHelloBytes(const ToldHello& hello) {
  if (hello.suites.empty()) return {};
  return Message(HandshakeType::kServerHello, [&](ByteWriter* out) {
    out->U16(hello.legacy_version.value_or(ProtocolVersion::kTls12));
    PutRandom(hello.random, out);
    out->Vector8(View());
    out->U16(hello.suites.front());
    out->U8(0);
    out->Vector16([&] {
      if (!hello.versions.empty()) {
        PutExtension(ExtensionType::kSupportedVersions, out,
                     [&] { out->U16(hello.versions.front()); });
      }
      if (!hello.shares.empty()) {
        PutExtension(ExtensionType::kKeyShare, out, [&] { PutShare(hello.shares.front(), out); });
      }
    });
  });
}

Bytes CertificateRequestBytes(const ToldHello& request, ProtocolVersion version) {
  return Message(HandshakeType::kCertificateRequest, [&](ByteWriter* out) {
    if (version >= ProtocolVersion::kTls13) {
      out->Vector8(View());
      out->Vector16([&] { PutList(ExtensionType::kSignatureAlgorithms, request.schemes, out); });
      return;
    }
    constexpr uint8_t kRsaSign = 1, kEcdsaSign = 64;
    out->Vector8([&] {
      out->U8(kRsaSign);
      out->U8(kEcdsaSign);
    });
    if (version == ProtocolVersion::kTls12) {
      out->Vector16([&] {
        for (const SignatureScheme scheme : request.schemes) out->U16(scheme);
      });
    }
    out->Vector16(View());
  });
}

std::optional<ProtocolVersion> VersionNamed(std::string_view name) {
  const std::string folded = Folded(name);
  const auto is = [&](std::string_view a, std::string_view b) {
    return folded == a || folded == b;
  };
  if (is("tlsv1.3", "tls 1.3")) return ProtocolVersion::kTls13;
  if (is("tlsv1.2", "tls 1.2")) return ProtocolVersion::kTls12;
  if (is("tlsv1.1", "tls 1.1")) return ProtocolVersion::kTls11;
  if (is("tlsv1", "tls 1.0") || folded == "tlsv1.0") return ProtocolVersion::kTls10;
  if (is("sslv3", "ssl 3.0")) return ProtocolVersion::kSsl30;
  return std::nullopt;
}

std::optional<AlertDescription> AlertNamed(std::string_view name) {
  const std::string folded = Folded(name);
  for (int number = 0; number < 256; ++number) {
    const auto alert = static_cast<AlertDescription>(number);
    const std::string known = NameOf(alert);
    if (known[0] >= '0' && known[0] <= '9') continue;
    if (Folded(known) == folded) return alert;
  }
  return std::nullopt;
}

}  // namespace shakedown
