#include "deterministic.h"

#include <openssl/mem.h>
#include <openssl/rand.h>

#include "crypto/internal.h"

void ShakedownRestartRandom(void) {
  // Without it, the generator would mix in what the kernel says of forks.
  RAND_enable_fork_unsafe_buffering(-1);
  // RAND_reset_for_fuzzing sets back the source of seeds alone; the generator that has been seeded
  // from it belongs to the thread. Without one, the next draw makes it anew.
  void* generator = CRYPTO_get_thread_local(OPENSSL_THREAD_LOCAL_RAND);
  CRYPTO_set_thread_local(OPENSSL_THREAD_LOCAL_RAND, NULL, OPENSSL_free);
  OPENSSL_free(generator);
  RAND_reset_for_fuzzing();
}
