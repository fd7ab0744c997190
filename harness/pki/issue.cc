#include "harness/pki/issue.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "harness/model/certificate_rules.h"
#include "harness/pki/content_hash.h"

namespace shakedown {
namespace {

constexpr const char* kOrganization = "Shakedown test";
constexpr size_t kCommonNameLimit = 64;  // ub-common-name, RFC 5280 A.1

// Serial numbers are ten bytes: a tag, then eight of hash and a zero; revoked ones have the tag of
// their own and differ in the last byte only, so that a CRL can list them all beforehand.
constexpr uint8_t kSerialTag = 0x10;
constexpr uint8_t kRevokedTag = 0x52;
constexpr int kRevokedSerials = 256;

Bytes RevokedSerial(uint8_t number) { return {kRevokedTag, 0, 0, 0, 0, 0, 0, 0, 0, number}; }

Bytes SerialOf(const CertificateOrder& order) {
  const uint64_t hash = ContentHash().Add(AsView(order.content)).value();
  if (order.revoked) return RevokedSerial(static_cast<uint8_t>(hash % kRevokedSerials));
  Bytes serial = {kSerialTag};
  for (int shift = 56; shift >= 0; shift -= 8)
    serial.push_back(static_cast<uint8_t>(hash >> shift));
  serial.push_back(0);
  return serial;
}

IntegerPtr ToInteger(View serial) {
  BignumPtr number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  return IntegerPtr(number == nullptr ? nullptr : BN_to_ASN1_INTEGER(number.get(), nullptr));
}

// RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime later; ASN1_TIME_set_string_X509 chooses.
TimePtr ToTime(const char* text) {
  TimePtr time(ASN1_TIME_new());
  if (time == nullptr || ASN1_TIME_set_string_X509(time.get(), text) != 1) return nullptr;
  return time;
}

bool AddEntry(X509_NAME* name, const char* field, std::string_view value) {
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

// From the general to the particular, so that RFC 4514 text begins with CN.
bool SetSubject(X509* certificate, const CertificateOrder& order) {
  X509_NAME* name = X509_get_subject_name(certificate);
  return AddEntry(name, "O", kOrganization) &&
         (order.unit.empty() || AddEntry(name, "OU", order.unit)) &&
         AddEntry(name, "CN", std::string_view(order.common_name).substr(0, kCommonNameLimit));
}

bool AddExtension(X509* certificate, X509V3_CTX* context, int nid, const std::string& value) {
  ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// An alternative name, or null if no certificate carries it.
GENERAL_NAME* ToGeneralName(const std::string& text) {
  if (!IsCertificateName(text)) return nullptr;
  std::unique_ptr<GENERAL_NAME, Free<GENERAL_NAME_free>> name(GENERAL_NAME_new());
  if (name == nullptr) return nullptr;
  if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str())) {
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, address);
    return name.release();
  }
  ERR_clear_error();
  ASN1_IA5STRING* dns = ASN1_IA5STRING_new();
  if (dns == nullptr || ASN1_STRING_set(dns, text.data(), static_cast<int>(text.size())) != 1) {
    ASN1_IA5STRING_free(dns);
    return nullptr;
  }
  GENERAL_NAME_set0_value(name.get(), GEN_DNS, dns);
  return name.release();
}

Result<GeneralNamesPtr> ToGeneralNames(const std::vector<std::string>& names) {
  GeneralNamesPtr list(sk_GENERAL_NAME_new_null());
  for (const std::string& text : names) {
    GENERAL_NAME* name = ToGeneralName(text);
    if (name == nullptr) {
      return tl::make_unexpected(fmt::format("\"{}\" cannot be a certificate's name, which is {}",
                                             text, kCertificateNameAllowed));
    }
    sk_GENERAL_NAME_push(list.get(), name);
  }
  return list;
}

bool AddExtensions(X509* certificate, X509* issuer, const CertificateOrder& order,
                   GENERAL_NAMES* names) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::string constraints = order.ca ? "critical,CA:TRUE" : "critical,CA:FALSE";
  if (order.path_length) constraints += fmt::format(",pathlen:{}", *order.path_length);
  return AddExtension(certificate, &context, NID_basic_constraints, constraints) &&
         AddExtension(certificate, &context, NID_key_usage, "critical," + order.key_usage) &&
         (order.extended_key_usage.empty() ||
          AddExtension(certificate, &context, NID_ext_key_usage, order.extended_key_usage)) &&
         AddExtension(certificate, &context, NID_subject_key_identifier, "hash") &&
         AddExtension(certificate, &context, NID_authority_key_identifier, "keyid:always") &&
         (order.names.empty() ||
          X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1);
}

