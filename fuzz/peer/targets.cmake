# The targets client_bytes and server_bytes: a real BoringSSL peer on one side, bytes on the other.
#   <name>_replay  the plain program, which also measures and fails when the target has gone dead
#   <name>_fuzz    with libFuzzer, when SHAKEDOWN_FUZZ is on, over an instrumented BoringSSL
#   peer_seeds     makes the corpora of both from the shipped scenarios
if(NOT TARGET shakedown::boringssl_deterministic)
  message(STATUS "Fuzz targets client_bytes and server_bytes: left out; to have them: "
    "peers/boringssl/fetch, then ./dev fuzz")
  if(SHAKEDOWN_FUZZ)
    # ./dev fuzz asks for every target by name, and skips one that leaves no program.
    add_custom_target(client_bytes_fuzz)
    add_custom_target(server_bytes_fuzz)
  endif()
  return()
endif()

file(READ ${CMAKE_CURRENT_LIST_DIR}/credentials.pem CREDENTIALS)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_LIST_DIR}/credentials.pem)
file(CONFIGURE OUTPUT credentials.inc CONTENT "R\"pem(@CREDENTIALS@)pem\"\n" @ONLY)

# Objects, not an archive: what stands in for BoringSSL's functions is nowhere asked for by name.
add_library(peer_side OBJECT
  ${CMAKE_CURRENT_LIST_DIR}/contexts.cc ${CMAKE_CURRENT_LIST_DIR}/credentials.cc
  ${CMAKE_CURRENT_LIST_DIR}/remembered.cc ${CMAKE_CURRENT_LIST_DIR}/side.cc ${CMAKE_SOURCE_DIR}/peers/ssl/wire_bio.cc)
target_include_directories(peer_side PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
target_link_libraries(peer_side PUBLIC tls_mutator shakedown::boringssl_deterministic fmt::fmt)
foreach(FUNCTION X25519 X25519_keypair ED25519_sign ED25519_verify EC_POINT_mul ECDSA_sign
        ECDSA_verify RSA_sign RSA_sign_pss_mgf1 RSA_verify RSA_verify_pss_mgf1 RSA_decrypt
        X509_parse_from_buffer)
  target_link_options(peer_side INTERFACE -Wl,--wrap=${FUNCTION})
endforeach()

set(FORM_client_bytes kClientBytes)
set(FORM_server_bytes kServerBytes)
foreach(NAME client_bytes server_bytes)
  string(TOUPPER SHAKEDOWN_${NAME} DEFINITION)
  add_executable(${NAME}_replay ${NAME}.cc ${CMAKE_CURRENT_LIST_DIR}/liveness.cc)
  target_compile_definitions(${NAME}_replay PRIVATE ${DEFINITION})
  target_link_libraries(${NAME}_replay PRIVATE peer_side fuzz_inputs)
  set(PROGRAMS ${NAME}_replay)
  if(SHAKEDOWN_TESTS)
    add_test(NAME ${NAME}_replay COMMAND ${NAME}_replay ${CMAKE_SOURCE_DIR}/corpus/${NAME})
  endif()
  if(SHAKEDOWN_FUZZ)
    target_sources(${NAME}_replay PRIVATE ${ASAN_DEFAULTS})
    add_executable(${NAME}_fuzz ${NAME}.cc ${ASAN_DEFAULTS})
    target_link_options(${NAME}_fuzz PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${NAME}_fuzz PRIVATE peer_side)
    shakedown_mutate_as(${NAME}_fuzz ${FORM_${NAME}})
    list(APPEND PROGRAMS ${NAME}_fuzz)
  endif()
  # The sanitized presets for tests are not optimised, and this is all about speed.
  foreach(PROGRAM ${PROGRAMS})
    target_compile_options(${PROGRAM} PRIVATE -O2)
  endforeach()
endforeach()
target_compile_options(peer_side PRIVATE -O2)

if(SHAKEDOWN_TESTS)
  add_executable(fuzz_options_test ${CMAKE_CURRENT_LIST_DIR}/options_test.cc)
  target_link_libraries(fuzz_options_test PRIVATE tls_mutator GTest::gmock_main)
  set_target_properties(fuzz_options_test PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME fuzz_options_test COMMAND fuzz_options_test)
endif()

if(TARGET shakedown_cli)
  add_executable(peer_seeds EXCLUDE_FROM_ALL
    ${CMAKE_CURRENT_LIST_DIR}/make_seeds.cc ${CMAKE_CURRENT_LIST_DIR}/scenario_options.cc)
  target_link_libraries(peer_seeds PRIVATE peer_side shakedown_cli)
  get_property(STACKS GLOBAL PROPERTY SHAKEDOWN_STACKS)
  add_dependencies(peer_seeds forge ${STACKS})
endif()
