// Any text as the output of s_client or s_server: see program_log.h for what holds.
#include "fuzz/program_log.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryLog(LogForm::kOpenssl, input); }

}  // namespace shakedown
