// What the terminal that a command prints to can show.
#ifndef HARNESS_CLI_TERMINAL_H_
#define HARNESS_CLI_TERMINAL_H_

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstddef>
#include <string>

namespace shakedown {

// How many columns standard output has; 80 where it is no terminal.
inline size_t TerminalWidth() {
  constexpr size_t kWithoutTerminal = 80;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kWithoutTerminal;
  return size.ws_col;
}

// Whether to paint: `asked` is "always", "never" or "auto", which paints on a terminal alone.
inline bool PaintsOutput(const std::string& asked) {
  return asked == "always" || (asked == "auto" && isatty(STDOUT_FILENO) == 1);
}

}  // namespace shakedown

#endif  // HARNESS_CLI_TERMINAL_H_
