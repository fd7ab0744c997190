// BoringSSL's random generator as a function of a counter, for programs that link
// libdeterministic.a before libcrypto.a. Everything else of the library, all its checks included,
// is as ever.
#ifndef PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_
#define PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_

#ifdef __cplusplus
extern "C" {
#endif

// A random stream, at some place in it. Null is the beginning, which is always the same.
typedef void* ShakedownRandom;

// Goes on from `next`, which it takes, and gives back the stream that was in use. For the calling
// thread; no two threads may do it at once.
ShakedownRandom ShakedownSwapRandom(ShakedownRandom next);

void ShakedownFreeRandom(ShakedownRandom random);

#ifdef __cplusplus
}
#endif

#endif  // PEERS_BORINGSSL_BUILD_DETERMINISTIC_H_
