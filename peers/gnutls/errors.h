// GnuTLS return codes as errors of the harness.
#ifndef PEERS_GNUTLS_ERRORS_H_
#define PEERS_GNUTLS_ERRORS_H_

#include <gnutls/gnutls.h>

#include "harness/model/outcome.h"

namespace shakedown::gnutls {

// ErrorOf names a negative return code; 0 gives no error.
inline NativeError ErrorOf(int code) {
  NativeError error;
  if (code >= 0) return error;
  error.code = code;
  const char* symbol = gnutls_strerror_name(code);
  error.symbol = symbol == nullptr ? "" : symbol;
  error.text = gnutls_strerror(code);
  return error;
}

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_ERRORS_H_
