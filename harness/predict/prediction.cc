#include "harness/predict/prediction.h"

#include <iterator>

namespace shakedown {
namespace {

constexpr RuleText kTexts[] = {
    {"version", "a protocol version in common", "RFC 8446 4.2.1, RFC 5246 E.1"},
    {"fallback", "no fallback below what both can do", "RFC 7507 3"},
    {"server_name", "the server takes the name it is asked for", "RFC 6066 3, RFC 8446 9.2"},
    {"server_certificate", "the server has a certificate", "RFC 8446 4.4.2.2, RFC 5246 7.4.2"},
    {"cipher_suite", "a cipher suite in common that the certificate fits",
     "RFC 8446 4.1.1, RFC 5246 7.4.1.3"},
    {"group", "a key exchange group in common", "RFC 8446 4.2.7, RFC 8422 5.1.1"},
    {"signature_scheme", "the server's key has a scheme that the client accepts",
     "RFC 8446 4.4.3, RFC 5246 7.4.1.4.1"},
    {"chain_signatures", "the server's chain is signed as the client accepts", "RFC 8446 4.4.2.2"},
    {"alpn", "an application protocol in common", "RFC 7301 3.2"},
    {"resumption", "a session to resume", "RFC 8446 2.2, RFC 5077 3, RFC 5246 7.3"},
    {"version_accepted", "the client takes the version that was selected",
     "RFC 5246 E.1, RFC 8446 4.1.3"},
    {"fips_encryption", "FIPS mode allows the suite when it is first used", "SP 800-52 3.3.1"},
    {"server_chain", "the client accepts the server's chain", "RFC 5280 6, RFC 6125 6"},
    {"server_signature", "the server's handshake signature verifies",
     "RFC 8446 4.4.3, RFC 5246 7.4.3"},
    {"ocsp_staple", "the certificate status that the client insists on comes", "RFC 6066 8"},
    {"client_certificate", "the client has the certificate that the server asks for",
     "RFC 8446 4.4.2.4, RFC 5246 7.4.6"},
    {"client_signature_scheme", "the client's key has a scheme that the server accepts",
     "RFC 8446 4.4.3, RFC 5246 7.4.8"},
    {"client_chain", "the server accepts the client's chain", "RFC 5280 6"},
    {"client_signature", "the client's handshake signature verifies",
     "RFC 8446 4.4.3, RFC 5246 7.4.8"},
};
static_assert(std::size(kTexts) == kRules);

}  // namespace

const RuleText& TextOf(StepRule rule) { return kTexts[static_cast<size_t>(rule)]; }

}  // namespace shakedown
