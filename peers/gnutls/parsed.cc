#include "peers/gnutls/parsed.h"

namespace shakedown::gnutls {
namespace {

tl::expected<std::unique_ptr<ParsedIdentity>, int> Parse(const Identity& identity) {
  auto parsed = std::make_unique<ParsedIdentity>();
  for (const Bytes& der : identity.chain) {
    gnutls_x509_crt_t handle = nullptr;
    int result = gnutls_x509_crt_init(&handle);
    if (result < 0) return tl::unexpected(result);
    Certificate certificate(handle);
    const gnutls_datum_t data = Borrow(der);
    result = gnutls_x509_crt_import(handle, &data, GNUTLS_X509_FMT_DER);
    if (result < 0) return tl::unexpected(result);
    parsed->chain.push_back(std::move(certificate));
  }
  gnutls_x509_privkey_t handle = nullptr;
  int result = gnutls_x509_privkey_init(&handle);
  if (result < 0) return tl::unexpected(result);
  parsed->key.reset(handle);
  const gnutls_datum_t data = Borrow(identity.key);
  result = gnutls_x509_privkey_import_pkcs8(handle, &data, GNUTLS_X509_FMT_DER, nullptr,
                                            GNUTLS_PKCS_PLAIN);
  if (result < 0) return tl::unexpected(result);
  return parsed;
}

}  // namespace

tl::expected<const ParsedIdentity*, int> ParsedIdentities::Get(const Identity& identity) {
  auto found = parsed_.find(identity.id);
  if (found == parsed_.end()) {
    auto parsed = Parse(identity);
    if (!parsed) return tl::unexpected(parsed.error());
    found = parsed_.emplace(identity.id, std::move(*parsed)).first;
  }
  return found->second.get();
}

}  // namespace shakedown::gnutls
