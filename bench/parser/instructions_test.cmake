# Holds what one real ClientHello may cost, deep, to a bound: the instructions of two runs of
# count_instructions under callgrind that differ in nothing but how many hellos they parse.
#
#   cmake -DPROGRAM=count_instructions -DFOLDER=for-profiles -DMOST=600 [-DSKIP=reason] -P this-file
cmake_minimum_required(VERSION 3.25)

if(SKIP)
  message(NOTICE "skipped: ${SKIP}")
  return()
endif()
find_program(VALGRIND valgrind)
if(NOT VALGRIND)
  message(NOTICE "skipped: no valgrind here (apt-get install valgrind)")
  return()
endif()

# count(<hellos> <variable>) sets the variable to the instructions of the whole run.
function(count HELLOS RESULT)
  set(PROFILE ${FOLDER}/instructions_test.${HELLOS})
  execute_process(
    COMMAND ${VALGRIND} -q --tool=callgrind --callgrind-out-file=${PROFILE} ${PROGRAM} ${HELLOS}
    COMMAND_ERROR_IS_FATAL ANY)
  file(STRINGS ${PROFILE} TOTAL REGEX "^totals: [0-9]+$")
  if(NOT TOTAL)
    message(FATAL_ERROR "callgrind counted nothing")
  endif()
  string(REPLACE "totals: " "" TOTAL "${TOTAL}")
  set(${RESULT} ${TOTAL} PARENT_SCOPE)
endfunction()

# What it takes to start is in both.
count(900 FEW)
count(1800 MANY)
math(EXPR EACH "(${MANY} - ${FEW}) / 900")
message(NOTICE "${EACH} instructions for a real ClientHello, deep; at most ${MOST}")
# Nobody reads 300 bytes in fewer than 100: then the parser did not run.
if(EACH GREATER MOST OR EACH LESS 100)
  message(FATAL_ERROR "out of bounds")
endif()
