// Parses the nine real hellos deep, one after the other, as often as it is told. Two runs under
// callgrind that differ in nothing but how often give the instructions of one hello.
//
// Usage: count_instructions HELLOS

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "bench/parser/inputs.h"
#include "bench/parser/ours.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: count_instructions HELLOS\n");
    return 2;
  }
  try {
    const shakedown::Hellos hellos = shakedown::NineHellos();
    for (size_t left = std::strtoul(argv[1], nullptr, 10); left != 0;) {
      for (size_t i = 0; i < hellos.size() && left != 0; ++i, --left) {
        if (!shakedown::kOurParser.client_hello_deep(hellos[i].data(), hellos[i].size())) {
          std::fprintf(stderr, "count_instructions: a real hello is refused\n");
          return 1;
        }
      }
    }
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "count_instructions: %s\n", problem.what());
    return 2;
  }
  return 0;
}
