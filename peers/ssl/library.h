// What BoringSSL and OpenSSL do differently: declared here for the shared adapter, defined once in
// each library's own folder. A module links exactly one set of definitions.
#ifndef PEERS_SSL_LIBRARY_H_
#define PEERS_SSL_LIBRARY_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/stack/stack.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// The stack as it is; computed from the library where the library can be asked. Called once.
StackInfo DescribeLibrary();

// The library's own objections to `config`, after the shared ones of CannotExpress found none.
std::optional<std::string> LibraryObjection(const PeerConfig& config);

// Sets versions, cipher suites, groups, signature schemes and the library's own switches. False
// when the library refuses, with its reason in the error queue.
bool SetAlgorithms(SSL_CTX* ctx, const PeerConfig& config);

// Gives `ctx` the certificates a handshake of `config` starts with.
bool SetIdentities(SSL_CTX* ctx, const PeerConfig& config);

// Whether this configuration needs ChooseIdentity to pick a certificate in each handshake.
bool NeedsChoice(const PeerConfig& config);

// Gives one connection the certificate and key of `identity`.
bool UseIdentity(SSL* ssl, const Identity& identity);

// Has OnClientHello (callbacks.h) called with each ClientHello, before anything is decided.
void WatchClientHello(SSL_CTX* ctx);

// What the other side said it can verify, and with which suites it can be authenticated.
struct PeerOffer {
  ProtocolVersion version{};
  std::vector<SignatureScheme> schemes;  // empty before TLS 1.2
  bool rsa = true;                       // an RSA certificate can be used at all
  bool ecdsa = true;                     // an ECDSA or EdDSA certificate can be used at all
};
PeerOffer OfferOf(SSL* ssl, Role role);

// The signature schemes that `capabilities` leave a side to sign with; nothing: the library's own.
std::optional<std::vector<SignatureScheme>> SigningSchemes(const Capabilities& capabilities);

// Fills what only this library's API tells: group, signature schemes, HelloRetryRequest.
void AddNegotiated(const SSL* ssl, Role role, Negotiated* negotiated);

// Whether SSL_get_error's `error` says that the ClientHello callback paused the handshake.
bool PausedByHello(int error);

// A session in the form this library reads back; empty or null if it cannot.
Bytes WriteSession(const SSL_SESSION* session);
SessionHandle ReadSession(View bytes, SSL_CTX* ctx);

// The name of a reason in the library's own spelling ("NO_SHARED_CIPHER").
std::string ReasonSymbol(uint32_t error);

// After the handshake: has the library send what it holds back until the next write.
void SendHeldBack(SSL* ssl);

}  // namespace shakedown

#endif  // PEERS_SSL_LIBRARY_H_
