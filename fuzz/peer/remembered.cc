// Public-key operations that remember their results. A mutated input asks for the same ones as the
// input it comes from, and they would take most of the time. Each is a function of its operands
// alone, so remembering changes nothing but the time: what has not been computed for just these
// operands is computed by BoringSSL, failures every time anew. Signing draws random numbers; here
// it draws them from the beginning of the stream, and leaves the side's own stream where it is.
// Certificates that were parsed once are remembered, too.
//
// The linker puts these in the place of BoringSSL's (--wrap in targets.cmake): __wrap_X is called
// for X, and __real_X is X. Not for several threads.
#include <deterministic.h>
#include <openssl/bn.h>
#include <openssl/curve25519.h>
#include <openssl/digest.h>
#include <openssl/ec.h>
#include <openssl/ec_key.h>
#include <openssl/ecdsa.h>
#include <openssl/pool.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {
namespace {

constexpr size_t kLargestPoint = 1 + 2 * 66;  // secp521r1, uncompressed

// The name of an operation with all its operands, lengths included.
class Question {
 public:
  explicit Question(char operation) { text_.push_back(operation); }

  Question& Add(View bytes) {
    Add(static_cast<int>(bytes.size()));
    text_.append(AsText(bytes));
    return *this;
  }
  Question& Add(const uint8_t* bytes, size_t size) { return Add(View(bytes, size)); }
  Question& Add(int number) {
    text_.append(reinterpret_cast<const char*>(&number), sizeof(number));
    return *this;
  }
  Question& Add(const BIGNUM* number) {
    Bytes bytes(number == nullptr ? 0 : BN_num_bytes(number));
    if (number != nullptr) BN_bn2bin(number, bytes.data());
    return Add(number == nullptr ? 0 : 1).Add(bytes);
  }
  // A point at infinity is no bytes, as no point is.
  Question& Add(const EC_GROUP* group, const EC_POINT* point) {
    uint8_t bytes[kLargestPoint];
    const size_t size = point == nullptr
                            ? 0
                            : EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, bytes,
                                                 sizeof(bytes), nullptr);
    return Add(EC_GROUP_get_curve_name(group)).Add(bytes, size);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// The answers given last. One place for each hash; a newer answer takes it.
class Memory {
 public:
  // The answer, or null; valid until the next Keep.
  const Bytes* Find(const Question& question) const {
    const Entry& entry = At(question);
    return !entry.question.empty() && entry.question == question.text() ? &entry.answer : nullptr;
  }
  void Keep(const Question& question, View answer) {
    Entry& entry = At(question);
    entry.question = question.text();
    entry.answer.assign(answer.begin(), answer.end());
  }

 private:
  struct Entry {
    std::string question;
    Bytes answer;
  };
  static constexpr size_t kPlaces = size_t{1} << 14;

  Entry& At(const Question& question) {
    return entries_[std::hash<std::string_view>()(question.text()) % kPlaces];
  }
  const Entry& At(const Question& question) const {
    return entries_[std::hash<std::string_view>()(question.text()) % kPlaces];
  }

  std::vector<Entry> entries_{kPlaces};
};

Memory& Remembered() {
  static Memory& memory = *new Memory;
  return memory;
}

// A verdict: only that it was good is kept.
template <typename Compute>
int Verdict(const Question& question, Compute compute) {
  if (Remembered().Find(question) != nullptr) return 1;
  const int good = compute();
  if (good == 1) Remembered().Keep(question, {});
  return good;
}

// Bytes into `out`, whose size `compute` returns; 0 is a failure and is not kept.
template <typename Compute>
size_t Output(const Question& question, uint8_t* out, Compute compute) {
  if (const Bytes* known = Remembered().Find(question)) {
    std::copy(known->begin(), known->end(), out);
    return known->size();
  }
  const size_t size = compute();
  if (size > 0) Remembered().Keep(question, View(out, size));
  return size;
}

// The same, drawing from the beginning of the stream.
template <typename Compute>
size_t Signature(const Question& question, uint8_t* out, Compute compute) {
  return Output(question, out, [&] {
    const ShakedownRandom before = ShakedownSwapRandom(nullptr);
    const size_t size = compute();
    ShakedownFreeRandom(ShakedownSwapRandom(before));
    return size;
  });
}

constexpr size_t kX25519Size = 32, kEd25519KeySize = 64, kEd25519SignatureSize = 64;

// Certificates as they were parsed before. Nothing changes one after that, and who asks again for
// the same bytes gets another reference to it.
class ParsedCertificates {
 public:
  template <typename Parse>
  X509* Get(CRYPTO_BUFFER* buffer, Parse parse) {
    const View der(CRYPTO_BUFFER_data(buffer), CRYPTO_BUFFER_len(buffer));
    Entry& entry = entries_[std::hash<std::string_view>()(AsText(der)) % kPlaces];
    if (entry.parsed == nullptr || entry.der.size() != der.size() ||
        !std::equal(der.begin(), der.end(), entry.der.begin())) {
      X509* const parsed = parse();
      if (parsed == nullptr) return nullptr;
      X509_free(entry.parsed);
      entry.parsed = parsed;
      entry.der.assign(der.begin(), der.end());
    }
    X509_up_ref(entry.parsed);
    return entry.parsed;
  }

