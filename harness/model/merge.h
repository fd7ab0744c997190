// How one object of a scenario is laid over another.
#ifndef HARNESS_MODEL_MERGE_H_
#define HARNESS_MODEL_MERGE_H_

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "harness/model/node.h"

namespace shakedown {

// Lays `over` over `base`: objects member by member, everything else replaced. Unlike RFC 7396 a
// null stays, since for some fields it says something ("server_name": none is sent); a field's
// reader decides whether a null means absent.
//
// Where `over` gives another "outcome" under "expect", the fields of the base's "expect" that the
// new outcome cannot have (see DropUnfit) go.
Node Merge(const Node& base, const Node& over);

// The same for two "expect" objects.
Node MergeExpect(const Node& base, const Node& over);

// Removes from `expect` what an outcome other than `former` cannot have or has not been asked for:
// with "agreed" the side, the alerts, the cause, the phase and the codes; with "closed", "stalled",
// "crashed" and "inexpressible" the alerts; with the last three the side; and with any outcome
// after an agreed one what was to be agreed. Members in `keep` stay.
void DropUnfit(std::string_view former, const std::set<std::string, std::less<>>& keep,
               Node* expect);

}  // namespace shakedown

#endif  // HARNESS_MODEL_MERGE_H_
