#include "fuzz/peer/contexts.h"

#include <openssl/bytestring.h>
#include <openssl/nid.h>
#include <openssl/pool.h>
#include <sys/time.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "fuzz/peer/credentials.h"

namespace shakedown {
namespace {

// 2026-06-01 00:00 UTC, within the validity of every test certificate that is to be valid.
constexpr int64_t kNow = 1780272000;

constexpr size_t kIdentities = 4, kSuiteLists = 8;

void Clock(const SSL*, timeval* out) { *out = {.tv_sec = kNow, .tv_usec = 0}; }

// A pre-shared key for the suites of TLS 1.2 that want one.
constexpr uint8_t kPsk[] = {1, 2, 3, 4, 5, 6, 7, 8};

unsigned ClientPsk(SSL*, const char*, char* identity, unsigned identity_size, uint8_t* key,
                   unsigned key_size) {
  static constexpr char kName[] = "psk";
  if (identity_size < sizeof(kName) || key_size < sizeof(kPsk)) return 0;
  std::memcpy(identity, kName, sizeof(kName));
  std::memcpy(key, kPsk, sizeof(kPsk));
  return sizeof(kPsk);
}

unsigned ServerPsk(SSL*, const char*, uint8_t* key, unsigned key_size) {
  if (key_size < sizeof(kPsk)) return 0;
  std::memcpy(key, kPsk, sizeof(kPsk));
  return sizeof(kPsk);
}

// The simplest compression there is: none. Decompression, too, takes what has the size it should.
int Compress(SSL*, CBB* out, const uint8_t* in, size_t size) {
  return CBB_add_bytes(out, in, size);
}

int Decompress(SSL*, CRYPTO_BUFFER** out, size_t whole_size, const uint8_t* in, size_t size) {
  if (size != whole_size) return 0;
  *out = CRYPTO_BUFFER_new(in, size, nullptr);
  return *out == nullptr ? 0 : 1;
}

void Must(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "a context under test cannot be made: %s\n", what);
  std::abort();
}

void SetIdentity(SSL_CTX* ctx, Role role, uint8_t number) {
  const Credentials& has = TheCredentials();
  if (role == Role::kClient && number == 0) return;
  const Credential& one = role == Role::kServer ? has.server[number] : has.client[number - 1U];
  Must(SSL_CTX_use_certificate(ctx, one.chain[0].get()) == 1, "certificate");
  for (size_t i = 1; i < one.chain.size(); ++i) {
    Must(SSL_CTX_add1_chain_cert(ctx, one.chain[i].get()) == 1, "chain");
  }
  Must(SSL_CTX_use_PrivateKey(ctx, one.key.get()) == 1, "key");
}

void SetTrust(SSL_CTX* ctx, Role role) {
  for (const CertificateHandle& anchor : TheCredentials().anchors) {
    Must(X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), anchor.get()) == 1, "anchor");
    if (role == Role::kServer) Must(SSL_CTX_add_client_CA(ctx, anchor.get()) == 1, "CA name");
  }
  X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(ctx), kNow);
}

ContextHandle Make(Role role, const SideOptions& options) {
  ContextHandle ctx(SSL_CTX_new(TLS_method()));
  Must(ctx != nullptr, "no memory");
  SSL_CTX_set_current_time_cb(ctx.get(), Clock);
  // The order of suites depends on it, and so would what a seed has to say.
  bssl::SSL_CTX_set_aes_hw_override_for_testing(ctx.get(), true);
  Must(SSL_CTX_set_strict_cipher_list(ctx.get(), SuiteList(options.suites)) == 1, "suites");
  SetIdentity(ctx.get(), role, options.identity);
  SetTrust(ctx.get(), role);
  if (options.compression) {
    constexpr uint16_t kZlib = 1;
    Must(SSL_CTX_add_cert_compression_alg(ctx.get(), kZlib, Compress, Decompress) == 1, "zlib");
  }
  if (role == Role::kClient) {
    SSL_CTX_set_session_cache_mode(ctx.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(ctx.get(), OnSession);
    SSL_CTX_set_psk_client_callback(ctx.get(), ClientPsk);
    SSL_CTX_set_grease_enabled(ctx.get(), options.grease ? 1 : 0);
    return ctx;
  }
  SSL_CTX_set_session_cache_mode(ctx.get(), SSL_SESS_CACHE_OFF);
  constexpr size_t kTicketKeySize = 48;
  uint8_t ticket_key[kTicketKeySize];
  for (size_t i = 0; i < kTicketKeySize; ++i) ticket_key[i] = static_cast<uint8_t>(i);
  Must(SSL_CTX_set_tlsext_ticket_keys(ctx.get(), ticket_key, kTicketKeySize) == 1, "ticket key");
  static constexpr uint8_t kContext[] = {'f', 'u', 'z', 'z'};
  Must(SSL_CTX_set_session_id_context(ctx.get(), kContext, sizeof(kContext)) == 1, "context");
  SSL_CTX_set_psk_server_callback(ctx.get(), ServerPsk);
  SSL_CTX_set_alpn_select_cb(ctx.get(), ChooseProtocol, nullptr);
  return ctx;
}

}  // namespace