 private:
  struct Entry {
    Bytes der;
    X509* parsed = nullptr;
  };
  static constexpr size_t kPlaces = 1024;
  std::vector<Entry> entries_{kPlaces};
};

}  // namespace
}  // namespace shakedown

using shakedown::Question;

extern "C" {

int __real_X25519(uint8_t*, const uint8_t*, const uint8_t*);
int __real_ED25519_sign(uint8_t*, const uint8_t*, size_t, const uint8_t*);
int __real_ED25519_verify(const uint8_t*, size_t, const uint8_t*, const uint8_t*);
int __real_EC_POINT_mul(const EC_GROUP*, EC_POINT*, const BIGNUM*, const EC_POINT*, const BIGNUM*,
                        BN_CTX*);
int __real_ECDSA_sign(int, const uint8_t*, size_t, uint8_t*, unsigned*, const EC_KEY*);
int __real_ECDSA_verify(int, const uint8_t*, size_t, const uint8_t*, size_t, const EC_KEY*);
int __real_RSA_sign(int, const uint8_t*, size_t, uint8_t*, unsigned*, RSA*);
int __real_RSA_sign_pss_mgf1(RSA*, size_t*, uint8_t*, size_t, const uint8_t*, size_t, const EVP_MD*,
                             const EVP_MD*, int);
int __real_RSA_verify(int, const uint8_t*, size_t, const uint8_t*, size_t, RSA*);
int __real_RSA_verify_pss_mgf1(RSA*, const uint8_t*, size_t, const EVP_MD*, const EVP_MD*, int,
                               const uint8_t*, size_t);
int __real_RSA_decrypt(RSA*, size_t*, uint8_t*, size_t, const uint8_t*, size_t, int);

X509* __real_X509_parse_from_buffer(CRYPTO_BUFFER*);

X509* __wrap_X509_parse_from_buffer(CRYPTO_BUFFER* buffer) {
  static auto& known = *new shakedown::ParsedCertificates;
  return known.Get(buffer, [buffer] { return __real_X509_parse_from_buffer(buffer); });
}

void __wrap_X25519_keypair(uint8_t* out_public, uint8_t* out_private) {
  // RFC 7748 5: any 32 bytes are a private key.
  RAND_bytes(out_private, shakedown::kX25519Size);
  shakedown::Output(Question('k').Add(out_private, shakedown::kX25519Size), out_public, [&] {
    X25519_public_from_private(out_public, out_private);
    return shakedown::kX25519Size;
  });
}

int __wrap_X25519(uint8_t* out, const uint8_t* key, const uint8_t* peer) {
  const Question question =
      Question('x').Add(key, shakedown::kX25519Size).Add(peer, shakedown::kX25519Size);
  return shakedown::Output(
             question, out,
             [&] { return __real_X25519(out, key, peer) == 1 ? shakedown::kX25519Size : 0; }) > 0
             ? 1
             : 0;
}

int __wrap_ED25519_sign(uint8_t* out, const uint8_t* message, size_t size, const uint8_t* key) {
  const Question question = Question('d').Add(message, size).Add(key, shakedown::kEd25519KeySize);
  return shakedown::Output(question, out,
                           [&] {
                             return __real_ED25519_sign(out, message, size, key) == 1
                                        ? shakedown::kEd25519SignatureSize
                                        : 0;
                           }) > 0
             ? 1
             : 0;
}

int __wrap_ED25519_verify(const uint8_t* message, size_t size, const uint8_t* signature,
                          const uint8_t* key) {
  const Question question = Question('D')
                                .Add(message, size)
                                .Add(signature, shakedown::kEd25519SignatureSize)
                                .Add(key, ED25519_PUBLIC_KEY_LEN);
  return shakedown::Verdict(question,
                            [&] { return __real_ED25519_verify(message, size, signature, key); });
}

int __wrap_EC_POINT_mul(const EC_GROUP* group, EC_POINT* r, const BIGNUM* n, const EC_POINT* q,
                        const BIGNUM* m, BN_CTX* ctx) {
  const Question question = Question('m').Add(n).Add(group, q).Add(m);
  if (const shakedown::Bytes* known = shakedown::Remembered().Find(question)) {
    return EC_POINT_oct2point(group, r, known->data(), known->size(), ctx);
  }
  const int done = __real_EC_POINT_mul(group, r, n, q, m, ctx);
  uint8_t bytes[shakedown::kLargestPoint];
  // A point at infinity has no such bytes, and is computed every time.
  const size_t size =
      done != 1 || EC_POINT_is_at_infinity(group, r)
          ? 0
          : EC_POINT_point2oct(group, r, POINT_CONVERSION_UNCOMPRESSED, bytes, sizeof(bytes), ctx);
  if (size > 0) shakedown::Remembered().Keep(question, shakedown::View(bytes, size));
  return done;
}

int __wrap_ECDSA_sign(int type, const uint8_t* digest, size_t digest_size, uint8_t* out,
                      unsigned* out_size, const EC_KEY* key) {
  const Question question = Question('e')
                                .Add(EC_GROUP_get_curve_name(EC_KEY_get0_group(key)))
                                .Add(EC_KEY_get0_private_key(key))
                                .Add(digest, digest_size);
  const size_t size = shakedown::Signature(question, out, [&]() -> size_t {
    return __real_ECDSA_sign(type, digest, digest_size, out, out_size, key) == 1 ? *out_size : 0;
  });
  *out_size = static_cast<unsigned>(size);
  return size > 0 ? 1 : 0;
}

int __wrap_ECDSA_verify(int type, const uint8_t* digest, size_t digest_size, const uint8_t* sig,
                        size_t sig_size, const EC_KEY* key) {
  const Question question = Question('E')
                                .Add(EC_KEY_get0_group(key), EC_KEY_get0_public_key(key))
                                .Add(digest, digest_size)
                                .Add(sig, sig_size);
  return shakedown::Verdict(
      question, [&] { return __real_ECDSA_verify(type, digest, digest_size, sig, sig_size, key); });
}

int __wrap_RSA_sign(int hash, const uint8_t* digest, size_t digest_size, uint8_t* out,
                    unsigned* out_size, RSA* rsa) {
  const Question question = Question('r').Add(hash).Add(RSA_get0_n(rsa)).Add(digest, digest_size);
  const size_t size = shakedown::Signature(question, out, [&]() -> size_t {
    return __real_RSA_sign(hash, digest, digest_size, out, out_size, rsa) == 1 ? *out_size : 0;
  });
  *out_size = static_cast<unsigned>(size);
  return size > 0 ? 1 : 0;
}

int __wrap_RSA_sign_pss_mgf1(RSA* rsa, size_t* out_size, uint8_t* out, size_t room,
                             const uint8_t* digest, size_t digest_size, const EVP_MD* md,
                             const EVP_MD* mgf, int salt) {
  if (room < RSA_size(rsa)) {
    return __real_RSA_sign_pss_mgf1(rsa, out_size, out, room, digest, digest_size, md, mgf, salt);
  }
  const Question question = Question('p')
                                .Add(EVP_MD_type(md))
                                .Add(mgf == nullptr ? 0 : EVP_MD_type(mgf))
                                .Add(salt)
                                .Add(RSA_get0_n(rsa))
                                .Add(digest, digest_size);
  *out_size = shakedown::Signature(question, out, [&]() -> size_t {
    const int done =
        __real_RSA_sign_pss_mgf1(rsa, out_size, out, room, digest, digest_size, md, mgf, salt);
    return done == 1 ? *out_size : 0;
  });
  return *out_size > 0 ? 1 : 0;
}

int __wrap_RSA_verify(int hash, const uint8_t* digest, size_t digest_size, const uint8_t* sig,
                      size_t sig_size, RSA* rsa) {
  const Question question = Question('R')
                                .Add(hash)
                                .Add(RSA_get0_n(rsa))
                                .Add(RSA_get0_e(rsa))
                                .Add(digest, digest_size)
                                .Add(sig, sig_size);
  return shakedown::Verdict(
      question, [&] { return __real_RSA_verify(hash, digest, digest_size, sig, sig_size, rsa); });
}

int __wrap_RSA_verify_pss_mgf1(RSA* rsa, const uint8_t* digest, size_t digest_size,
                               const EVP_MD* md, const EVP_MD* mgf, int salt, const uint8_t* sig,
                               size_t sig_size) {
  const Question question = Question('P')
                                .Add(EVP_MD_type(md))
                                .Add(mgf == nullptr ? 0 : EVP_MD_type(mgf))
                                .Add(salt)
                                .Add(RSA_get0_n(rsa))
                                .Add(RSA_get0_e(rsa))
                                .Add(digest, digest_size)
                                .Add(sig, sig_size);
  return shakedown::Verdict(question, [&] {
    return __real_RSA_verify_pss_mgf1(rsa, digest, digest_size, md, mgf, salt, sig, sig_size);
  });
}

// Without padding, as the library itself calls it, the result is never empty.
int __wrap_RSA_decrypt(RSA* rsa, size_t* out_size, uint8_t* out, size_t room, const uint8_t* in,
                       size_t in_size, int padding) {
  if (room < RSA_size(rsa) || padding != RSA_NO_PADDING) {
    return __real_RSA_decrypt(rsa, out_size, out, room, in, in_size, padding);
  }
  const Question question = Question('c').Add(RSA_get0_n(rsa)).Add(in, in_size);
  *out_size = shakedown::Output(question, out, [&]() -> size_t {
    const int done = __real_RSA_decrypt(rsa, out_size, out, room, in, in_size, padding);
    return done == 1 ? *out_size : 0;
  });
  return *out_size > 0 ? 1 : 0;
}

}  // extern "C"
