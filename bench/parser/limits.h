// What no parser can undercut, behind the interface of one.
#ifndef BENCH_PARSER_LIMITS_H_
#define BENCH_PARSER_LIMITS_H_

#include <span>

#include "bench/parser/peer.h"

namespace shakedown {

std::span<const ParserPeer> Limits();

}  // namespace shakedown

#endif  // BENCH_PARSER_LIMITS_H_
