// From logged secrets to record keys: HKDF-Expand-Label of TLS 1.3 and the PRF before it.
#ifndef HARNESS_LINK_KEY_SCHEDULE_H_
#define HARNESS_LINK_KEY_SCHEDULE_H_

#include <nettle/hmac.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

enum class HashKind : uint8_t { kMd5, kSha1, kSha256, kSha384 };

size_t DigestSize(HashKind hash);
inline constexpr size_t kMaxDigest = 48;

// HMAC (RFC 2104) under one key, for any number of messages.
class Hmac {
 public:
  Hmac(HashKind hash, View key);

  size_t size() const { return DigestSize(hash_); }
  void Update(View bytes);
  // Finish writes the first out.size() bytes (at most size()) of the code and starts over.
  void Finish(std::span<uint8_t> out);

 private:
  HashKind hash_;
  std::variant<hmac_md5_ctx, hmac_sha1_ctx, hmac_sha256_ctx, hmac_sha512_ctx> context_;
};

// RFC 8446 7.1 with an empty context and at most one digest of output, which is all that traffic
// keys need. `secret` is keyed with the traffic secret.
void HkdfExpandLabel(Hmac* secret, std::string_view label, std::span<uint8_t> out);

// The PRF of RFC 5246 5 with `hash` for TLS 1.2, and that of RFC 2246 5 (MD5 and SHA-1) before.
void Prf(ProtocolVersion version, HashKind hash, View secret, std::string_view label,
         View seed_start, View seed_end, std::span<uint8_t> out);

}  // namespace shakedown

#endif  // HARNESS_LINK_KEY_SCHEDULE_H_
