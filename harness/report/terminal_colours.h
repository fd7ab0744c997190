// The colours of what is shown on a terminal: parameters of ECMA-48's SGR (8.3.117).
#ifndef HARNESS_REPORT_TERMINAL_COLOURS_H_
#define HARNESS_REPORT_TERMINAL_COLOURS_H_

namespace shakedown {

inline constexpr const char* kBold = "1";
inline constexpr const char* kDim = "2";
inline constexpr const char* kRed = "31";
inline constexpr const char* kGreen = "32";
inline constexpr const char* kYellow = "33";

}  // namespace shakedown

#endif  // HARNESS_REPORT_TERMINAL_COLOURS_H_
