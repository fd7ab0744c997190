// A matrix for a person at a terminal: the table where it fits, and what it comes to by cause.
#ifndef HARNESS_REPORT_MATRIX_TERMINAL_H_
#define HARNESS_REPORT_MATRIX_TERMINAL_H_

#include <string>

#include "harness/codes/codes.h"
#include "harness/predict/matrix.h"

namespace shakedown {

struct MatrixLook {
  size_t width = 80;
  bool colour = false;
};

// The table, its legend and the summary. A table that does not fit the width, or is too long to be
// read, is left out, with a line that says how to have it all.
std::string MatrixText(const Matrix& matrix, const Codes& codes, const MatrixLook& look);

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_TERMINAL_H_
