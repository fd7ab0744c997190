// GnuTLS's public walk over the extensions of a ClientHello.

#include <gnutls/gnutls.h>

#include "bench/parser/peer.h"

namespace shakedown {
namespace {

struct Extension {
  unsigned type, size;
  const unsigned char* body;
};

int Walk(void*, unsigned type, const unsigned char* body, unsigned size) {
  const Extension extension{type, size, body};
  Used(extension);
  return 0;
}

bool Index(const uint8_t* record, size_t size) {
  const gnutls_datum_t hello{const_cast<unsigned char*>(record + kHelloBodyAt),
                             static_cast<unsigned>(size - kHelloBodyAt)};
  return gnutls_ext_raw_parse(nullptr, Walk, &hello, GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO) == 0;
}

constexpr ParserPeer kPeers[] = {{"gnutls", "gnutls_ext_raw_parse: no check for duplicates", Index,
                                  nullptr, nullptr, nullptr, nullptr, nullptr}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
