// Any text as the output of curl -v or --trace: see program_log.h for what holds.
#include "fuzz/program_log.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryLog(LogForm::kCurl, input); }

}  // namespace shakedown
