// How a cell of a matrix is told, alike in every form of the report.
#ifndef HARNESS_REPORT_MATRIX_WORDS_H_
#define HARNESS_REPORT_MATRIX_WORDS_H_

#include <string>

#include "harness/predict/matrix.h"

namespace shakedown {

// "ok", the number of the alert, "--" for an end without one, "?" beyond the rules.
std::string CellText(const MatrixResult& result);

// "refused by the server, alert 40 handshake_failure"; "ended by the client without an alert".
std::string Sentence(const MatrixResult& result);

// "40 handshake_failure", or "" without an alert.
std::string AlertText(const MatrixResult& result);

// What a step settled on, by name; "" for nothing.
std::string ChosenText(const Step& step);

// The step that fails; null: none does.
const Step* FailedStep(const MatrixResult& result);

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_WORDS_H_
