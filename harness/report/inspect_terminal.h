// Inspected conversations for people: a line a message, then every record and message as a tree.
#ifndef HARNESS_REPORT_INSPECT_TERMINAL_H_
#define HARNESS_REPORT_INSPECT_TERMINAL_H_

#include <string>

#include "harness/inspect/inspected.h"

namespace shakedown {

struct InspectLook {
  bool colour = false;
  size_t width = 80;              // columns; at least 40 are used
  bool trees = true;              // else only the line a message
  std::string source = "packet";  // what numbers in `InspectedItem::source` count
};

// The text of one conversation, `number` its place in the input.
std::string InspectText(const InspectedConversation& conversation, size_t number,
                        const InspectLook& look);

}  // namespace shakedown

#endif  // HARNESS_REPORT_INSPECT_TERMINAL_H_
