// The page of a matrix in the parts that stand around its data, in their order: each a text of its
// own, in a language of its own.
#ifndef HARNESS_REPORT_MATRIX_PAGE_PARTS_H_
#define HARNESS_REPORT_MATRIX_PAGE_PARTS_H_

namespace shakedown {

extern const char* const kMatrixPageHead;   // ends where the data begin
extern const char* const kMatrixPageGrid;   // begins where they end
extern const char* const kMatrixPagePanel;  // goes on with its script

}  // namespace shakedown

#endif  // HARNESS_REPORT_MATRIX_PAGE_PARTS_H_
