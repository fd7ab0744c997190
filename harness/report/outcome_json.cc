#include "harness/report/outcome_json.h"

namespace shakedown {

using Json = nlohmann::ordered_json;

Json NegotiatedJson(const Negotiated& negotiated) {
  return {{"version", NameOrNull(negotiated.version)},
          {"cipher_suite", NameOrNull(negotiated.cipher_suite)},
          {"group", NameOrNull(negotiated.group)},
          {"signature_scheme", NameOrNull(negotiated.signature_scheme)},
          {"client_signature_scheme", NameOrNull(negotiated.client_signature_scheme)},
          {"alpn", negotiated.alpn.empty() ? Json(nullptr) : Json(negotiated.alpn)},
          {"resumed", negotiated.resumed},
          {"hello_retry_request", negotiated.hello_retry_request}};
}

Json CodesJson(const std::vector<SystemCode>& codes) {
  Json out = Json::array();
  for (const SystemCode& code : codes) {
    out.push_back({{"system", code.system},
                   {"code", code.code},
                   {"text", code.text},
                   {"side", NameOf(code.side)},
                   {"source", code.source}});
  }
  return out;
}

}  // namespace shakedown
