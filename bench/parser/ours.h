// Our own parser behind the interface of its peers: here from the library as it ships, and in a
// module of its own compiled whole with its caller, as the peers are that come as source.
#ifndef BENCH_PARSER_OURS_H_
#define BENCH_PARSER_OURS_H_

#include "bench/parser/peer.h"

namespace shakedown {

extern const ParserPeer kOurParser;

}  // namespace shakedown

#endif  // BENCH_PARSER_OURS_H_
