#include "harness/report/codes_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CodesPage, HoldsEveryCode) {
  const std::string page = CodesPage(TestLookup(), TestCodes());
  const std::string open = "id=\"data\">";
  const size_t from = page.find(open) + open.size();
  const auto data = nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
  size_t rows = 0;
  for (const auto& system : TestLookup().systems()) rows += system->rows.size();
  EXPECT_EQ(data["rows"].size(), rows);
  EXPECT_EQ(data["causes"].size(), TestCodes().causes().size());
}

TEST(CodesPage, LoadsNothingFromElsewhere) {
  const std::string page = CodesPage(TestLookup(), TestCodes());
  for (const char* text : {"http://", "https://", "src=", "@import", "fetch("}) {
    EXPECT_THAT(page, Not(HasSubstr(text)));
  }
}

}  // namespace
}  // namespace shakedown
