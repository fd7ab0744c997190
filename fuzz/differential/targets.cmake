# The differential targets: our parser of a ClientHello and another library's on the same bytes, one
# library a program.
set(DIFFERENTIAL ${CMAKE_CURRENT_LIST_DIR})

# The ledger as a string literal.
function(shakedown_ledger NAME)
  file(READ ${DIFFERENTIAL}/${NAME}.ledger LEDGER)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${DIFFERENTIAL}/${NAME}.ledger)
  file(CONFIGURE OUTPUT ${NAME}_ledger.inc CONTENT "R\"ledger(@LEDGER@)ledger\"\n" @ONLY)
endfunction()

# shakedown_differential(<library> <what to link>...) makes the target client_hello_<library>.
function(shakedown_differential NAME)
  shakedown_ledger(${NAME})
  add_library(differential_${NAME} STATIC ${DIFFERENTIAL}/compare.cc ${DIFFERENTIAL}/ledger.cc
    ${DIFFERENTIAL}/${NAME}.cc)
  target_include_directories(differential_${NAME} PUBLIC ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(differential_${NAME} PUBLIC shakedown_wire ${ARGN})
  shakedown_fuzz_target(client_hello_${NAME} DEPENDS differential_${NAME} DICTIONARY tls.dict
    FORM kStream)
endfunction()

function(shakedown_differential_left_out NAME HOW)
  message(STATUS "Fuzz target client_hello_${NAME}: left out; to have it: ${HOW}")
  if(SHAKEDOWN_FUZZ)
    # ./dev fuzz asks for every target by name, and skips one that leaves no program.
    add_custom_target(client_hello_${NAME}_fuzz)
  endif()
endfunction()

if(TARGET shakedown::boringssl_deterministic)
  shakedown_differential(boringssl shakedown::boringssl_deterministic)
else()
  shakedown_differential_left_out(boringssl "peers/boringssl/fetch, then ./dev fuzz")
endif()
find_package(OpenSSL 3.0)
if(OPENSSL_FOUND)
  shakedown_differential(openssl OpenSSL::SSL OpenSSL::Crypto)
else()
  shakedown_differential_left_out(openssl "apt-get install libssl-dev, then ./dev fuzz")
endif()

if(SHAKEDOWN_TESTS)
  add_executable(ledger_test ${DIFFERENTIAL}/ledger.cc ${DIFFERENTIAL}/ledger_test.cc)
  target_link_libraries(ledger_test PRIVATE GTest::gmock_main)
  set_target_properties(ledger_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ledger_test COMMAND ledger_test)
endif()
