// Any text as a trace of System SSL: see program_log.h for what holds.
#include "fuzz/program_log.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryLog(LogForm::kCtrace, input); }

}  // namespace shakedown
