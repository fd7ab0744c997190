// The symmetric ciphers of TLS records, over nettle.
#ifndef HARNESS_LINK_BULK_CIPHER_H_
#define HARNESS_LINK_BULK_CIPHER_H_

#include <nettle/aes.h>
#include <nettle/arcfour.h>
#include <nettle/camellia.h>
#include <nettle/ccm.h>
#include <nettle/chacha-poly1305.h>
#include <nettle/des.h>
#include <nettle/gcm.h>

#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "harness/link/key_schedule.h"
#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

enum class Bulk : uint8_t {
  kNull,
  kRc4,
  k3DesCbc,
  kAes128Cbc,
  kAes256Cbc,
  kCamellia128Cbc,
  kCamellia256Cbc,
  kAes128Gcm,
  kAes256Gcm,
  kCamellia128Gcm,
  kCamellia256Gcm,
  kAes128Ccm,
  kAes256Ccm,
  kChaCha20Poly1305,
};

// How a cipher suite protects records. Sizes in bytes.
struct Protection {
  Bulk bulk = Bulk::kNull;
  HashKind hash = HashKind::kSha256;  // of the PRF of TLS 1.2 and of the TLS 1.3 key schedule
  std::optional<HashKind> mac;        // absent for AEAD
  uint8_t key = 0;
  uint8_t block = 1;        // CBC: also the size of the IV
  uint8_t tag = 0;          // AEAD
  uint8_t fixed_iv = 0;     // AEAD: from the key block of TLS 1.2
  uint8_t explicit_iv = 0;  // AEAD: sent with each record of TLS 1.2

  bool aead() const { return tag != 0; }
  bool cbc() const { return block > 1; }
};

// ProtectionOf describes `suite`, or returns nothing for a cipher that is not known here.
std::optional<Protection> ProtectionOf(CipherSuite suite);

// A cipher under one key, for opening only.
class BulkCipher {
 public:
  // `key` has the size of the protection.
  void SetKey(Bulk bulk, View key);

  // Opens `sealed` (ciphertext and tag) into `out`, which has room for all of `sealed`. False if
  // it was not sealed with this key, `nonce` (12 bytes) and `additional` data.
  bool OpenAead(View nonce, View additional, View sealed, size_t tag_size, uint8_t* out);

  // Deciphers whole blocks in CBC mode after `iv`; RC4 and NULL take any length and no iv.
  void Decipher(View iv, View in, uint8_t* out);

 private:
  std::variant<std::monostate, arcfour_ctx, des3_ctx, aes128_ctx, aes256_ctx, camellia128_ctx,
               camellia256_ctx, gcm_aes128_ctx, gcm_aes256_ctx, gcm_camellia128_ctx,
               gcm_camellia256_ctx, ccm_aes128_ctx, ccm_aes256_ctx, chacha_poly1305_ctx>
      context_;
  Bulk bulk_ = Bulk::kNull;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_BULK_CIPHER_H_
