#include "harness/wire/calendar.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(Calendar, DatesAreOfTheGregorianCalendar) {
  EXPECT_EQ(DateOf(0), "1970-01-01");
  EXPECT_EQ(DateOf(951782400), "2000-02-29");
  EXPECT_EQ(DateOf(951782400 + 86399), "2000-02-29");
  EXPECT_EQ(DateOf(-1), "1969-12-31");
  EXPECT_EQ(DateOf(253402300799), "9999-12-31");
}

TEST(Calendar, DatesBeyondFourDigitsOfTheYearAreWords) {
  EXPECT_EQ(DateOf(253402300800), "after the year 9999");
  EXPECT_EQ(DateOf(INT64_MAX), "after the year 9999");
  EXPECT_EQ(DateOf(INT64_MIN), "before the year 0");
}

TEST(Calendar, ADayIsReadInEitherSpelling) {
  EXPECT_EQ(ReadDate("2000-02-29"), 951782400);
  EXPECT_EQ(ReadDate("2000/02/29"), 951782400);
  EXPECT_EQ(ReadDate("1969-12-31"), -86400);
}

TEST(Calendar, WhatIsNoDayIsNotRead) {
  for (const char* text : {"", "2001-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1",
                           "26-01-01", "2026-01/01", "2026-01-01 ", "2026-01-0x", "20-6-01-01"}) {
    EXPECT_FALSE(ReadDate(text)) << text;
  }
}

}  // namespace
}  // namespace shakedown
