// The table of names against the OpenSSL that is installed: what the library calls a suite, and
// which number it sends for a name.
#include "harness/wire/names.h"

#include <gmock/gmock.h>

#include "harness/wire/messages.h"
#include "peers/ssl/handles.h"

namespace shakedown {
namespace {

using testing::ElementsAre;

constexpr size_t kHeaders = 5 + 4;  // record and handshake message

ContextHandle NewContext() {
  ContextHandle ctx(SSL_CTX_new(TLS_method()));
  SSL_CTX_set_ciphersuites(ctx.get(),
                           "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                           "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:"
                           "TLS_AES_128_CCM_8_SHA256");
  SSL_CTX_set_cipher_list(ctx.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
  return ctx;
}

// The numbers in the extension `type` of the ClientHello that `ctx` makes for `version`.
template <typename Code>
std::vector<Code> Sent(SSL_CTX* ctx, ProtocolVersion version, ExtensionType type) {
  SSL_CTX_set_min_proto_version(ctx, static_cast<int>(version));
  SSL_CTX_set_max_proto_version(ctx, static_cast<int>(version));
  const SslHandle ssl(SSL_new(ctx));
  BIO* out = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), out);
  SSL_connect(ssl.get());
  ERR_clear_error();
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  const View flight(reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(size));
  if (flight.size() < kHeaders) return {};
  ClientHello hello;
  ParseError error;
  if (!ParseClientHello(flight.subspan(kHeaders), &hello, &error)) return {};
  const auto body = hello.extensions.Find(type);
  // Both lists asked for have a length of two bytes in front, which has been checked.
  return body ? CodeList{body->subspan(2)}.As<Code>() : std::vector<Code>();
}

TEST(OpensslNames, AreThoseOfItsCipherSuites) {
  const ContextHandle ctx = NewContext();
  const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(ctx.get());
  ASSERT_GT(sk_SSL_CIPHER_num(ciphers), 50);
  for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
    const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
    const CipherSuite suite{SSL_CIPHER_get_protocol_id(cipher)};
    EXPECT_EQ(NamesOf(suite).openssl, SSL_CIPHER_get_name(cipher));
    EXPECT_EQ(NamesOf(suite).iana, SSL_CIPHER_standard_name(cipher));
    EXPECT_EQ(CipherSuiteNamed(SSL_CIPHER_get_name(cipher)), suite);
  }
}

// Elliptic curves in TLS 1.2, what came later in TLS 1.3.
TEST(OpensslNames, OfGroupsMakeItSendTheNumber) {
  int known = 0;
  for (const NamedGroupNames& row : NamedGroupTable()) {
    const ContextHandle ctx = NewContext();
    if (row.openssl.empty()) continue;
    if (SSL_CTX_set1_groups_list(ctx.get(), std::string(row.openssl).c_str()) != 1) continue;
    const bool newer = row.group > NamedGroup::kX448;
    EXPECT_THAT(
        Sent<NamedGroup>(ctx.get(), newer ? ProtocolVersion::kTls13 : ProtocolVersion::kTls12,
                         ExtensionType::kSupportedGroups),
        ElementsAre(row.group))
        << row.openssl;
    ++known;
  }
  EXPECT_GE(known, 10);
  for (const char* name : {"P-256", "P-384", "P-521", "prime256v1"}) {
    const ContextHandle ctx = NewContext();
    ASSERT_EQ(SSL_CTX_set1_groups_list(ctx.get(), name), 1) << name;
    EXPECT_THAT(
        Sent<NamedGroup>(ctx.get(), ProtocolVersion::kTls12, ExtensionType::kSupportedGroups),
        ElementsAre(NamedGroupNamed(name)))
        << name;
  }
}

TEST(OpensslNames, OfSchemesMakeItSendTheNumber) {
  std::vector<std::string> names = {"RSA+SHA256",   "RSA+SHA384",   "RSA+SHA512",
                                    "ECDSA+SHA256", "ECDSA+SHA384", "ECDSA+SHA512",
                                    "PSS+SHA256",   "PSS+SHA384",   "RSA-PSS+SHA512"};
  for (const SignatureSchemeNames& row : SignatureSchemeTable()) {
    if (!row.openssl.empty()) names.emplace_back(row.openssl);
  }
  int known = 0;
  for (const std::string& name : names) {
    const ContextHandle ctx = NewContext();
    if (SSL_CTX_set1_sigalgs_list(ctx.get(), name.c_str()) != 1) continue;
    // The schemes of certificates that it has no key type for are taken and never sent.
    const auto sent = Sent<SignatureScheme>(ctx.get(), ProtocolVersion::kTls12,
                                            ExtensionType::kSignatureAlgorithms);
    if (sent.empty()) continue;
    EXPECT_THAT(sent, ElementsAre(SignatureSchemeNamed(name))) << name;
    ++known;
  }
  EXPECT_GE(known, 20);
}

}  // namespace
}  // namespace shakedown
