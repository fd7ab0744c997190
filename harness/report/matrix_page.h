// A matrix as one page for a browser: self-contained, filtered and drawn by a script of its own.
#ifndef HARNESS_REPORT_MATRIX_PAGE_H_
#define HARNESS_REPORT_MATRIX_PAGE_H_

#include "harness/codes/codes.h"
#include "harness/predict/matrix.h"
#include "harness/report/whole_file.h"

namespace shakedown {

// Gives HTML that loads nothing from elsewhere to `sink`. The page holds the document of
// WriteMatrixJson and makes elements only for the cells that are in sight.
void WriteMatrixPage(const Matrix& matrix, const Codes& codes, const Sink& sink);

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_PAGE_H_