const char* SuiteList(uint8_t number) {
  static constexpr const char* kLists[kSuiteLists] = {"ALL",
                                                      "ECDHE-ECDSA-AES128-GCM-SHA256",
                                                      "ECDHE+AESGCM",
                                                      "ECDHE+CHACHA20",
                                                      "ECDHE+SHA1",
                                                      "kRSA",
                                                      "ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA",
                                                      "kPSK:aPSK"};
  return kLists[number % kSuiteLists];
}

const GroupList& GroupsOf(uint8_t number) {
  constexpr uint16_t kP256 = 0x0017, kP384 = 0x0018, kP521 = 0x0019, kX25519 = 0x001d,
                     kKyber = 0x6399;
  static const auto& lists = *new std::vector<GroupList>{
      {{NID_X25519, NID_X9_62_prime256v1, NID_secp384r1}, {kX25519, kP256, kP384}},
      {{NID_X25519}, {kX25519}},
      {{NID_X9_62_prime256v1}, {kP256}},
      // The slow ones are never first, or every run would begin with making a key in them.
      {{NID_X9_62_prime256v1, NID_secp384r1}, {kP256, kP384}},
      {{NID_X9_62_prime256v1, NID_secp521r1}, {kP256, kP521}},
      {{NID_X9_62_prime256v1, NID_X25519}, {kP256, kX25519}},
#ifdef NID_X25519Kyber768
      {{NID_X25519Kyber768, NID_X25519}, {kKyber, kX25519}},
#else
      {{NID_X25519, NID_secp521r1}, {kX25519, kP521}},
#endif
      {{NID_X25519, NID_X9_62_prime256v1, NID_secp384r1, NID_secp521r1},
       {kX25519, kP256, kP384, kP521}},
  };
  (void)kKyber;
  return lists[number % lists.size()];
}

const std::vector<uint16_t>& SchemesOf(uint8_t number) {
  static const auto& lists = *new std::vector<std::vector<uint16_t>>{
      {},
      {SSL_SIGN_ECDSA_SECP256R1_SHA256, SSL_SIGN_RSA_PSS_RSAE_SHA256},
      {SSL_SIGN_RSA_PKCS1_SHA256, SSL_SIGN_RSA_PKCS1_SHA1, SSL_SIGN_ECDSA_SHA1,
       SSL_SIGN_RSA_PSS_RSAE_SHA384},
      {SSL_SIGN_ED25519, SSL_SIGN_ECDSA_SECP256R1_SHA256, SSL_SIGN_ECDSA_SECP384R1_SHA384,
       SSL_SIGN_ECDSA_SECP521R1_SHA512, SSL_SIGN_RSA_PSS_RSAE_SHA256, SSL_SIGN_RSA_PSS_RSAE_SHA512,
       SSL_SIGN_RSA_PKCS1_SHA256, SSL_SIGN_RSA_PKCS1_SHA512, SSL_SIGN_RSA_PKCS1_SHA1}};
  return lists[number % lists.size()];
}

const std::vector<std::vector<uint8_t>>& ProtocolsOf(uint8_t number) {
  static const std::vector<uint8_t>& h2 = *new std::vector<uint8_t>{'h', '2'};
  static const std::vector<uint8_t>& http =
      *new std::vector<uint8_t>{'h', 't', 't', 'p', '/', '1', '.', '1'};
  static const auto& lists =
      *new std::vector<std::vector<std::vector<uint8_t>>>{{}, {h2, http}, {http}, {h2}};
  return lists[number % lists.size()];
}

SSL_CTX* ContextOf(Role role, const SideOptions& options) {
  static ContextHandle kept[2][kIdentities][kSuiteLists][2][2];
  ContextHandle& ctx = kept[role == Role::kServer ? 1 : 0][options.identity % kIdentities]
                           [options.suites % kSuiteLists][options.compression ? 1 : 0]
                           [role == Role::kClient && options.grease ? 1 : 0];
  if (!ctx) ctx = Make(role, options);
  return ctx.get();
}

}  // namespace shakedown
