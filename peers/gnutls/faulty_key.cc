#include "peers/gnutls/faulty_key.h"

#include <memory>

namespace shakedown::gnutls {
namespace {

struct FaultyKey {
  PrivateKey real;
  Signing signing;
};

FaultyKey* Of(void* userdata) { return static_cast<FaultyKey*>(userdata); }

int Spoil(const FaultyKey& key, gnutls_datum_t* signature) {
  if (key.signing == Signing::kCorrupts && signature->size > 0) {
    signature->data[signature->size - 1] ^= 0x01;
  }
  return 0;
}

int SignData(gnutls_privkey_t, gnutls_sign_algorithm_t algorithm, void* userdata, unsigned flags,
             const gnutls_datum_t* data, gnutls_datum_t* signature) {
  FaultyKey* key = Of(userdata);
  if (key->signing == Signing::kFails) return GNUTLS_E_PK_SIGN_FAILED;
  const int result = gnutls_privkey_sign_data2(key->real.get(), algorithm, flags, data, signature);
  return result < 0 ? result : Spoil(*key, signature);
}

int SignHash(gnutls_privkey_t, gnutls_sign_algorithm_t algorithm, void* userdata, unsigned flags,
             const gnutls_datum_t* hash, gnutls_datum_t* signature) {
  FaultyKey* key = Of(userdata);
  if (key->signing == Signing::kFails) return GNUTLS_E_PK_SIGN_FAILED;
  // GNUTLS_SIGN_RSA_RAW asks for the bare PKCS #1 operation that TLS 1.0 and 1.1 use.
  const int result =
      algorithm == GNUTLS_SIGN_RSA_RAW
          ? gnutls_privkey_sign_hash(key->real.get(), GNUTLS_DIG_UNKNOWN,
                                     flags | GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA, hash, signature)
          : gnutls_privkey_sign_hash2(key->real.get(), algorithm, flags, hash, signature);
  return result < 0 ? result : Spoil(*key, signature);
}

int Decrypt(gnutls_privkey_t, void* userdata, const gnutls_datum_t* ciphertext,
            gnutls_datum_t* plaintext) {
  return gnutls_privkey_decrypt_data(Of(userdata)->real.get(), 0, ciphertext, plaintext);
}

int Info(gnutls_privkey_t, unsigned flags, void* userdata) {
  gnutls_privkey_t real = Of(userdata)->real.get();
  unsigned bits = 0;
  const int algorithm = gnutls_privkey_get_pk_algorithm(real, &bits);
  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO) return algorithm;
  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO_BITS) return static_cast<int>(bits);
  if (flags & GNUTLS_PRIVKEY_INFO_HAVE_SIGN_ALGO) {
    const auto wanted = static_cast<gnutls_sign_algorithm_t>(GNUTLS_FLAGS_TO_SIGN_ALGO(flags));
    if (wanted == GNUTLS_SIGN_RSA_RAW) return algorithm == GNUTLS_PK_RSA;
    if (gnutls_sign_supports_pk_algorithm(wanted, static_cast<gnutls_pk_algorithm_t>(algorithm))) {
      return 1;
    }
    // A plain RSA key also makes PSS signatures (RFC 8446 4.2.3, rsa_pss_rsae_*).
    return algorithm == GNUTLS_PK_RSA && gnutls_sign_get_pk_algorithm(wanted) == GNUTLS_PK_RSA_PSS;
  }
  return -1;
}

void Delete(gnutls_privkey_t, void* userdata) { delete Of(userdata); }

tl::expected<PrivateKey, int> NewKey() {
  gnutls_privkey_t handle = nullptr;
  const int result = gnutls_privkey_init(&handle);
  if (result < 0) return tl::unexpected(result);
  return PrivateKey(handle);
}

}  // namespace

tl::expected<PrivateKey, int> MakeKey(gnutls_x509_privkey_t key, Signing signing) {
  auto real = NewKey();
  if (!real) return real;
  int result = gnutls_privkey_import_x509(real->get(), key, 0);
  if (result < 0) return tl::unexpected(result);
  if (signing == Signing::kWorks) return real;

  auto faulty = NewKey();
  if (!faulty) return faulty;
  auto data = std::make_unique<FaultyKey>(FaultyKey{std::move(*real), signing});
  result = gnutls_privkey_import_ext4(faulty->get(), data.get(), SignData, SignHash, Decrypt,
                                      Delete, Info, 0);
  if (result < 0) return tl::unexpected(result);
  data.release();  // Delete owns it now
  return faulty;
}

}  // namespace shakedown::gnutls
