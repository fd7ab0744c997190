#include "harness/link/key_schedule.h"

#include <algorithm>
#include <array>

namespace shakedown {
namespace {

// RFC 5246 5: P_hash, xored onto `out`.
void XorPHash(HashKind hash, View secret, std::string_view label, View seed_start, View seed_end,
              std::span<uint8_t> out) {
  Hmac hmac(hash, secret);
  std::array<uint8_t, kMaxDigest> a_bytes;
  std::array<uint8_t, kMaxDigest> block_bytes;
  const std::span<uint8_t> a = std::span(a_bytes).first(hmac.size());
  const std::span<uint8_t> block = std::span(block_bytes).first(hmac.size());
  const auto update_seed = [&] {
    hmac.Update(AsView(label));
    hmac.Update(seed_start);
    hmac.Update(seed_end);
  };
  update_seed();
  hmac.Finish(a);
  while (!out.empty()) {
    hmac.Update(a);
    update_seed();
    hmac.Finish(block);
    const size_t count = std::min(out.size(), block.size());
    for (size_t i = 0; i < count; ++i) out[i] ^= block[i];
    out = out.subspan(count);
    hmac.Update(a);
    hmac.Finish(a);
  }
}

}  // namespace

size_t DigestSize(HashKind hash) {
  switch (hash) {
    case HashKind::kMd5:
      return MD5_DIGEST_SIZE;
    case HashKind::kSha1:
      return SHA1_DIGEST_SIZE;
    case HashKind::kSha256:
      return SHA256_DIGEST_SIZE;
    case HashKind::kSha384:
      return SHA384_DIGEST_SIZE;
  }
  return 0;
}

Hmac::Hmac(HashKind hash, View key) : hash_(hash) {
  switch (hash) {
    case HashKind::kMd5:
      hmac_md5_set_key(&context_.emplace<hmac_md5_ctx>(), key.size(), key.data());
      break;
    case HashKind::kSha1:
      hmac_sha1_set_key(&context_.emplace<hmac_sha1_ctx>(), key.size(), key.data());
      break;
    case HashKind::kSha256:
      hmac_sha256_set_key(&context_.emplace<hmac_sha256_ctx>(), key.size(), key.data());
      break;
    case HashKind::kSha384:
      hmac_sha384_set_key(&context_.emplace<hmac_sha512_ctx>(), key.size(), key.data());
      break;
  }
}

void Hmac::Update(View bytes) {
  switch (hash_) {
    case HashKind::kMd5:
      hmac_md5_update(std::get_if<hmac_md5_ctx>(&context_), bytes.size(), bytes.data());
      break;
    case HashKind::kSha1:
      hmac_sha1_update(std::get_if<hmac_sha1_ctx>(&context_), bytes.size(), bytes.data());
      break;
    case HashKind::kSha256:
      hmac_sha256_update(std::get_if<hmac_sha256_ctx>(&context_), bytes.size(), bytes.data());
      break;
    case HashKind::kSha384:
      hmac_sha384_update(std::get_if<hmac_sha512_ctx>(&context_), bytes.size(), bytes.data());
      break;
  }
}

void Hmac::Finish(std::span<uint8_t> out) {
  switch (hash_) {
    case HashKind::kMd5:
      hmac_md5_digest(std::get_if<hmac_md5_ctx>(&context_), out.size(), out.data());
      break;
    case HashKind::kSha1:
      hmac_sha1_digest(std::get_if<hmac_sha1_ctx>(&context_), out.size(), out.data());
      break;
    case HashKind::kSha256:
      hmac_sha256_digest(std::get_if<hmac_sha256_ctx>(&context_), out.size(), out.data());
      break;
    case HashKind::kSha384:
      hmac_sha384_digest(std::get_if<hmac_sha512_ctx>(&context_), out.size(), out.data());
      break;
  }
}

void HkdfExpandLabel(Hmac* secret, std::string_view label, std::span<uint8_t> out) {
  static constexpr std::string_view kPrefix = "tls13 ";
  const uint8_t lengths[] = {static_cast<uint8_t>(out.size() >> 8),
                             static_cast<uint8_t>(out.size()),
                             static_cast<uint8_t>(kPrefix.size() + label.size())};
  secret->Update(lengths);
  secret->Update(AsView(kPrefix));
  secret->Update(AsView(label));
  // The length of the empty context, then the counter of the first block (RFC 5869 2.3).
  static constexpr uint8_t kEnd[] = {0, 1};
  secret->Update(kEnd);
  secret->Finish(out);
}

void Prf(ProtocolVersion version, HashKind hash, View secret, std::string_view label,
         View seed_start, View seed_end, std::span<uint8_t> out) {
  std::fill(out.begin(), out.end(), uint8_t{0});
  if (version >= ProtocolVersion::kTls12) {
    XorPHash(hash, secret, label, seed_start, seed_end, out);
    return;
  }
  // RFC 2246 5: the halves share the middle byte of a secret of odd length.
  const size_t half = (secret.size() + 1) / 2;
  XorPHash(HashKind::kMd5, secret.first(half), label, seed_start, seed_end, out);
  XorPHash(HashKind::kSha1, secret.last(half), label, seed_start, seed_end, out);
}

}  // namespace shakedown
