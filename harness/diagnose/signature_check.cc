#include "harness/diagnose/signature_check.h"

#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>
#include <nettle/md5.h>
#include <nettle/rsa.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <array>

#include "harness/diagnose/der.h"
#include "harness/diagnose/sent_certificate.h"

namespace shakedown {
namespace {

using enum SignatureVerdict;
using der::Next;

SignatureVerdict Told(int good) { return good != 0 ? kGood : kBad; }

// No integer in a signature or key that is worth looking at is longer: it bounds the work.
constexpr size_t kMaxIntegerBytes = 1024;

// The number for nettle; initialised to 0 and released at the end of the scope.
class Integer {
 public:
  Integer() { mpz_init(value_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
  ~Integer() { mpz_clear(value_); }

  bool Set(View bytes) {
    if (bytes.empty() || bytes.size() > kMaxIntegerBytes) return false;
    mpz_import(value_, bytes.size(), 1, 1, 1, 0, bytes.data());
    return true;
  }
  mpz_t& get() { return value_; }

 private:
  mpz_t value_;
};

// One hash of the content, up to 64 bytes.
struct Digest {
  std::array<uint8_t, 64> bytes{};
  size_t size = 0;
};

template <typename Context>
Digest HashWith(void (*init)(Context*), void (*update)(Context*, size_t, const uint8_t*),
                void (*digest)(Context*, size_t, uint8_t*), size_t size, View content) {
  Digest out;
  Context context;
  init(&context);
  update(&context, content.size(), content.data());
  digest(&context, size, out.bytes.data());
  out.size = size;
  return out;
}

// By the high byte of RFC 5246's pairs: 2 is SHA-1, 4, 5 and 6 are SHA-256, SHA-384 and SHA-512.
std::optional<Digest> HashOf(int hash, View content) {
  switch (hash) {
    case 2:
      return HashWith<sha1_ctx>(sha1_init, sha1_update, sha1_digest, SHA1_DIGEST_SIZE, content);
    case 3:
      return HashWith<sha256_ctx>(sha224_init, sha256_update, sha224_digest, SHA224_DIGEST_SIZE,
                                  content);
    case 4:
      return HashWith<sha256_ctx>(sha256_init, sha256_update, sha256_digest, SHA256_DIGEST_SIZE,
                                  content);
    case 5:
      return HashWith<sha512_ctx>(sha384_init, sha512_update, sha384_digest, SHA384_DIGEST_SIZE,
                                  content);
    case 6:
      return HashWith<sha512_ctx>(sha512_init, sha512_update, sha512_digest, SHA512_DIGEST_SIZE,
                                  content);
    default:
      return std::nullopt;
  }
}

class RsaKey {
 public:
  explicit RsaKey(View bits) {
    rsa_public_key_init(&key_);
    ByteReader outer(bits);
    ByteReader fields(Next(&outer, der::kSequence));
    const View modulus = Next(&fields, der::kInteger);
    const View exponent = Next(&fields, der::kInteger);
    constexpr size_t kMaxExponentBytes = 8;
    if (!fields.ok() || modulus.empty() || modulus.size() > kMaxIntegerBytes || exponent.empty() ||
        exponent.size() > kMaxExponentBytes) {
      return;
    }
    mpz_import(key_.n, modulus.size(), 1, 1, 1, 0, modulus.data());
    mpz_import(key_.e, exponent.size(), 1, 1, 1, 0, exponent.data());
    // An even modulus or exponent is no RSA key, and GMP does not take it as one.
    ok_ = mpz_odd_p(key_.n) != 0 && mpz_odd_p(key_.e) != 0 && rsa_public_key_prepare(&key_) != 0;
  }
  RsaKey(const RsaKey&) = delete;
  RsaKey& operator=(const RsaKey&) = delete;
  ~RsaKey() { rsa_public_key_clear(&key_); }

  bool ok() const { return ok_; }
  const rsa_public_key* get() const { return &key_; }

 private:
  rsa_public_key key_;
  bool ok_ = false;
};

// RFC 8017 9.2: EMSA-PKCS1-v1_5 with the hash's DigestInfo. Nettle has no SHA-224 here.
SignatureVerdict CheckPkcs1(const RsaKey& key, int hash, const Digest& digest, mpz_t signature) {
  switch (hash) {
    case 2:
      return Told(rsa_sha1_verify_digest(key.get(), digest.bytes.data(), signature));
    case 4:
      return Told(rsa_sha256_verify_digest(key.get(), digest.bytes.data(), signature));
    case 6:
      return Told(rsa_sha512_verify_digest(key.get(), digest.bytes.data(), signature));
    default: {
      // RFC 8017 9.2 note 1: the DigestInfo of SHA-384.
      constexpr uint8_t kInfo[] = {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                   0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30};
      Bytes info(kInfo, kInfo + sizeof kInfo);
      Append(&info, View(digest.bytes.data(), digest.size));
      return Told(rsa_pkcs1_verify(key.get(), info.size(), info.data(), signature));
    }
  }
}

SignatureVerdict CheckRsa(View bits, std::optional<SignatureScheme> scheme, View content,
                          View signature) {
  const RsaKey key(bits);
  Integer number;
  if (!key.ok()) return kUnknown;
  if (!number.Set(signature)) return kBad;
  if (!scheme) {
    // RFC 4346 7.4.3: MD5 and SHA-1 side by side, without a DigestInfo.
    const Digest md5 =
        HashWith<md5_ctx>(md5_init, md5_update, md5_digest, MD5_DIGEST_SIZE, content);
    const auto sha1 = HashOf(2, content);
    Bytes both(md5.bytes.begin(), md5.bytes.begin() + MD5_DIGEST_SIZE);
    Append(&both, View(sha1->bytes.data(), sha1->size));
    return Told(rsa_pkcs1_verify(key.get(), both.size(), both.data(), number.get()));
  }
  const auto code = static_cast<uint16_t>(*scheme);
  const bool pss = code >= 0x0804 && code <= 0x080b;
  const int hash = !pss ? code >> 8 : code >= 0x0809 ? code - 0x0809 + 4 : code - 0x0804 + 4;
  const auto digest = HashOf(hash, content);
  if (!digest || (!pss && ((code & 0xff) != 1 || hash == 3))) return kUnknown;
  if (!pss) return CheckPkcs1(key, hash, *digest, number.get());
  // RFC 8446 4.2.3: the salt is as long as the hash.
  const auto verify = hash == 4   ? rsa_pss_sha256_verify_digest
                      : hash == 5 ? rsa_pss_sha384_verify_digest
                                  : rsa_pss_sha512_verify_digest;
  return Told(verify(key.get(), digest->size, digest->bytes.data(), number.get()));
}

const ecc_curve* CurveOf(NamedGroup group) {
  switch (group) {
    case NamedGroup::kSecp256r1:
      return nettle_get_secp_256r1();
    case NamedGroup::kSecp384r1:
      return nettle_get_secp_384r1();
    case NamedGroup::kSecp521r1:
      return nettle_get_secp_521r1();
    default:
      return nullptr;
  }
}

SignatureVerdict CheckEcdsa(NamedGroup group, View bits, int hash, View content, View signature) {
  const ecc_curve* curve = CurveOf(group);
  const auto digest = HashOf(hash, content);
  // Uncompressed points only (RFC 5480 2.2, RFC 8422 5.4.1).
  if (curve == nullptr || !digest || bits.size() < 3 || bits[0] != 4 || bits.size() % 2 == 0) {
    return kUnknown;
  }
  const size_t half = bits.size() / 2;
  Integer x, y;
  if (!x.Set(bits.subspan(1, half)) || !y.Set(bits.subspan(1 + half))) return kUnknown;
  ByteReader outer(signature);
  ByteReader fields(Next(&outer, der::kSequence));
  const View r = Next(&fields, der::kInteger);
  const View s = Next(&fields, der::kInteger);
  dsa_signature pair;
  if (!fields.ok() || r.empty() || s.empty() || r.size() > kMaxIntegerBytes ||
      s.size() > kMaxIntegerBytes) {
    return kBad;
  }
  ecc_point point;
  ecc_point_init(&point, curve);
  dsa_signature_init(&pair);
  mpz_import(pair.r, r.size(), 1, 1, 1, 0, r.data());
  mpz_import(pair.s, s.size(), 1, 1, 1, 0, s.data());
  SignatureVerdict verdict = kUnknown;
  if (ecc_point_set(&point, x.get(), y.get()) != 0) {
    verdict = Told(ecdsa_verify(&point, digest->size, digest->bytes.data(), &pair));
  }
  dsa_signature_clear(&pair);
  ecc_point_clear(&point);
  return verdict;
}

}  // namespace

SignatureVerdict CheckSignature(View public_key, std::optional<SignatureScheme> scheme,
                                View content, View signature) {
  const auto key = KeyOfPublicKey(public_key);
  ByteReader outer(public_key);
  ByteReader fields(Next(&outer, der::kSequence));
  Next(&fields, der::kSequence);
  View bits = Next(&fields, der::kBitString);
  if (!key || !fields.ok() || bits.empty()) return kUnknown;
  bits = bits.subspan(1);
  switch (key->family) {
    case SignatureFamily::kRsa:
    case SignatureFamily::kRsaPss:
      return CheckRsa(bits, scheme, content, signature);
    case SignatureFamily::kEc: {
      const int hash = scheme ? static_cast<uint16_t>(*scheme) >> 8 : 2;
      if (!key->curve || (scheme && (static_cast<uint16_t>(*scheme) & 0xff) != 3)) return kUnknown;
      return CheckEcdsa(*key->curve, bits, hash, content, signature);
    }
    case SignatureFamily::kEd25519:
      if (scheme != SignatureScheme::kEd25519 || bits.size() != ED25519_KEY_SIZE) return kUnknown;
      if (signature.size() != ED25519_SIGNATURE_SIZE) return kBad;
      return Told(
          ed25519_sha512_verify(bits.data(), content.size(), content.data(), signature.data()));
    case SignatureFamily::kEd448:
      if (scheme != SignatureScheme::kEd448 || bits.size() != ED448_KEY_SIZE) return kUnknown;
      if (signature.size() != ED448_SIGNATURE_SIZE) return kBad;
      return Told(
          ed448_shake256_verify(bits.data(), content.size(), content.data(), signature.data()));
  }
  return kUnknown;
}

}  // namespace shakedown
