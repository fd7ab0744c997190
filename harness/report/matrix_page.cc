#include "harness/report/matrix_page.h"

#include "harness/report/matrix_json.h"
#include "harness/report/matrix_page_parts.h"

namespace shakedown {

void WriteMatrixPage(const Matrix& matrix, const Codes& codes, const Sink& sink) {
  sink(kMatrixPageHead);
  WriteMatrixJson(matrix, codes, [&sink](std::string_view part) {
    // Nothing in it may end the element that holds it.
    for (size_t at = part.find('<'); at != std::string_view::npos; at = part.find('<')) {
      sink(part.substr(0, at));
      sink("\\u003c");
      part.remove_prefix(at + 1);
    }
    sink(part);
  });
  sink(kMatrixPageGrid);
  sink(kMatrixPagePanel);
}

}  // namespace shakedown
