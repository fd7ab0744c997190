// Any text as the output of javax.net.debug: see program_log.h for what holds.
#include "fuzz/program_log.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryLog(LogForm::kJava, input); }

}  // namespace shakedown
