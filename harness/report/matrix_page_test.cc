#include "harness/report/matrix_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/codes/test_tables.h"
#include "harness/report/matrix_json.h"
#include "harness/report/test_matrix.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Page() {
  std::string text;
  WriteMatrixPage(TestMatrix(), TestCodes(), [&text](std::string_view part) { text += part; });
  return text;
}

TEST(MatrixPage, HoldsTheWholeJsonDocument) {
  const std::string page = Page();
  const std::string open = "id=\"data\">";
  const size_t from = page.find(open) + open.size();
  std::string json;
  WriteMatrixJson(TestMatrix(), TestCodes(), [&json](std::string_view part) { json += part; });
  EXPECT_EQ(nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from)),
            nlohmann::json::parse(json));
}

TEST(MatrixPage, LoadsNothingFromElsewhere) {
  for (const char* text : {"http://", "https://", "src=", "@import", "fetch(", "url("}) {
    EXPECT_THAT(Page(), Not(HasSubstr(text)));
  }
}

TEST(MatrixPage, LetsNoNameBecomeMarkup) { EXPECT_THAT(Page(), Not(HasSubstr("<b>"))); }

}  // namespace
}  // namespace shakedown
