#include <fmt/format.h>

#include <algorithm>

#include "bench/measured.h"

namespace shakedown {
namespace {

// Nanoseconds for one hello, record or message.
std::optional<double> Each(const Measured& measured, const std::string& name) {
  return Ratio(measured.Median(name, "cpu_time"), measured.Median(name, "items"));
}

// The peer's time over ours on the same input.
std::optional<double> Against(const Measured& measured, const std::string& input,
                              const std::string& peer) {
  return Ratio(Each(measured, input + "/" + peer), Each(measured, input + "/ours"));
}

std::string Number(std::optional<double> value, int digits) {
  return value ? fmt::format("{:.{}f}", *value, digits) : "-";
}

// The parsers measured on any of `inputs`, the fastest on the first of them first.
std::vector<std::string> ParsersOf(const Measured& measured,
                                   const std::vector<std::string>& inputs) {
  std::vector<std::string> parsers;
  for (const std::string& name : measured.names()) {
    const size_t slash = name.rfind('/');
    if (slash == std::string::npos) continue;
    if (std::find(inputs.begin(), inputs.end(), name.substr(0, slash)) == inputs.end()) continue;
    const std::string parser = name.substr(slash + 1);
    if (std::find(parsers.begin(), parsers.end(), parser) == parsers.end()) {
      parsers.push_back(parser);
    }
  }
  std::sort(parsers.begin(), parsers.end(), [&](const std::string& a, const std::string& b) {
    return Each(measured, inputs[0] + "/" + a) < Each(measured, inputs[0] + "/" + b);
  });
  return parsers;
}

// A row a parser, a column an input; each cell is ns and, over ours, a ratio.
void PrintTable(const Measured& measured, const std::string& title,
                const std::vector<std::string>& inputs, bool accepted) {
  const std::vector<std::string> parsers = ParsersOf(measured, inputs);
  if (parsers.empty()) return;
  fmt::print("\n{:<20}", title);
  for (const std::string& input : inputs) {
    fmt::print("{:>19}", input.substr(input.find('/') + 1));
  }
  if (accepted) fmt::print("{:>14}{:>16}", "real taken", "hostile taken");
  fmt::print("\n");
  for (const std::string& parser : parsers) {
    fmt::print("{:<20}", parser);
    for (const std::string& input : inputs) {
      const auto ratio = Against(measured, input, parser);
      const auto each = Each(measured, input + "/" + parser);
      fmt::print("{:>11}{:>8}", Number(each, each && *each < 100 ? 2 : 0),
                 ratio && parser != "ours" ? fmt::format("{:.1f}x", *ratio) : "");
    }
    if (accepted) {
      const std::string level = inputs[0].substr(0, inputs[0].find('/'));
      for (const char* set : {"real", "hostile"}) {
        const std::string name = fmt::format("{}/{}/{}", level, set, parser);
        fmt::print("{:>{}}",
                   fmt::format("{} of {}", Number(measured.Median(name, "accepted"), 0),
                               Number(measured.Median(name, "items"), 0)),
                   set[0] == 'r' ? 14 : 16);
      }
    }
    fmt::print("\n");
  }
}

}  // namespace

void PrintParsers(const Measured& measured) {
  fmt::print("\nParsers: ns (CPU, median) for one, and how many times ours.\n");
  for (const std::string level : {"index", "deep", "whole"}) {
    std::vector<std::string> inputs;
    for (const char* set : {"nine", "shuffled", "post-quantum", "real", "hostile"}) {
      inputs.push_back(level + "/" + set);
    }
    PrintTable(measured, "ClientHello, " + level, inputs, true);
  }
  PrintTable(measured, "a record of n bytes", {"frame/64", "frame/1400", "frame/16384"}, false);
  PrintTable(measured, "a message, decoded", {"flight/as-sent", "flight/coalesced"}, false);
  PrintTable(
      measured, "a message, whole",
      {"reassemble/hello-bytewise", "reassemble/flight-bytewise", "reassemble/flight-coalesced"},
      false);
  fmt::print(
      "\nindex: structure only. deep: known extensions decoded and checked. whole: with the\n"
      "connection that the library insists on. Who takes more of the hostile hellos is faster for\n"
      "checking less:\n");
  for (const auto& [parser, remark] : measured.remarks()) {
    fmt::print("  {:<18}{}\n", parser, remark);
  }
  fmt::print("\n");
}

std::vector<Figure> ParserFigures(const Measured& measured) {
  struct Wanted {
    const char *key, *input, *peer, *bound;
  };
  constexpr Wanted kWanted[] = {
      {"w1_deep_vs_tls_parser", "deep/shuffled", "tls-parser", "at least 9, better 13"},
      {"w1_deep_vs_rustls", "deep/shuffled", "rustls", "at least 18, better 30"},
      {"w1_deep_vs_cbs", "deep/shuffled", "cbs", "at least 2.5, better 4"},
      {"w1_index_vs_boringssl", "index/shuffled", "boringssl", "at least 12, better 17"},
      {"w1_index_vs_gnutls", "index/shuffled", "gnutls", "at least 1.2, better 1.6"},
      {"w2_vs_tls_parser", "flight/as-sent", "tls-parser", "at least 10"},
      {"w3_64_vs_tls_parser", "frame/64", "tls-parser", "at least 3, better 4"},
      {"w3_1400_vs_tls_parser", "frame/1400", "tls-parser", "at least 2.5, better 4"},
      {"w4_bytewise_vs_cbs", "reassemble/hello-bytewise", "cbs", "at least 5"},
      {"w5_vs_tls_parser", "deep/hostile", "tls-parser", "at least 8"},
  };
  std::vector<Figure> figures;
  for (const Wanted& one : kWanted) {
    figures.push_back({one.key, Against(measured, one.input, one.peer), one.bound});
  }
  figures.push_back({"instructions_per_client_hello",
                     measured.Median("count_instructions", "instructions"), "at most 600"});
  const auto rustls = measured.Median("deep/hostile/rustls", "accepted");
  figures.push_back({"w5_accepted", measured.Median("deep/hostile/ours", "accepted"),
                     fmt::format("no more than rustls, {}", Number(rustls, 0))});
  return figures;
}

}  // namespace shakedown
