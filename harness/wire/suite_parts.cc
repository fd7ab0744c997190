#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

constexpr std::string_view kPrefix = "TLS_";
constexpr std::string_view kWith = "_WITH_";

bool IsHash(std::string_view part) {
  return part == "SHA" || part == "SHA256" || part == "SHA384" || part == "SHA512" ||
         part == "MD5" || part == "SM3";
}

}  // namespace

SuiteParts SplitSuite(CipherSuite suite) {
  std::string_view name = NameIn(CipherSuites(), static_cast<uint16_t>(suite));
  SuiteParts parts;
  if (name.substr(0, kPrefix.size()) != kPrefix) return parts;
  name.remove_prefix(kPrefix.size());
  const size_t with = name.find(kWith);
  if (with != std::string_view::npos) {
    parts.key_exchange = name.substr(0, with);
    name.remove_prefix(with + kWith.size());
  } else if (name.size() > 5 && name.substr(name.size() - 5) == "_SCSV") {
    return parts;
  }
  const size_t last = name.rfind('_');
  if (last != std::string_view::npos && IsHash(name.substr(last + 1))) {
    parts.hash = name.substr(last + 1);
    name = name.substr(0, last);
  }
  parts.cipher = name;
  return parts;
}

KeyExchangeForm KeyExchangeFormOf(CipherSuite suite) {
  const std::string_view exchange = SplitSuite(suite).key_exchange;
  KeyExchangeForm form;
  if (exchange.substr(0, 6) == "ECDHE_" || exchange == "ECDH_anon") {
    form.key_exchange = KeyExchange::kEcdhe;
  } else if (exchange.substr(0, 4) == "DHE_" || exchange.substr(0, 7) == "DH_anon" ||
             exchange == "PSK_DHE") {
    form.key_exchange = KeyExchange::kDhe;
  } else if (exchange == "RSA" || exchange.substr(0, 4) == "RSA_") {
    form.key_exchange = KeyExchange::kRsa;
  }
  form.psk = exchange.find("PSK") != std::string_view::npos;
  form.signed_params =
      (form.key_exchange == KeyExchange::kEcdhe || form.key_exchange == KeyExchange::kDhe) &&
      !form.psk && exchange.find("anon") == std::string_view::npos;
  return form;
}

}  // namespace shakedown
