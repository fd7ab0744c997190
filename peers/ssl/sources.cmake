# The adapter's code that BoringSSL and OpenSSL share: compiled into each of their modules, against
# that library's own headers.
set(SHAKEDOWN_SSL_SOURCES
  callbacks.cc cannot_express.cc choose_identity.cc context.cc errors.cc fingerprint.cc parsed.cc
  peer.cc stack.cc wire_bio.cc)
list(TRANSFORM SHAKEDOWN_SSL_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
