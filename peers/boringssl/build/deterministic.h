// BoringSSL's random generator as a function of a counter, for programs that link libdeterministic.a
// before libcrypto.a. Everything else of the library, all its checks included, is as ever.
#ifndef PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_
#define PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_

#ifdef __cplusplus
extern "C" {
#endif

// Starts the calling thread's random stream over: what follows is the same after every call.
void ShakedownRestartRandom(void);

#ifdef __cplusplus
}
#endif

#endif  // PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_
