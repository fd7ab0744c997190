// Any text as a network log of Chrome: see program_log.h for what holds.
#include "fuzz/program_log.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryLog(LogForm::kNetLog, input); }

}  // namespace shakedown
