// Two parsers in Rust, from one static library with a C ABI (rust/lib.rs).

#include "bench/parser/peer.h"

extern "C" {
bool tls_parser_client_hello(const uint8_t* record, size_t size);
size_t tls_parser_frame(const uint8_t* stream, size_t size);
size_t tls_parser_reassemble(const uint8_t* stream, size_t size);
size_t tls_parser_flight(const uint8_t* stream, size_t size);
bool rustls_client_hello(const uint8_t* record, size_t size);
size_t rustls_frame(const uint8_t* stream, size_t size);
size_t rustls_flight(const uint8_t* stream, size_t size);
}

namespace shakedown {
namespace {

constexpr ParserPeer kPeers[] = {
    {"tls-parser", "lenient: no check for duplicates, few of contents", nullptr,
     tls_parser_client_hello, nullptr, tls_parser_frame, tls_parser_reassemble, tls_parser_flight},
    {"rustls", "owns its data; duplicates are checked later, by the connection", nullptr,
     rustls_client_hello, nullptr, rustls_frame, rustls_flight, rustls_flight}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
