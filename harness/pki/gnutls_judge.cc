#include "harness/pki/gnutls_judge.h"

#include <gnutls/abstract.h>

#include <ctime>
#include <memory>

namespace shakedown {
namespace {

constexpr time_t kYear2030 = 1893456000;

gnutls_datum_t Datum(const Bytes& bytes) {
  return {const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

struct Deleter {
  void operator()(gnutls_x509_crt_t object) const { gnutls_x509_crt_deinit(object); }
  void operator()(gnutls_x509_trust_list_t object) const {
    gnutls_x509_trust_list_deinit(object, 1);
  }
  void operator()(gnutls_privkey_t object) const { gnutls_privkey_deinit(object); }
  void operator()(gnutls_pubkey_t object) const { gnutls_pubkey_deinit(object); }
};
template <typename Handle>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Deleter>;

Owned<gnutls_x509_crt_t> Import(const Bytes& der) {
  gnutls_x509_crt_t certificate = nullptr;
  gnutls_x509_crt_init(&certificate);
  Owned<gnutls_x509_crt_t> owned(certificate);
  const gnutls_datum_t data = Datum(der);
  if (gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_DER) != 0) return nullptr;
  return owned;
}

// Sizes as GnuTLS's text functions want them.
struct Buffer {
  char data[512] = "";
  size_t size = sizeof data;
};

void ReadNames(gnutls_x509_crt_t leaf, LeafFacts* facts) {
  for (unsigned i = 0;; ++i) {
    Buffer name;
    const int type = gnutls_x509_crt_get_subject_alt_name(leaf, i, name.data, &name.size, nullptr);
    if (type < 0) return;
    if (type == GNUTLS_SAN_DNSNAME) facts->dns_names.emplace_back(name.data, name.size);
    if (type == GNUTLS_SAN_IPADDRESS) {
      facts->addresses.emplace_back(name.data, name.data + name.size);
    }
  }
}

void ReadPurposes(gnutls_x509_crt_t leaf, LeafFacts* facts) {
  for (unsigned i = 0;; ++i) {
    Buffer oid;
    if (gnutls_x509_crt_get_key_purpose_oid(leaf, i, oid.data, &oid.size, nullptr) != 0) return;
    facts->purposes.emplace_back(oid.data);
  }
}

std::string Text(gnutls_x509_crt_t leaf, int (*get)(gnutls_x509_crt_t, gnutls_datum_t*, unsigned)) {
  gnutls_datum_t name = {};
  if (get(leaf, &name, 0) != 0) return "";
  std::string text(reinterpret_cast<char*>(name.data), name.size);
  gnutls_free(name.data);
  return text;
}

}  // namespace

LeafFacts Read(const Bytes& der) {
  LeafFacts facts;
  Owned<gnutls_x509_crt_t> leaf = Import(der);
  if (leaf == nullptr) return facts;
  facts.subject = Text(leaf.get(), gnutls_x509_crt_get_dn3);
  facts.issuer = Text(leaf.get(), gnutls_x509_crt_get_issuer_dn3);
  Buffer serial;
  gnutls_x509_crt_get_serial(leaf.get(), serial.data, &serial.size);
  facts.serial = ToHex(AsView(std::string_view(serial.data, serial.size)));
  ReadNames(leaf.get(), &facts);
  ReadPurposes(leaf.get(), &facts);
  unsigned critical = 0, ca = 0;
  int path_length = 0;
  gnutls_x509_crt_get_key_usage(leaf.get(), &facts.key_usage, &critical);
  facts.key_usage_critical = critical != 0;
  critical = 0;
  gnutls_x509_crt_get_basic_constraints(leaf.get(), &critical, &ca, &path_length);
  facts.constraints_critical = critical != 0;
  facts.ca = ca != 0;
  facts.signature = gnutls_x509_crt_get_signature_algorithm(leaf.get());
  facts.public_key = gnutls_x509_crt_get_pk_algorithm(leaf.get(), &facts.bits);
  facts.version = gnutls_x509_crt_get_version(leaf.get());
  return facts;
}

unsigned Judge(const Identity& identity, const TrustAnchor& anchor, Role role,
               const std::string& host, bool strict) {
  gnutls_global_set_time_function([](time_t* now) {
    if (now != nullptr) *now = kYear2030;
    return kYear2030;
  });
  gnutls_x509_trust_list_t raw_list = nullptr;
  gnutls_x509_trust_list_init(&raw_list, 0);
  Owned<gnutls_x509_trust_list_t> list(raw_list);
  const gnutls_datum_t ca = Datum(anchor.certificate), crl = Datum(anchor.crl);
  const int expected = anchor.crl.empty() ? 1 : 2;  // it counts certificates and CRLs
  if (gnutls_x509_trust_list_add_trust_mem(raw_list, &ca, anchor.crl.empty() ? nullptr : &crl,
                                           GNUTLS_X509_FMT_DER, 0,
                                           GNUTLS_VERIFY_DO_NOT_ALLOW_SAME) != expected) {
    return GNUTLS_CERT_INVALID;
  }
  std::vector<Owned<gnutls_x509_crt_t>> owners;
  std::vector<gnutls_x509_crt_t> chain;
  for (const Bytes& der : identity.chain) {
    owners.push_back(Import(der));
    if (owners.back() == nullptr) return GNUTLS_CERT_INVALID;
    chain.push_back(owners.back().get());
  }
  const char* purpose = role == Role::kServer ? GNUTLS_KP_TLS_WWW_SERVER : GNUTLS_KP_TLS_WWW_CLIENT;
  gnutls_typed_vdata_st wants[] = {
      {GNUTLS_DT_DNS_HOSTNAME, reinterpret_cast<unsigned char*>(const_cast<char*>(host.c_str())),
       0},
      {GNUTLS_DT_KEY_PURPOSE_OID, reinterpret_cast<unsigned char*>(const_cast<char*>(purpose)), 0}};
  const unsigned flags =
      strict ? GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_MEDIUM)
             : GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_VERY_WEAK);
  unsigned status = GNUTLS_CERT_INVALID;
  const int code = gnutls_x509_trust_list_verify_crt2(raw_list, chain.data(),
                                                      static_cast<unsigned>(chain.size()), wants, 2,
                                                      flags, &status, nullptr);
  return code == 0 ? status : static_cast<unsigned>(GNUTLS_CERT_INVALID);
}

