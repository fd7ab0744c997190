// What AddressSanitizer does in the fuzz build unless ASAN_OPTIONS says otherwise. Telling apart
// the stacks of every allocation, and keeping 256 MB of freed memory, which pushes everything out
// of the caches, take more than half of a target's time. A use of freed memory is still seen as
// long as no more than this was freed since. For a report with all there is to know, replay the
// input:
//   ASAN_OPTIONS=malloc_context_size=30:quarantine_size_mb=256 build/fuzz/NAME_replay INPUT
extern "C" const char* __asan_default_options() {
  return "malloc_context_size=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=128";
}
