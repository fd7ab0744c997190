#include "peers/ssl/parsed.h"

#ifdef OPENSSL_IS_BORINGSSL
#include <openssl/pkcs8.h>
#endif

#include <unordered_map>
#include <utility>

namespace shakedown {
namespace {

// Enough for every certificate of a large run; a bound, so that a long one does not grow for ever.
constexpr size_t kKept = 2048;

CertificateHandle ParseCertificate(View der) {
  const uint8_t* at = der.data();
  return CertificateHandle(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

KeyHandle ParseKey(View pkcs8) {
  const uint8_t* at = pkcs8.data();
  std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>> info(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size())));
  return KeyHandle(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
}

template <typename T>
T* Keep(std::unordered_map<uint64_t, T>* kept, uint64_t id, T value) {
  if (kept->size() >= kKept) kept->clear();
  return &kept->emplace(id, std::move(value)).first->second;
}

}  // namespace

const ParsedIdentity* Parsed(const Identity& identity) {
  static auto& kept = *new std::unordered_map<uint64_t, ParsedIdentity>;
  if (auto it = kept.find(identity.id); it != kept.end()) return &it->second;
  ParsedIdentity parsed;
  for (const Bytes& der : identity.chain) {
    parsed.chain.push_back(ParseCertificate(der));
    if (!parsed.chain.back()) return nullptr;
  }
  parsed.key = ParseKey(identity.key);
  if (!parsed.key || parsed.chain.empty()) return nullptr;
  return Keep(&kept, identity.id, std::move(parsed));
}

const ParsedAnchor* Parsed(const TrustAnchor& anchor) {
  static auto& kept = *new std::unordered_map<uint64_t, ParsedAnchor>;
  if (auto it = kept.find(anchor.id); it != kept.end()) return &it->second;
  ParsedAnchor parsed;
  parsed.certificate = ParseCertificate(anchor.certificate);
  if (!parsed.certificate) return nullptr;
  if (!anchor.crl.empty()) {
    const uint8_t* at = anchor.crl.data();
    parsed.crl.reset(d2i_X509_CRL(nullptr, &at, static_cast<long>(anchor.crl.size())));
    if (!parsed.crl) return nullptr;
  }
  return Keep(&kept, anchor.id, std::move(parsed));
}

}  // namespace shakedown
