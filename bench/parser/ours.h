// Our own parser behind the interface of its peers.
#ifndef BENCH_PARSER_OURS_H_
#define BENCH_PARSER_OURS_H_

#include "bench/parser/peer.h"

namespace shakedown {

extern const ParserPeer kOurParser;

}  // namespace shakedown

#endif  // BENCH_PARSER_OURS_H_
