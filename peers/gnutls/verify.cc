#include "peers/gnutls/verify.h"

#include <string>
#include <vector>

#include "peers/gnutls/peer.h"
#include "peers/gnutls/priority.h"

namespace shakedown::gnutls {
namespace {

// Judges with a list of its own, where the credentials hold only the CAs to name.
int VerifyWithList(gnutls_x509_trust_list_t trust, const gnutls_datum_t* chain, unsigned count,
                   gnutls_typed_vdata_st* expected, unsigned expectations, unsigned flags,
                   unsigned* status) {
  std::vector<Certificate> parsed;
  std::vector<gnutls_x509_crt_t> handles;
  for (unsigned i = 0; i < count; ++i) {
    gnutls_x509_crt_t handle = nullptr;
    int result = gnutls_x509_crt_init(&handle);
    if (result < 0) return result;
    parsed.emplace_back(handle);
    result = gnutls_x509_crt_import(handle, &chain[i], GNUTLS_X509_FMT_DER);
    if (result < 0) return result;
    handles.push_back(handle);
  }
  return gnutls_x509_trust_list_verify_crt2(trust, handles.data(), count, expected, expectations,
                                            flags, status, nullptr);
}

gnutls_typed_vdata_st Expect(gnutls_vdata_types_t type, const char* text) {
  gnutls_typed_vdata_st data{};
  data.type = type;
  data.data = reinterpret_cast<unsigned char*>(const_cast<char*>(text));
  return data;
}

bool HasStaple(gnutls_session_t session) {
  gnutls_datum_t staple{};
  return gnutls_ocsp_status_request_get2(session, 0, &staple) == 0 && staple.size > 0;
}

}  // namespace

int VerifyPeer(gnutls_session_t session) {
  GnutlsPeer* peer = GnutlsPeer::Of(session);
  const Side& side = peer->side();
  const Capabilities& has = *side.capabilities;
  unsigned count = 0;
  const gnutls_datum_t* chain = gnutls_certificate_get_peers(session, &count);
  if (chain == nullptr || count == 0) return 0;  // none was sent; the library judges that
  if (has.verify == Verify::kRejectAll) return GNUTLS_E_CERTIFICATE_ERROR;

  const bool client = peer->config().role == Role::kClient;
  if (has.verify == Verify::kChain) {
    const std::string name =
        client ? has.verify_name.value_or(has.server_name.value_or(kDefaultServerName)) : "";
    gnutls_typed_vdata_st expected[] = {
        Expect(GNUTLS_DT_KEY_PURPOSE_OID,
               client ? GNUTLS_KP_TLS_WWW_SERVER : GNUTLS_KP_TLS_WWW_CLIENT),
        Expect(GNUTLS_DT_DNS_HOSTNAME, name.c_str())};
    const unsigned expectations = name.empty() ? 1 : 2;
    unsigned status = 0;
    const int result =
        side.credentials->trust
            ? VerifyWithList(side.credentials->trust.get(), chain, count, expected, expectations,
                             VerifyFlags(has), &status)
            : gnutls_certificate_verify_peers(session, expected, expectations, &status);
    if (result < 0) return result;
    peer->NoteVerifyStatus(status);
    if (status != 0) return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
  }
  if (client && has.require_ocsp_staple && !HasStaple(session)) {
    peer->NoteVerifyStatus(GNUTLS_CERT_INVALID | GNUTLS_CERT_MISSING_OCSP_STATUS);
    return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
  }
  return 0;
}

}  // namespace shakedown::gnutls