bool Seed(OSSL_LIB_CTX* context, const std::string& content) {
  return SeedRandom(context, AsView(content));
}

}  // namespace

Result<X509Ptr> Issue(OSSL_LIB_CTX* context, const CertificateOrder& order) {
  auto names = ToGeneralNames(order.names);
  if (!names) return tl::make_unexpected(names.error());
  X509Ptr certificate(X509_new_ex(context, nullptr));
  X509* issuer = order.issuer != nullptr ? order.issuer : certificate.get();
  IntegerPtr serial = ToInteger(SerialOf(order));
  TimePtr not_before = ToTime(order.validity.not_before);
  TimePtr not_after = ToTime(order.validity.not_after);
  const bool filled = certificate != nullptr && serial != nullptr && not_before != nullptr &&
                      not_after != nullptr &&
                      X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                      X509_set_serialNumber(certificate.get(), serial.get()) == 1 &&
                      X509_set1_notBefore(certificate.get(), not_before.get()) == 1 &&
                      X509_set1_notAfter(certificate.get(), not_after.get()) == 1 &&
                      SetSubject(certificate.get(), order) &&
                      X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1 &&
                      X509_set_pubkey(certificate.get(), order.key) == 1 &&
                      AddExtensions(certificate.get(), issuer, order, names->get());
  if (!filled) return LibraryError("certificate for " + order.common_name);
  DigestContextPtr digest(EVP_MD_CTX_new());
  if (!Seed(context, order.content) ||
      !StartSigning(digest.get(), context, order.method, order.issuer_key) ||
      X509_sign_ctx(certificate.get(), digest.get()) <= 0) {
    return LibraryError("signature over the certificate for " + order.common_name);
  }
  return certificate;
}

Result<Bytes> IssueCrl(OSSL_LIB_CTX* context, const std::string& content, X509* ca,
                       EVP_PKEY* ca_key, const SignatureMethod& method) {
  CrlPtr crl(X509_CRL_new_ex(context, nullptr));
  const Validity validity;
  TimePtr this_update = ToTime(validity.not_before);
  TimePtr next_update = ToTime(validity.not_after);
  bool filled = crl != nullptr && this_update != nullptr && next_update != nullptr &&
                X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1 &&
                X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(ca)) == 1 &&
                X509_CRL_set1_lastUpdate(crl.get(), this_update.get()) == 1 &&
                X509_CRL_set1_nextUpdate(crl.get(), next_update.get()) == 1;
  for (int number = 0; filled && number < kRevokedSerials; ++number) {
    RevokedPtr entry(X509_REVOKED_new());
    IntegerPtr serial = ToInteger(RevokedSerial(static_cast<uint8_t>(number)));
    filled = entry != nullptr && serial != nullptr &&
             X509_REVOKED_set_serialNumber(entry.get(), serial.get()) == 1 &&
             X509_REVOKED_set_revocationDate(entry.get(), this_update.get()) == 1 &&
             X509_CRL_add0_revoked(crl.get(), entry.get()) == 1;
    if (filled) entry.release();
  }
  // RFC 5280 5.2.1 and 5.2.3: a CRL carries an authority key identifier and a number.
  X509V3_CTX extension_context;
  X509V3_set_ctx(&extension_context, ca, nullptr, nullptr, crl.get(), 0);
  ExtensionPtr key_id(X509V3_EXT_conf_nid(nullptr, &extension_context, NID_authority_key_identifier,
                                          "keyid:always"));
  const Bytes first = {1};
  IntegerPtr crl_number = ToInteger(first);
  DigestContextPtr digest(EVP_MD_CTX_new());
  filled = filled && key_id != nullptr && crl_number != nullptr &&
           X509_CRL_add_ext(crl.get(), key_id.get(), -1) == 1 &&
           X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, crl_number.get(), 0,
                                 X509V3_ADD_DEFAULT) == 1 &&
           X509_CRL_sort(crl.get()) == 1 && Seed(context, content) &&
           StartSigning(digest.get(), context, method, ca_key) &&
           X509_CRL_sign_ctx(crl.get(), digest.get()) > 0;
  if (!filled) return LibraryError("CRL");
  return ToDer<i2d_X509_CRL>(crl.get());
}

}  // namespace shakedown
