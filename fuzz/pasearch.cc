// Any text as a report of pasearch: see attls.h for what holds.
#include "fuzz/attls.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) { TryPolicy(attls::Form::kPasearch, input); }

}  // namespace shakedown
