#include "deterministic.h"

#include <openssl/mem.h>
#include <openssl/rand.h>

#include "crypto/internal.h"

// RAND_reset_for_fuzzing sets back the source of seeds alone. The generator that is seeded from it
// belongs to the thread; without one, the next draw makes it.
ShakedownRandom ShakedownSwapRandom(ShakedownRandom next) {
  ShakedownRandom before = CRYPTO_get_thread_local(OPENSSL_THREAD_LOCAL_RAND);
  // Without it, the generator would mix in what the kernel says of forks.
  RAND_enable_fork_unsafe_buffering(-1);
  CRYPTO_set_thread_local(OPENSSL_THREAD_LOCAL_RAND, next, OPENSSL_free);
  if (next == NULL) RAND_reset_for_fuzzing();
  return before;
}

void ShakedownFreeRandom(ShakedownRandom random) { OPENSSL_free(random); }
