// The SSL_CTX objects of the peers under test: made once each, and nothing of a run stays in them.
#ifndef FUZZ_PEER_CONTEXTS_H_
#define FUZZ_PEER_CONTEXTS_H_

#include <vector>

#include "fuzz/peer/options.h"
#include "harness/wire/role.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// The context that fits `options`, for ever. There are at most 128: the rest of the options is set
// on the connection. Its sessions go to OnSession, its server asks ChooseProtocol (side.cc).
SSL_CTX* ContextOf(Role role, const SideOptions& options);

// What the three numbers stand for; make_seeds chooses by them.
struct GroupList {
  std::vector<int> nids;
  std::vector<uint16_t> groups;
};
const char* SuiteList(uint8_t number);                                 // OpenSSL's names
const GroupList& GroupsOf(uint8_t number);                             // in order of preference
const std::vector<uint16_t>& SchemesOf(uint8_t number);                // empty: BoringSSL's own
const std::vector<std::vector<uint8_t>>& ProtocolsOf(uint8_t number);  // ALPN

// Callbacks of a context, about the connection in question.
int OnSession(SSL* ssl, SSL_SESSION* session);
int ChooseProtocol(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                   unsigned in_size, void*);

}  // namespace shakedown

#endif  // FUZZ_PEER_CONTEXTS_H_
