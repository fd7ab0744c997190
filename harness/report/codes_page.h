// All tables of codes as one page for a browser: self-contained, searched by a script of its own.
#ifndef HARNESS_REPORT_CODES_PAGE_H_
#define HARNESS_REPORT_CODES_PAGE_H_

#include <string>

#include "harness/codes/codes.h"
#include "harness/explain/lookup.h"

namespace shakedown {

// HTML that loads nothing from elsewhere.
std::string CodesPage(const Lookup& lookup, const Codes& codes);

}  // namespace shakedown

#endif  // HARNESS_REPORT_CODES_PAGE_H_
