#include "harness/predict/suite_facts.h"

#include "harness/model/fips.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

using Exchange = SuiteFacts::Exchange;
using Authentication = SuiteFacts::Authentication;

Exchange ExchangeOf(std::string_view name) {
  if (name.starts_with("ECDHE_") || name == "ECDH_anon") return Exchange::kEcdhe;
  if (name.starts_with("DHE_") || name == "DH_anon") return Exchange::kDhe;
  return name == "RSA" ? Exchange::kRsa : Exchange::kOther;
}

Authentication AuthenticationOf(std::string_view name) {
  if (name.ends_with("_anon")) return Authentication::kNone;
  if (name.find("PSK") != std::string_view::npos) return Authentication::kOther;
  if (name == "RSA" || name.ends_with("E_RSA")) return Authentication::kRsa;
  return name.ends_with("E_ECDSA") ? Authentication::kEcdsa : Authentication::kOther;
}

bool IsAead(std::string_view cipher) {
  return cipher.find("GCM") != std::string_view::npos ||
         cipher.find("CCM") != std::string_view::npos ||
         cipher.find("POLY1305") != std::string_view::npos;
}

}  // namespace

SuiteFacts FactsOf(CipherSuite suite) {
  const SuiteParts parts = SplitSuite(suite);
  SuiteFacts facts;
  facts.suite = suite;
  facts.tls13 = IsTls13Suite(suite);
  facts.fips = FipsApproved(suite);
  facts.sha384 = parts.hash == "SHA384";
  facts.chacha20 = parts.cipher.find("CHACHA20") != std::string_view::npos;
  if (facts.tls13) {
    facts.exchange = Exchange::kAny;
    facts.authentication = Authentication::kAny;
    return facts;
  }
  facts.exchange = ExchangeOf(parts.key_exchange);
  facts.authentication = AuthenticationOf(parts.key_exchange);
  facts.from_tls12 = IsAead(parts.cipher) || parts.hash == "SHA256" || parts.hash == "SHA384";
  return facts;
}

}  // namespace shakedown
