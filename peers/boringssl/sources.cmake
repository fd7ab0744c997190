# What differs from OpenSSL; with the shared code it makes one module for each BoringSSL. The module
# defines SHAKEDOWN_BORINGSSL_NAME and SHAKEDOWN_BORINGSSL_VERSION as string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../ssl/sources.cmake)
set(SHAKEDOWN_BORINGSSL_SOURCES
  algorithms.cc faulty_key.cc identities.cc objections.cc report.cc tables.cc)
list(TRANSFORM SHAKEDOWN_BORINGSSL_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
list(APPEND SHAKEDOWN_BORINGSSL_SOURCES ${SHAKEDOWN_SSL_SOURCES})
