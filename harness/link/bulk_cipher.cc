#include "harness/link/bulk_cipher.h"

#include <nettle/cbc.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

struct NamedBulk {
  std::string_view name;
  Bulk bulk;
  uint8_t key, block, tag, fixed_iv, explicit_iv;
};

// RFC 5288 3 (GCM), RFC 6655 3 (CCM), RFC 7905 2 (ChaCha20), RFC 5246 C (the others).
constexpr NamedBulk kBulks[] = {
    {"AES_128_GCM", Bulk::kAes128Gcm, 16, 1, 16, 4, 8},
    {"AES_256_GCM", Bulk::kAes256Gcm, 32, 1, 16, 4, 8},
    {"CHACHA20_POLY1305", Bulk::kChaCha20Poly1305, 32, 1, 16, 12, 0},
    {"AES_128_CCM", Bulk::kAes128Ccm, 16, 1, 16, 4, 8},
    {"AES_256_CCM", Bulk::kAes256Ccm, 32, 1, 16, 4, 8},
    {"AES_128_CCM_8", Bulk::kAes128Ccm, 16, 1, 8, 4, 8},
    {"AES_256_CCM_8", Bulk::kAes256Ccm, 32, 1, 8, 4, 8},
    {"CAMELLIA_128_GCM", Bulk::kCamellia128Gcm, 16, 1, 16, 4, 8},
    {"CAMELLIA_256_GCM", Bulk::kCamellia256Gcm, 32, 1, 16, 4, 8},
    {"AES_128_CBC", Bulk::kAes128Cbc, 16, 16, 0, 0, 0},
    {"AES_256_CBC", Bulk::kAes256Cbc, 32, 16, 0, 0, 0},
    {"CAMELLIA_128_CBC", Bulk::kCamellia128Cbc, 16, 16, 0, 0, 0},
    {"CAMELLIA_256_CBC", Bulk::kCamellia256Cbc, 32, 16, 0, 0, 0},
    {"3DES_EDE_CBC", Bulk::k3DesCbc, 24, 8, 0, 0, 0},
    {"RC4_128", Bulk::kRc4, 16, 1, 0, 0, 0},
    {"NULL", Bulk::kNull, 0, 1, 0, 0, 0},
};

std::optional<HashKind> HashOf(std::string_view name) {
  if (name == "MD5") return HashKind::kMd5;
  if (name == "SHA") return HashKind::kSha1;
  if (name == "SHA256") return HashKind::kSha256;
  if (name == "SHA384") return HashKind::kSha384;
  return std::nullopt;
}

// nettle's modes have one set of functions for each cipher; these forward to them by type.
#define SHAKEDOWN_GCM(NAME)                                                            \
  bool OpenWith(gcm_##NAME##_ctx* c, View nonce, View additional, View text, View tag, \
                uint8_t* out) {                                                        \
    std::array<uint8_t, GCM_DIGEST_SIZE> digest;                                       \
    gcm_##NAME##_set_iv(c, nonce.size(), nonce.data());                                \
    gcm_##NAME##_update(c, additional.size(), additional.data());                      \
    gcm_##NAME##_decrypt(c, text.size(), out, text.data());                            \
    gcm_##NAME##_digest(c, digest.size(), digest.data());                              \
    return std::ranges::equal(tag, digest);                                            \
  }
SHAKEDOWN_GCM(aes128)
SHAKEDOWN_GCM(aes256)
SHAKEDOWN_GCM(camellia128)
SHAKEDOWN_GCM(camellia256)
#undef SHAKEDOWN_GCM

bool OpenWith(ccm_aes128_ctx* c, View nonce, View additional, View text, View tag, uint8_t* out) {
  return ccm_aes128_decrypt_message(c, nonce.size(), nonce.data(), additional.size(),
                                    additional.data(), tag.size(), text.size(), out,
                                    text.data()) == 1;
}

bool OpenWith(ccm_aes256_ctx* c, View nonce, View additional, View text, View tag, uint8_t* out) {
  return ccm_aes256_decrypt_message(c, nonce.size(), nonce.data(), additional.size(),
                                    additional.data(), tag.size(), text.size(), out,
                                    text.data()) == 1;
}

bool OpenWith(chacha_poly1305_ctx* c, View nonce, View additional, View text, View tag,
              uint8_t* out) {
  std::array<uint8_t, CHACHA_POLY1305_DIGEST_SIZE> digest;
  chacha_poly1305_set_nonce(c, nonce.data());
  chacha_poly1305_update(c, additional.size(), additional.data());
  chacha_poly1305_decrypt(c, text.size(), out, text.data());
  chacha_poly1305_digest(c, digest.size(), digest.data());
  return std::ranges::equal(tag, digest);
}

template <typename Context, typename Decrypt>
void Cbc(const Context& context, Decrypt decrypt, View iv, View in, uint8_t* out) {
  std::array<uint8_t, 16> chain{};
  std::copy(iv.begin(), iv.end(), chain.begin());
  cbc_decrypt(&context, reinterpret_cast<nettle_cipher_func*>(decrypt), iv.size(), chain.data(),
              in.size(), out, in.data());
}

}  // namespace

