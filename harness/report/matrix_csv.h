// A matrix as CSV (RFC 4180): a row a cell.
#ifndef HARNESS_REPORT_MATRIX_CSV_H_
#define HARNESS_REPORT_MATRIX_CSV_H_

#include "harness/predict/matrix.h"
#include "harness/report/whole_file.h"

namespace shakedown {

// Gives the rows to `sink`, first the names of the columns. Lines end as the RFC says, with CR LF.
void WriteMatrixCsv(const Matrix& matrix, const Sink& sink);

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_CSV_H_
