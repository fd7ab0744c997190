#include "peers/gnutls/credentials.h"

#include <fmt/format.h>

#include <algorithm>

#include "peers/gnutls/client_certificate.h"
#include "peers/gnutls/faulty_key.h"

namespace shakedown::gnutls {
namespace {

constexpr size_t kMostKept = 512;

std::string KeyOf(const CredentialsCache::Order& order) {
  std::string key(NameOf(order.role));
  for (const Identity& identity : order.identities) {
    key += fmt::format(" i{:x}.{}", identity.id, static_cast<int>(identity.signing));
  }
  for (const TrustAnchor& anchor : order.trust) {
    key += fmt::format(" t{:x}.{}", anchor.id, anchor.crl.size());
  }
  for (const TrustAnchor& anchor : order.ca_names) key += fmt::format(" n{:x}", anchor.id);
  return key;
}

bool NamesWhatItTrusts(const CredentialsCache::Order& order) {
  return order.role == Role::kClient ||
         std::equal(order.trust.begin(), order.trust.end(), order.ca_names.begin(),
                    order.ca_names.end(), [](const TrustAnchor& left, const TrustAnchor& right) {
                      return left.certificate == right.certificate;
                    });
}

void FreeChain(std::vector<gnutls_pcert_st>* chain) {
  for (gnutls_pcert_st& certificate : *chain) gnutls_pcert_deinit(&certificate);
  chain->clear();
}

// The chain in the form GnuTLS sends it; the caller frees the parts.
int MakeChain(const ParsedIdentity& parsed, std::vector<gnutls_pcert_st>* chain) {
  for (const Certificate& certificate : parsed.chain) {
    gnutls_pcert_st part;
    const int result = gnutls_pcert_import_x509(&part, certificate.get(), 0);
    if (result < 0) {
      FreeChain(chain);
      return result;
    }
    chain->push_back(part);
  }
  return 0;
}

int AddServerIdentity(gnutls_certificate_credentials_t handle, const ParsedIdentity& parsed,
                      Signing signing) {
  auto key = MakeKey(parsed.key.get(), signing);
  if (!key) return key.error();
  std::vector<gnutls_pcert_st> chain;
  int result = MakeChain(parsed, &chain);
  if (result < 0) return result;
  result = gnutls_certificate_set_key(handle, nullptr, 0, chain.data(),
                                      static_cast<int>(chain.size()), key->get());
  if (result < 0) {
    FreeChain(&chain);
    return result;
  }
  key->release();  // key and chain belong to the credentials now
  return 0;
}

int AddClientIdentity(std::vector<ClientIdentity>* identities, const ParsedIdentity& parsed,
                      const Identity& identity) {
  ClientIdentity made;
  auto key = MakeKey(parsed.key.get(), identity.signing);
  if (!key) return key.error();
  made.key = std::move(*key);
  made.key_type = identity.key_type;
  made.algorithm = static_cast<gnutls_pk_algorithm_t>(
      gnutls_x509_crt_get_pk_algorithm(parsed.chain.front().get(), nullptr));
  int result = MakeChain(parsed, &made.chain);
  if (result < 0) return result;
  for (const Certificate& certificate : parsed.chain) {
    gnutls_datum_t name{};
    result = gnutls_x509_crt_get_raw_issuer_dn(certificate.get(), &name);
    if (result < 0) return result;
    made.issuers.emplace_back(name.data, name.data + name.size);
    gnutls_free(name.data);
  }
  identities->push_back(std::move(made));
  return 0;
}

int AddTrust(gnutls_certificate_credentials_t handle, std::span<const TrustAnchor> anchors) {
  for (const TrustAnchor& anchor : anchors) {
    const gnutls_datum_t certificate = Borrow(anchor.certificate);
    const int result =
        gnutls_certificate_set_x509_trust_mem(handle, &certificate, GNUTLS_X509_FMT_DER);
    if (result < 0) return result;
  }
  for (const TrustAnchor& anchor : anchors) {  // CRLs only once all CAs are known
    if (anchor.crl.empty()) continue;
    const gnutls_datum_t crl = Borrow(anchor.crl);
    const int result = gnutls_certificate_set_x509_crl_mem(handle, &crl, GNUTLS_X509_FMT_DER);
    if (result < 0) return result;
  }
  return 0;
}

tl::expected<TrustList, int> MakeTrustList(std::span<const TrustAnchor> anchors) {
  gnutls_x509_trust_list_t handle = nullptr;
  int result = gnutls_x509_trust_list_init(&handle, 0);
  if (result < 0) return tl::unexpected(result);
  TrustList list(handle);
  for (bool crls : {false, true}) {
    for (const TrustAnchor& anchor : anchors) {
      if (crls && anchor.crl.empty()) continue;
      const gnutls_datum_t data = Borrow(crls ? anchor.crl : anchor.certificate);
      result = gnutls_x509_trust_list_add_trust_mem(
          handle, crls ? nullptr : &data, crls ? &data : nullptr, GNUTLS_X509_FMT_DER, 0, 0);
      if (result < 0) return tl::unexpected(result);
    }
  }
  return list;
}

}  // namespace

ClientIdentity::~ClientIdentity() { FreeChain(&chain); }

tl::expected<std::shared_ptr<const SideCredentials>, int> CredentialsCache::Get(
    const Order& order) {
  std::string key = KeyOf(order);
  auto found = made_.find(key);
  if (found != made_.end()) return found->second;
  auto made = Make(order);
  if (!made) return made;
  if (made_.size() >= kMostKept) made_.clear();
  made_.emplace(std::move(key), *made);
  return made;
}

tl::expected<std::shared_ptr<const SideCredentials>, int> CredentialsCache::Make(
    const Order& order) {
  auto made = std::make_shared<SideCredentials>();
  gnutls_certificate_credentials_t handle = nullptr;
  int result = gnutls_certificate_allocate_credentials(&handle);
  if (result < 0) return tl::unexpected(result);
  made->handle.reset(handle);
  // Trying each pair with a signature costs time, and a key that cannot sign would not be taken.
  gnutls_certificate_set_flags(handle, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);

  for (const Identity& identity : order.identities) {
    auto parsed = parsed_.Get(identity);
    if (!parsed) return tl::unexpected(parsed.error());
    if ((*parsed)->chain.empty()) return tl::unexpected(GNUTLS_E_NO_CERTIFICATE_FOUND);
    result = order.role == Role::kServer ? AddServerIdentity(handle, **parsed, identity.signing)
                                         : AddClientIdentity(&made->client, **parsed, identity);
    if (result < 0) return tl::unexpected(result);
  }
  if (!made->client.empty()) gnutls_certificate_set_retrieve_function3(handle, OfferCertificate);

  if (NamesWhatItTrusts(order)) {
    result = AddTrust(handle, order.trust);
    if (result < 0) return tl::unexpected(result);
  } else {
    result = AddTrust(handle, order.ca_names);
    if (result < 0) return tl::unexpected(result);
    auto trust = MakeTrustList(order.trust);
    if (!trust) return tl::unexpected(trust.error());
    made->trust = std::move(*trust);
  }
  if (order.role == Role::kServer) {
    // For clients that ask for DHE without naming a group (RFC 7919).
    result = gnutls_certificate_set_known_dh_params(handle, GNUTLS_SEC_PARAM_MEDIUM);
    if (result < 0) return tl::unexpected(result);
  }
  return made;
}

}  // namespace shakedown::gnutls