std::optional<Protection> ProtectionOf(CipherSuite suite) {
  const SuiteParts parts = SplitSuite(suite);
  const auto row = std::ranges::find(kBulks, parts.cipher, &NamedBulk::name);
  if (row == std::end(kBulks)) return std::nullopt;
  Protection protection;
  protection.bulk = row->bulk;
  protection.key = row->key;
  protection.block = row->block;
  protection.tag = row->tag;
  protection.fixed_iv = row->fixed_iv;
  protection.explicit_iv = row->explicit_iv;
  // RFC 5246 5: SHA-256 unless the suite says SHA-384; the older hashes are for the MAC alone.
  if (parts.hash == "SHA384") protection.hash = HashKind::kSha384;
  if (!protection.aead()) {
    protection.mac = HashOf(parts.hash);
    if (!protection.mac) return std::nullopt;
  }
  return protection;
}

void BulkCipher::SetKey(Bulk bulk, View key) {
  bulk_ = bulk;
  const uint8_t* const k = key.data();
  switch (bulk) {
    case Bulk::kNull:
      context_.emplace<std::monostate>();
      break;
    case Bulk::kRc4:
      arcfour_set_key(&context_.emplace<arcfour_ctx>(), key.size(), k);
      break;
    case Bulk::k3DesCbc:
      des3_set_key(&context_.emplace<des3_ctx>(), k);
      break;
    case Bulk::kAes128Cbc:
      aes128_set_decrypt_key(&context_.emplace<aes128_ctx>(), k);
      break;
    case Bulk::kAes256Cbc:
      aes256_set_decrypt_key(&context_.emplace<aes256_ctx>(), k);
      break;
    case Bulk::kCamellia128Cbc:
      camellia128_set_decrypt_key(&context_.emplace<camellia128_ctx>(), k);
      break;
    case Bulk::kCamellia256Cbc:
      camellia256_set_decrypt_key(&context_.emplace<camellia256_ctx>(), k);
      break;
    case Bulk::kAes128Gcm:
      gcm_aes128_set_key(&context_.emplace<gcm_aes128_ctx>(), k);
      break;
    case Bulk::kAes256Gcm:
      gcm_aes256_set_key(&context_.emplace<gcm_aes256_ctx>(), k);
      break;
    case Bulk::kCamellia128Gcm:
      gcm_camellia128_set_key(&context_.emplace<gcm_camellia128_ctx>(), k);
      break;
    case Bulk::kCamellia256Gcm:
      gcm_camellia256_set_key(&context_.emplace<gcm_camellia256_ctx>(), k);
      break;
    case Bulk::kAes128Ccm:
      ccm_aes128_set_key(&context_.emplace<ccm_aes128_ctx>(), k);
      break;
    case Bulk::kAes256Ccm:
      ccm_aes256_set_key(&context_.emplace<ccm_aes256_ctx>(), k);
      break;
    case Bulk::kChaCha20Poly1305:
      chacha_poly1305_set_key(&context_.emplace<chacha_poly1305_ctx>(), k);
      break;
  }
}

bool BulkCipher::OpenAead(View nonce, View additional, View sealed, size_t tag_size, uint8_t* out) {
  if (sealed.size() < tag_size) return false;
  const View text = sealed.first(sealed.size() - tag_size);
  const View tag = sealed.last(tag_size);
  return std::visit(
      [&](auto& context) {
        if constexpr (requires { OpenWith(&context, nonce, additional, text, tag, out); }) {
          return OpenWith(&context, nonce, additional, text, tag, out);
        } else {
          return false;
        }
      },
      context_);
}

void BulkCipher::Decipher(View iv, View in, uint8_t* out) {
  switch (bulk_) {
    case Bulk::kRc4:
      arcfour_crypt(std::get_if<arcfour_ctx>(&context_), in.size(), out, in.data());
      break;
    case Bulk::k3DesCbc:
      Cbc(*std::get_if<des3_ctx>(&context_), des3_decrypt, iv, in, out);
      break;
    case Bulk::kAes128Cbc:
      Cbc(*std::get_if<aes128_ctx>(&context_), aes128_decrypt, iv, in, out);
      break;
    case Bulk::kAes256Cbc:
      Cbc(*std::get_if<aes256_ctx>(&context_), aes256_decrypt, iv, in, out);
      break;
    case Bulk::kCamellia128Cbc:
      Cbc(*std::get_if<camellia128_ctx>(&context_), camellia128_crypt, iv, in, out);
      break;
    case Bulk::kCamellia256Cbc:
      Cbc(*std::get_if<camellia256_ctx>(&context_), camellia256_crypt, iv, in, out);
      break;
    default:
      std::copy(in.begin(), in.end(), out);
      break;
  }
}

}  // namespace shakedown
