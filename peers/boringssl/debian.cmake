# Defines shakedown::boringssl_debian, SHAKEDOWN_BORINGSSL_DEBIAN_VERSION and
# SHAKEDOWN_BORINGSSL_DEBIAN_FOLDER where Debian's android-libboringssl-dev is installed. It has no
# pkg-config file, and its folders are none of the usual ones.
set(SHAKEDOWN_BORINGSSL_DEBIAN_FOLDER /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/android)
find_path(SHAKEDOWN_BORINGSSL_DEBIAN_INCLUDE openssl/is_boringssl.h
  PATHS /usr/include/android NO_DEFAULT_PATH)
find_library(SHAKEDOWN_BORINGSSL_DEBIAN_SSL ssl
  PATHS ${SHAKEDOWN_BORINGSSL_DEBIAN_FOLDER} NO_DEFAULT_PATH)
find_library(SHAKEDOWN_BORINGSSL_DEBIAN_CRYPTO crypto
  PATHS ${SHAKEDOWN_BORINGSSL_DEBIAN_FOLDER} NO_DEFAULT_PATH)
mark_as_advanced(SHAKEDOWN_BORINGSSL_DEBIAN_INCLUDE SHAKEDOWN_BORINGSSL_DEBIAN_SSL
  SHAKEDOWN_BORINGSSL_DEBIAN_CRYPTO)
if(NOT SHAKEDOWN_BORINGSSL_DEBIAN_INCLUDE OR NOT SHAKEDOWN_BORINGSSL_DEBIAN_SSL OR
   NOT SHAKEDOWN_BORINGSSL_DEBIAN_CRYPTO)
  return()
endif()

# Upstream's version: the packaging's own number after the last dash says nothing of the library.
execute_process(COMMAND dpkg-query -W -f=\${Version} android-libboringssl-dev
  OUTPUT_VARIABLE SHAKEDOWN_BORINGSSL_DEBIAN_VERSION ERROR_QUIET)
string(REGEX REPLACE "-[^-]*$" "" SHAKEDOWN_BORINGSSL_DEBIAN_VERSION
  "${SHAKEDOWN_BORINGSSL_DEBIAN_VERSION}")
if(NOT SHAKEDOWN_BORINGSSL_DEBIAN_VERSION)
  set(SHAKEDOWN_BORINGSSL_DEBIAN_VERSION unknown)
endif()

add_library(shakedown_boringssl_debian INTERFACE)
add_library(shakedown::boringssl_debian ALIAS shakedown_boringssl_debian)
target_include_directories(shakedown_boringssl_debian SYSTEM INTERFACE
  ${SHAKEDOWN_BORINGSSL_DEBIAN_INCLUDE})
target_link_libraries(shakedown_boringssl_debian INTERFACE
  ${SHAKEDOWN_BORINGSSL_DEBIAN_SSL} ${SHAKEDOWN_BORINGSSL_DEBIAN_CRYPTO} Threads::Threads)
