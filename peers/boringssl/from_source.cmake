# Defines shakedown::boringssl_ssl (static libssl and libcrypto) and SHAKEDOWN_BORINGSSL_VERSION,
# from the newest source that ./fetch has left in the cache or from a tree of one's own. The
# libraries are built once for each compiler and kept in the cache, without sanitizers.
#
# shakedown::boringssl_deterministic is the same with a random source that starts over when told
# (build/deterministic.h). With SHAKEDOWN_FUZZ its parts that read a peer's bytes are instrumented.
set(SHAKEDOWN_BORINGSSL_SOURCE_DIR "" CACHE PATH
  "A BoringSSL tree of your own with android-sources.cmake; empty: what peers/boringssl/fetch got")
option(SHAKEDOWN_FUZZ_ALL_ASAN
  "SHAKEDOWN_FUZZ: AddressSanitizer in BoringSSL's arithmetic and ciphers too; slower" OFF)

set(BUILD_FOLDER ${CMAKE_CURRENT_SOURCE_DIR}/build)
if(SHAKEDOWN_BORINGSSL_SOURCE_DIR)
  get_filename_component(TREE ${SHAKEDOWN_BORINGSSL_SOURCE_DIR} ABSOLUTE
    BASE_DIR ${CMAKE_SOURCE_DIR})
  if(NOT EXISTS ${TREE}/android-sources.cmake)
    message(FATAL_ERROR "SHAKEDOWN_BORINGSSL_SOURCE_DIR=${TREE} has no android-sources.cmake")
  endif()
  set(SHAKEDOWN_BORINGSSL_VERSION own)
  if(EXISTS ${TREE}/BORINGSSL_REVISION)
    file(STRINGS ${TREE}/BORINGSSL_REVISION REVISION LIMIT_COUNT 1)
    string(SUBSTRING "${REVISION}" 0 12 SHAKEDOWN_BORINGSSL_VERSION)
  endif()
else()
  set(CACHE_FOLDER $ENV{XDG_CACHE_HOME})
  if(NOT CACHE_FOLDER)
    set(CACHE_FOLDER $ENV{HOME}/.cache)
  endif()
  file(GLOB FOUND ${CACHE_FOLDER}/shakedown/boringssl-*/VERSION)
  if(NOT FOUND)
    return()
  endif()
  list(SORT FOUND COMPARE NATURAL ORDER DESCENDING)
  list(GET FOUND 0 NEWEST)
  file(STRINGS ${NEWEST} SHAKEDOWN_BORINGSSL_VERSION LIMIT_COUNT 1)
  get_filename_component(FOLDER ${NEWEST} DIRECTORY)
  set(TREE ${FOLDER}/src)
endif()

# shakedown_boringssl_libraries(<variant> <out>) makes the target boringssl_libraries_<variant> that
# builds the libraries of that variant (build/CMakeLists.txt), and sets <out> to their folder.
function(shakedown_boringssl_libraries VARIANT OUT)
  set(TARGET boringssl_libraries_${VARIANT})
  if(SHAKEDOWN_BORINGSSL_SOURCE_DIR)
    # A tree that its owner edits: built in our build folder, and again whenever it has changed.
    set(LIBRARIES ${CMAKE_BINARY_DIR}/boringssl-${VARIANT})
    add_custom_target(${TARGET}
      COMMAND ${CMAKE_COMMAND} -S ${BUILD_FOLDER} -B ${LIBRARIES} -G ${CMAKE_GENERATOR}
        -DBORINGSSL_SOURCE_DIR=${TREE} -DBORINGSSL_VARIANT=${VARIANT} -DCMAKE_BUILD_TYPE=Release
        -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
      COMMAND ${CMAKE_COMMAND} --build ${LIBRARIES}
      BYPRODUCTS ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a ${LIBRARIES}/libdeterministic.a
      USES_TERMINAL VERBATIM)
  else()
    # The folder's name holds all that the libraries depend on.
    set(RECIPE)
    foreach(FILE CMakeLists.txt deterministic.c deterministic.h)
      file(SHA256 ${BUILD_FOLDER}/${FILE} HASH)
      string(APPEND RECIPE ${HASH})
    endforeach()
    string(SHA256 RECIPE ${RECIPE})
    string(SUBSTRING ${RECIPE} 0 8 RECIPE)
    string(TOLOWER ${CMAKE_CXX_COMPILER_ID}-${CMAKE_CXX_COMPILER_VERSION} COMPILER)
    set(LIBRARIES ${FOLDER}/${COMPILER}-${CMAKE_SYSTEM_PROCESSOR}-${VARIANT}-${RECIPE})
    set(FILES ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a ${LIBRARIES}/libdeterministic.a)
    add_custom_command(OUTPUT ${FILES}
      COMMAND ${BUILD_FOLDER}/into ${TREE} ${LIBRARIES} ${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}
        ${VARIANT}
      COMMENT "BoringSSL ${SHAKEDOWN_BORINGSSL_VERSION}, ${VARIANT}"
      USES_TERMINAL VERBATIM)
    add_custom_target(${TARGET} DEPENDS ${FILES})
  endif()
  set(${OUT} ${LIBRARIES} PARENT_SCOPE)
endfunction()

shakedown_boringssl_libraries(plain LIBRARIES)
add_library(shakedown_boringssl_ssl INTERFACE)
add_library(shakedown::boringssl_ssl ALIAS shakedown_boringssl_ssl)
add_dependencies(shakedown_boringssl_ssl boringssl_libraries_plain)
target_include_directories(shakedown_boringssl_ssl SYSTEM INTERFACE ${TREE}/src/include)
target_link_libraries(shakedown_boringssl_ssl INTERFACE
  ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a Threads::Threads)

set(VARIANT plain)
if(SHAKEDOWN_FUZZ)
  set(VARIANT split)
  if(SHAKEDOWN_FUZZ_ALL_ASAN)
    set(VARIANT all)
  endif()
  shakedown_boringssl_libraries(${VARIANT} LIBRARIES)
endif()
add_library(shakedown_boringssl_deterministic INTERFACE)
add_library(shakedown::boringssl_deterministic ALIAS shakedown_boringssl_deterministic)
add_dependencies(shakedown_boringssl_deterministic boringssl_libraries_${VARIANT})
target_include_directories(shakedown_boringssl_deterministic SYSTEM INTERFACE
  ${TREE}/src/include ${BUILD_FOLDER})
target_link_libraries(shakedown_boringssl_deterministic INTERFACE ${LIBRARIES}/libssl.a
  ${LIBRARIES}/libdeterministic.a ${LIBRARIES}/libcrypto.a Threads::Threads)