bool KeyFits(const Identity& identity) {
  gnutls_privkey_t raw_key = nullptr;
  gnutls_pubkey_t raw_public = nullptr;
  gnutls_privkey_init(&raw_key);
  gnutls_pubkey_init(&raw_public);
  Owned<gnutls_privkey_t> key(raw_key);
  Owned<gnutls_pubkey_t> public_key(raw_public);
  Owned<gnutls_x509_crt_t> leaf = Import(identity.chain.front());
  const gnutls_datum_t der = Datum(identity.key);
  if (leaf == nullptr ||
      gnutls_privkey_import_x509_raw(raw_key, &der, GNUTLS_X509_FMT_DER, nullptr, 0) != 0 ||
      gnutls_pubkey_import_x509(raw_public, leaf.get(), 0) != 0) {
    return false;
  }
  Buffer of_key, of_certificate;
  gnutls_pubkey_t raw_derived = nullptr;
  gnutls_pubkey_init(&raw_derived);
  Owned<gnutls_pubkey_t> derived(raw_derived);
  if (gnutls_pubkey_import_privkey(raw_derived, raw_key, 0, 0) != 0) return false;
  gnutls_pubkey_get_key_id(raw_derived, GNUTLS_KEYID_USE_SHA256,
                           reinterpret_cast<unsigned char*>(of_key.data), &of_key.size);
  gnutls_pubkey_get_key_id(raw_public, GNUTLS_KEYID_USE_SHA256,
                           reinterpret_cast<unsigned char*>(of_certificate.data),
                           &of_certificate.size);
  return of_key.size == 32 && std::string_view(of_key.data, 32) ==
                                  std::string_view(of_certificate.data, of_certificate.size);
}

}  // namespace shakedown
