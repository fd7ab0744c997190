// The one interface behind which every parser is measured: our own (ours.cc) and each peer, a file
// and a module of its own, so that an absent library leaves out that peer and nothing else.
#ifndef BENCH_PARSER_PEER_H_
#define BENCH_PARSER_PEER_H_

#include <cstddef>
#include <cstdint>

namespace shakedown {

// A ClientHello function is given one whole record with one whole ClientHello, whose two headers
// are sound; what is inside may be hostile. It says whether the parser accepts it.
using ClientHelloParser = bool (*)(const uint8_t* record, size_t size);

// A stream function is given whole records and returns how many records (or messages) it found.
using StreamParser = size_t (*)(const uint8_t* stream, size_t size);

inline constexpr size_t kHelloMessageAt = 5, kHelloBodyAt = 9;

// What a parser cannot do is null.
struct ParserPeer {
  const char* name;
  const char* remark;  // what it does more, or checks less, than the others of its level

  ClientHelloParser client_hello_index;  // structure, and where each extension is
  ClientHelloParser client_hello_deep;   // known extensions decoded and checked as well
  ClientHelloParser client_hello_whole;  // with the connection object that the library insists on
  StreamParser frame;                    // records
  StreamParser reassemble;               // records to whole handshake messages
  StreamParser flight;                   // the same, each message of a TLS 1.2 server decoded
};

// What each module exports as "ParserPeers".
using ParserPeersOf = const ParserPeer* (*)(size_t* count);

// Used makes the compiler write `value` out, as for a caller that reads all of it.
template <typename T>
inline void Used(const T& value) {
  asm volatile("" : : "m"(value) : "memory");
}

}  // namespace shakedown

#define SHAKEDOWN_PARSER_PEERS(list)                                                          \
  extern "C" __attribute__((visibility("default"))) const shakedown::ParserPeer* ParserPeers( \
      size_t* count) {                                                                        \
    *count = sizeof(list) / sizeof((list)[0]);                                                \
    return list;                                                                              \
  }

#endif  // BENCH_PARSER_PEER_H_
