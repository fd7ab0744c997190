// What no parser can undercut: touching one cache line of each record, reading every byte.

#include "bench/parser/limits.h"

#include <cstring>

namespace shakedown {
namespace {

constexpr size_t kHeader = 5;

// For records of one size, so that no address waits for what was read at another.
size_t TouchEachRecord(const uint8_t* stream, size_t size) {
  const size_t step = kHeader + (size_t{stream[3]} << 8 | stream[4]);
  size_t count = 0;
  for (size_t at = 0; at + kHeader <= size; at += step) {
    const uint8_t type = stream[at];
    asm volatile("" : : "r"(type));
    ++count;
  }
  return count;
}

uint64_t Sum(const uint8_t* bytes, size_t size) {
  uint64_t sums[4] = {}, words[4];
  size_t at = 0;
  for (; at + sizeof words <= size; at += sizeof words) {
    std::memcpy(words, bytes + at, sizeof words);
    for (int i = 0; i < 4; ++i) sums[i] ^= words[i];
  }
  uint64_t sum = sums[0] ^ sums[1] ^ sums[2] ^ sums[3];
  for (; at < size; ++at) sum ^= bytes[at];
  return sum;
}

bool ReadHello(const uint8_t* record, size_t size) {
  Used(Sum(record, size));
  return true;
}

size_t ReadStream(const uint8_t* stream, size_t size) {
  Used(Sum(stream, size));
  return size / (kHeader + (size_t{stream[3]} << 8 | stream[4]));
}

constexpr ParserPeer kPeers[] = {{"touch-each-record", "a limit, no parser", nullptr, nullptr,
                                  nullptr, TouchEachRecord, nullptr, nullptr},
                                 {"read-every-byte", "a limit, no parser", ReadHello, nullptr,
                                  nullptr, ReadStream, nullptr, nullptr}};

}  // namespace

std::span<const ParserPeer> Limits() { return kPeers; }

}  // namespace shakedown
