# Defines shakedown::boringssl_ssl (static libssl and libcrypto) and SHAKEDOWN_BORINGSSL_VERSION,
# from the newest source that ./fetch has left in the cache or from a tree of one's own. The
# libraries are built once for each compiler and kept in the cache, without sanitizers.
set(SHAKEDOWN_BORINGSSL_SOURCE_DIR "" CACHE PATH
  "A BoringSSL tree of your own with android-sources.cmake; empty: what peers/boringssl/fetch got")

set(BUILD_FOLDER ${CMAKE_CURRENT_SOURCE_DIR}/build)
if(SHAKEDOWN_BORINGSSL_SOURCE_DIR)
  # A tree that its owner edits: built in our build folder, and again whenever it has changed.
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
  set(LIBRARIES ${CMAKE_BINARY_DIR}/boringssl)
  add_custom_target(boringssl_libraries
    COMMAND ${CMAKE_COMMAND} -S ${BUILD_FOLDER} -B ${LIBRARIES} -G ${CMAKE_GENERATOR}
      -DBORINGSSL_SOURCE_DIR=${TREE} -DCMAKE_BUILD_TYPE=Release
      -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
    COMMAND ${CMAKE_COMMAND} --build ${LIBRARIES}
    BYPRODUCTS ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a
    USES_TERMINAL VERBATIM)
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

  # The folder's name holds all that the libraries depend on.
  file(SHA256 ${BUILD_FOLDER}/CMakeLists.txt RECIPE)
  string(SUBSTRING ${RECIPE} 0 8 RECIPE)
  string(TOLOWER ${CMAKE_CXX_COMPILER_ID}-${CMAKE_CXX_COMPILER_VERSION} COMPILER)
  set(LIBRARIES ${FOLDER}/${COMPILER}-${CMAKE_SYSTEM_PROCESSOR}-${RECIPE})
  add_custom_command(OUTPUT ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a
    COMMAND ${BUILD_FOLDER}/into ${TREE} ${LIBRARIES} ${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}
    COMMENT "BoringSSL ${SHAKEDOWN_BORINGSSL_VERSION}"
    USES_TERMINAL VERBATIM)
  add_custom_target(boringssl_libraries DEPENDS ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a)
endif()

add_library(shakedown_boringssl_ssl INTERFACE)
add_library(shakedown::boringssl_ssl ALIAS shakedown_boringssl_ssl)
add_dependencies(shakedown_boringssl_ssl boringssl_libraries)
target_include_directories(shakedown_boringssl_ssl SYSTEM INTERFACE ${TREE}/src/include)
target_link_libraries(shakedown_boringssl_ssl INTERFACE
  ${LIBRARIES}/libssl.a ${LIBRARIES}/libcrypto.a Threads::Threads)
