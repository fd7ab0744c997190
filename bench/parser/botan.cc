// Botan 2's ClientHello, which owns all that it decodes and throws what it refuses.

#include <botan/tls_messages.h>

#include <exception>
#include <vector>

#include "bench/parser/peer.h"

namespace shakedown {
namespace {

bool Deep(const uint8_t* record, size_t size) {
  // It takes a vector; one that keeps its memory costs no more than the copy.
  static std::vector<uint8_t> body;
  body.assign(record + kHelloBodyAt, record + size);
  try {
    const Botan::TLS::Client_Hello hello(body);
    Used(hello);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

constexpr ParserPeer kPeers[] = {{"botan", "Client_Hello: owns its data; throws what it refuses",
                                  nullptr, Deep, nullptr, nullptr, nullptr, nullptr}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
