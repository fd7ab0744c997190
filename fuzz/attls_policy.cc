// Any text as statements of the policy agent: see attls.h for what holds.
#include "fuzz/attls.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryPolicy(attls::Form::kPolicy, input); }

}  // namespace shakedown
