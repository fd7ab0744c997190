#include "peers/gnutls/client_certificate.h"

#include <algorithm>

#include "harness/model/signature_family.h"
#include "peers/gnutls/algorithms.h"
#include "peers/gnutls/peer.h"

namespace shakedown::gnutls {
namespace {

// Whether a key of `type` makes signatures of `scheme`. RFC 8446 4.2.3: from TLS 1.3 on an ECDSA
// scheme is of one curve, and PKCS #1 v1.5 and SHA-1 are not used.
bool CanMake(KeyType type, SignatureScheme scheme, bool tls13) {
  const bool pkcs1 = (static_cast<uint16_t>(scheme) & 0xff) == 0x01;
  const SignatureFamily family = FamilyOf(type);
  if (family == SignatureFamily::kEc && tls13) return SchemeOfCurve(type) == scheme;
  return FamilyOf(scheme) == family && !(pkcs1 && tls13);
}

// Before TLS 1.2 the server asks for no schemes, and any key will do that can sign without one.
bool CanAnswer(gnutls_session_t session, const ClientIdentity& identity, const Derived& derived) {
  const bool tls13 = gnutls_protocol_get_version(session) == GNUTLS_TLS1_3;
  gnutls_sign_algorithm_t asked = GNUTLS_SIGN_UNKNOWN;
  size_t index = 0;
  for (; gnutls_sign_algorithm_get_requested(session, index, &asked) == 0; ++index) {
    const auto scheme = FromLibrary(asked);
    if (scheme && CanMake(identity.key_type, *scheme, tls13) &&
        std::find(derived.schemes.begin(), derived.schemes.end(), *scheme) !=
            derived.schemes.end()) {
      return true;
    }
  }
  return index == 0 && (identity.algorithm == GNUTLS_PK_RSA || identity.algorithm == GNUTLS_PK_EC);
}

bool LeadsToNamed(const ClientIdentity& identity, const gnutls_cert_retr_st& request) {
  if (request.nreqs == 0) return true;
  for (unsigned i = 0; i < request.nreqs; ++i) {
    const View name = AsView(request.req_ca_rdn[i]);
    for (const Bytes& issuer : identity.issuers) {
      if (std::equal(issuer.begin(), issuer.end(), name.begin(), name.end())) return true;
    }
  }
  return false;
}

bool IsKindAsked(const ClientIdentity& identity, const gnutls_cert_retr_st& request) {
  if (request.pk_algos_length == 0) return true;
  const auto* end = request.pk_algos + request.pk_algos_length;
  if (std::find(request.pk_algos, end, identity.algorithm) != end) return true;
  // A plain RSA key also answers for rsa_pss_rsae_*, which GnuTLS counts as RSA-PSS.
  return identity.algorithm == GNUTLS_PK_RSA &&
         std::find(request.pk_algos, end, GNUTLS_PK_RSA_PSS) != end;
}

}  // namespace

int OfferCertificate(gnutls_session_t session, const gnutls_cert_retr_st* request,
                     gnutls_pcert_st** chain, unsigned* chain_size, gnutls_ocsp_data_st** staples,
                     unsigned* staples_size, gnutls_privkey_t* key, unsigned* flags) {
  *chain = nullptr;
  *chain_size = 0;
  *staples = nullptr;
  *staples_size = 0;
  *key = nullptr;
  *flags = 0;  // everything stays with the credentials
  const Side& side = GnutlsPeer::Of(session)->side();
  const ClientIdentity* chosen = nullptr;
  for (const ClientIdentity& identity : side.credentials->client) {
    if (side.capabilities->honour_ca_names && !LeadsToNamed(identity, *request)) continue;
    if (CanAnswer(session, identity, side.priority->derived)) {
      chosen = &identity;
      break;
    }
    if (chosen == nullptr && IsKindAsked(identity, *request)) chosen = &identity;
  }
  if (chosen == nullptr) return 0;
  *chain = const_cast<gnutls_pcert_st*>(chosen->chain.data());
  *chain_size = static_cast<unsigned>(chosen->chain.size());
  *key = chosen->key.get();
  return 0;
}

}  // namespace shakedown::gnutls
