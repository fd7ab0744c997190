#include "peers/ssl/errors.h"

#include "peers/ssl/library.h"

namespace shakedown {
namespace {

// A reason such as "internal error" or "EVP lib" that only points elsewhere: they are the ones
// every library of the family has in common.
bool IsGeneric(uint32_t error) {
#ifdef OPENSSL_IS_BORINGSSL
  return ERR_GET_REASON(error) < 100;
#else
  return ERR_GET_REASON(error) < 100 || (ERR_GET_REASON(error) & ERR_RFLAG_COMMON) != 0;
#endif
}

const char* NameOfSslError(int error) {
  switch (error) {
    case SSL_ERROR_SYSCALL:
      return "SSL_ERROR_SYSCALL";
    case SSL_ERROR_ZERO_RETURN:
      return "SSL_ERROR_ZERO_RETURN";
    default:
      return "SSL_ERROR_SSL";
  }
}

}  // namespace

NativeError TakeError() {
  uint32_t chosen = 0;
  bool told = false;  // `chosen` is of the TLS layer and says something
  while (const auto error = static_cast<uint32_t>(ERR_get_error())) {
    const bool tells = ERR_GET_LIB(error) == ERR_LIB_SSL && !IsGeneric(error);
    if (chosen == 0 || (tells && !told)) {
      chosen = error;
      told = tells;
    }
  }
  NativeError native;
  if (chosen == 0) return native;
  native.library = ERR_GET_LIB(chosen);
  native.code = ERR_GET_REASON(chosen);
  native.symbol = ReasonSymbol(chosen);
  char text[256];
  ERR_error_string_n(chosen, text, sizeof(text));
  native.text = text;
  return native;
}

NativeError TakeError(const SSL* ssl, int ssl_error) {
  NativeError native = TakeError();
  if (native.code == 0) {
    native.code = ssl_error;
    native.symbol = NameOfSslError(ssl_error);
    native.text = ssl_error == SSL_ERROR_SYSCALL ? "the connection ended" : native.symbol;
  }
  if (native.library == ERR_LIB_SSL && native.code == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    native.verify = SSL_get_verify_result(ssl);
    native.text += std::string(": ") + X509_verify_cert_error_string(native.verify);
  }
  return native;
}

}  // namespace shakedown
