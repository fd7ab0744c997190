// Owners of GnuTLS objects, and the datum a C API wants for borrowed bytes.
#ifndef PEERS_GNUTLS_HANDLES_H_
#define PEERS_GNUTLS_HANDLES_H_

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <memory>
#include <type_traits>

#include "harness/wire/bytes.h"

namespace shakedown::gnutls {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

inline void FreeTrustList(gnutls_x509_trust_list_t list) { gnutls_x509_trust_list_deinit(list, 1); }

template <typename Handle, auto kFree>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Free<kFree>>;

using Certificate = Owned<gnutls_x509_crt_t, gnutls_x509_crt_deinit>;
using RevocationList = Owned<gnutls_x509_crl_t, gnutls_x509_crl_deinit>;
using X509Key = Owned<gnutls_x509_privkey_t, gnutls_x509_privkey_deinit>;
using PrivateKey = Owned<gnutls_privkey_t, gnutls_privkey_deinit>;
using TrustList = Owned<gnutls_x509_trust_list_t, FreeTrustList>;
using Credentials = Owned<gnutls_certificate_credentials_t, gnutls_certificate_free_credentials>;
using PriorityCache = Owned<gnutls_priority_t, gnutls_priority_deinit>;
using Session = Owned<gnutls_session_t, gnutls_deinit>;

// Borrow makes the datum for `bytes`; GnuTLS reads through it only.
inline gnutls_datum_t Borrow(View bytes) {
  return {const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

inline View AsView(const gnutls_datum_t& datum) { return {datum.data, datum.size}; }

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_HANDLES_H_
