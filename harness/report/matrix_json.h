// A matrix as JSON, in the form of scenarios/matrix.schema.json.
#ifndef HARNESS_REPORT_MATRIX_JSON_H_
#define HARNESS_REPORT_MATRIX_JSON_H_

#include "harness/codes/codes.h"
#include "harness/predict/matrix.h"
#include "harness/report/whole_file.h"

namespace shakedown {

// Gives the document to `sink`, a line a side, result or row of cells.
void WriteMatrixJson(const Matrix& matrix, const Codes& codes, const Sink& sink);

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_JSON_H_
