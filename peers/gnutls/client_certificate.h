// Which of its certificates a client presents.
#ifndef PEERS_GNUTLS_CLIENT_CERTIFICATE_H_
#define PEERS_GNUTLS_CLIENT_CERTIFICATE_H_

#include <gnutls/abstract.h>

namespace shakedown::gnutls {

// Callback of client credentials. The first certificate whose key can make a signature that the
// server asked for; failing that, the first whose kind of key the server takes; none otherwise.
// With honour_ca_names, only one that leads to a CA the server named, if it named any.
int OfferCertificate(gnutls_session_t session, const gnutls_cert_retr_st* request,
                     gnutls_pcert_st** chain, unsigned* chain_size, gnutls_ocsp_data_st** staples,
                     unsigned* staples_size, gnutls_privkey_t* key, unsigned* flags);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_CLIENT_CERTIFICATE_H_
