// Any text as a rule in YAML: see attls.h for what holds.
#include "fuzz/attls.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryPolicy(attls::Form::kEasyAttls, input); }

}  // namespace shakedown
