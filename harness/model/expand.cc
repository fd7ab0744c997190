#include "harness/model/expand.h"

#include <array>
#include <bit>
#include <set>
#include <unordered_map>

#include "harness/model/axes.h"
#include "harness/model/check.h"
#include "harness/model/cover.h"
#include "harness/model/merge.h"
#include "harness/model/read_capabilities.h"
#include "harness/model/read_expectation.h"
#include "harness/model/read_scenario.h"

namespace shakedown {
namespace {

// The parts of a case that are read on their own, as a set of bits.
enum Section : unsigned {
  kClient = 1,
  kServer = 2,
  kResume = 4,
  kLink = 8,
  kExpect = 16,
  kUnless = 32,
};

struct SectionName {
  Section section;
  std::string_view name;
};
constexpr SectionName kSectionNames[] = {{kClient, "client"}, {kServer, "server"},
                                         {kResume, "resume"}, {kLink, "link"},
                                         {kExpect, "expect"}, {kUnless, "unless"}};

Section SectionOf(std::string_view name) {
  for (const SectionName& row : kSectionNames) {
    if (row.name == name) return row.section;
  }
  return kClient;
}

// A part of a case, made once for each combination of the values that bear on it: most cases of a
// matrix share most of their parts, and reading is what an expansion costs.
template <typename T>
class Part {
 public:
  Part(const std::vector<Axis>& axes, unsigned sections) {
    for (uint32_t i = 0; i < axes.size(); ++i) {
      for (const PathSteps& steps : axes[i].paths) {
        if ((SectionOf(steps.front()) & sections) != 0 && (axes_.empty() || axes_.back() != i)) {
          axes_.push_back(i);
        }
      }
    }
  }

  template <typename Make>
  const T& For(const Row& row, Make make) {
    std::string key;
    for (const uint32_t axis : axes_) {
      const auto bytes = std::bit_cast<std::array<char, 4>>(row[axis]);
      key.append(bytes.data(), bytes.size());
    }
    const auto found = made_.find(key);
    if (found != made_.end()) return found->second;
    return made_.emplace(std::move(key), make()).first->second;
  }

 private:
  std::vector<uint32_t> axes_;
  std::unordered_map<std::string, T> made_;
};

// One side of the second connection, if there is one.
struct Again {
  bool resume = false;
  Capabilities capabilities;
};

struct Expected {
  Expectation expect;
  std::vector<Scenario::Exception> unless;
};

class Expander {
 public:
  Expander(const Node& merged, std::string name, const std::vector<Axis>& axes,
           const Reading& reading)
      : merged_(merged), name_(std::move(name)), axes_(axes), reading_(reading) {}

  void Add(const std::vector<Row>& rows, std::vector<Scenario>* out);

 private:
  std::string NameOfRow(const Row& row) const {
    if (axes_.empty()) return name_;
    std::string name = name_;
    name += '[';
    for (size_t i = 0; i < axes_.size(); ++i) {
      if (i != 0) name += ',';
      name += axes_[i].values[row[i]].label;
    }
    return name + ']';
  }

  // A top-level member with the row's values in it; null if there is none.
  Node Patched(Section section, const Row& row) const;

  Capabilities First(Role role, const Row& row) const;
  Again Second(Role role, const Row& row) const;
  Expected ReadExpected(const Row& row) const;
  void CheckTrust(const Scenario& made, const Row& row) const;

  // `node`, or an empty object in its place.
  Node ObjectOf(Node node) const {
    return node.is_object() ? std::move(node) : MakeObject(merged_);
  }
  std::string Subject(const Row& row) const { return fmt::format("case \"{}\"", NameOfRow(row)); }

  const Node& merged_;
  std::string name_;
  const std::vector<Axis>& axes_;
  const Reading& reading_;
};

Node Expander::Patched(Section section, const Row& row) const {
  Node node;
  std::string former;
  std::set<std::string, std::less<>> keep;
  for (const SectionName& each : kSectionNames) {
    if (each.section != section) continue;
    if (const Node* found = merged_.FindSet(each.name)) node = *found;
  }
  if (section == kExpect) {
    const Node* outcome = node.FindSet("outcome");
    if (outcome != nullptr) former = outcome->text;
  }
  for (size_t i = 0; i < axes_.size(); ++i) {
    const Axis& axis = axes_[i];
    for (size_t j = 0; j < axis.paths.size(); ++j) {
      const PathSteps& steps = axis.paths[j];
      if (SectionOf(steps.front()) != section) continue;
      if (steps.size() > 1) keep.insert(steps[1]);
      // A server that says nothing of certificates has one of the default kind, which a path may
      // enter.
      if (section == kServer && steps.size() > 2 && steps[1] == "certificates" &&
          node.FindSet("certificates") == nullptr) {
        if (node.is_null()) node = MakeObject(merged_);
        Node list = MakeArray(node);
        list.items.push_back(MakeObject(node));
        node.Set("certificates", std::move(list), merged_);
      }
      SetPath(steps, 1, *axis.values[row[i]].values[j], *axis.where, &node, reading_.problems);
    }
  }
  if (section == kExpect) DropUnfit(former, keep, &node);
  return node;
}

Capabilities Expander::First(Role role, const Row& row) const {
  const Node node = ObjectOf(Patched(role == Role::kClient ? kClient : kServer, row));
  Capabilities side = ReadCapabilities(node, role, reading_);
  CheckSide(side, node, role, Subject(row), reading_.problems);
  return side;
}

Again Expander::Second(Role role, const Row& row) const {
  const Node resume = Patched(kResume, row);
  if (!resume.is_object()) return {};
  const Node first = ObjectOf(Patched(role == Role::kClient ? kClient : kServer, row));
  const Node* over = resume.FindSet(NameOf(role));
  const Node node = over == nullptr ? first : Merge(first, *over);
  Again out{true, ReadCapabilities(node, role, reading_)};
  const Node* stack = node.FindSet("stack");
  const Node* before = first.FindSet("stack");
  if (stack != nullptr && (before == nullptr || before->text != stack->text)) {
    reading_.problems->Add(*stack, "contradictory capabilities: another stack resumes:",
                           "the stack of the first connection");
  }
  CheckSide(out.capabilities, node, role, fmt::format("{}, second connection", Subject(row)),
            reading_.problems);
  return out;
}

Expected Expander::ReadExpected(const Row& row) const {
  Expected out;
  if (!reading_.options->need_expect) return out;
  const Node expect = Patched(kExpect, row);
  if (!CheckExpectation(&expect, merged_, Subject(row), reading_.problems)) return out;
  out.expect = ReadExpectation(expect, reading_);
  const Node unless = Patched(kUnless, row);
  for (const Node& each : unless.items) {
    Scenario::Exception exception = ReadException(each, reading_);
    const Node* over = each.FindSet("expect");
    if (over == nullptr) continue;
    const Node whole = MergeExpect(expect, *over);
    if (!CheckExpectation(&whole, each, fmt::format("exception of {}", Subject(row)),
                          reading_.problems))
      continue;
    exception.expect = ReadExpectation(whole, reading_);
    out.unless.push_back(std::move(exception));
  }
  return out;
}

void Expander::Add(const std::vector<Row>& rows, std::vector<Scenario>* out) {
  Scenario base;
  base.where = LocationOf(merged_);
  if (const Node* about = merged_.FindSet("about")) base.about = about->text;
  if (const Node* notes = merged_.FindSet("notes")) base.notes = ReadNotes(*notes, reading_);
  if (const Node* rfc = merged_.FindSet("rfc")) {
    for (const Node* each : StringsOf(*rfc)) base.rfc.push_back(each->text);
  }
  Part<Capabilities> client(axes_, kClient), server(axes_, kServer);
  Part<Again> client2(axes_, kClient | kResume), server2(axes_, kServer | kResume);
  Part<std::vector<LinkFault>> link(axes_, kLink);
  Part<Expected> expected(axes_, kExpect | kUnless);
  std::set<std::string> names;
  for (const Row& row : rows) {
    Scenario& made = out->emplace_back(base);
    made.name = NameOfRow(row);
    if (!names.insert(made.name).second) {
      reading_.problems->Add(merged_, fmt::format("two cases are called \"{}\":", made.name), "",
                             "labels that tell the values apart");
    }
    made.client = client.For(row, [&] { return First(Role::kClient, row); });
    made.server = server.For(row, [&] { return First(Role::kServer, row); });
    const Again& again = client2.For(row, [&] { return Second(Role::kClient, row); });
    made.resume = again.resume;
    if (again.resume) {
      made.resume_client = again.capabilities;
      made.resume_server =
          server2.For(row, [&] { return Second(Role::kServer, row); }).capabilities;
    }
    made.link = link.For(row, [&] {
      const Node node = Patched(kLink, row);
      return node.is_null() ? std::vector<LinkFault>() : ReadLink(node, reading_);
    });
    const Expected& said = expected.For(row, [&] { return ReadExpected(row); });
    made.expect = said.expect;
    made.unless = said.unless;
    if (made.expect.outcome == OutcomeKind::kAgreed) CheckTrust(made, row);
  }
}

void Expander::CheckTrust(const Scenario& made, const Row& row) const {
  if (LacksTrust(made.client, made.server, Role::kClient)) {
    ReportLackOfTrust(ObjectOf(Patched(kServer, row)), Role::kClient, Subject(row),
                      reading_.problems);
  }
  if (LacksTrust(made.server, made.client, Role::kServer)) {
    ReportLackOfTrust(ObjectOf(Patched(kClient, row)), Role::kServer, Subject(row),
                      reading_.problems);
  }
}

// The rows to run, or nothing with a problem when they are too many.
std::optional<std::vector<Row>> ChooseRows(const Node& merged, const std::string& name,
                                           const std::vector<Axis>& axes, size_t before,
                                           const Reading& reading) {
  std::vector<uint32_t> sizes;
  for (const Axis& axis : axes) sizes.push_back(static_cast<uint32_t>(axis.values.size()));
  const size_t most = reading.options->max_cases;
  const size_t left = most > before ? most - before : 0;
  const Node* matrix = merged.FindSet("matrix");
  const Node& at = matrix == nullptr ? merged : *matrix;
  const std::string rest =
      before == 0 ? "" : fmt::format(" besides the {} before in this file", before);
  const Node* strength = merged.FindSet("strength");
  if (strength == nullptr || sizes.empty()) {
    if (CountUpTo(sizes, left)) return AllRows(sizes);
    reading.problems->Add(at, fmt::format("matrix explosion in case \"{}\":", name),
                          fmt::format("{} cases{}", CountAll(sizes), rest),
                          fmt::format("at most {} cases a file", most));
    return std::nullopt;
  }
  size_t least = 0;
  auto rows = CoveringRows(sizes, static_cast<uint32_t>(strength->integer), name, left, &least);
  if (!rows) {
    reading.problems->Add(
        at, fmt::format("matrix explosion in case \"{}\":", name),
        fmt::format("{} cases or more of {} combinations{}", least, CountAll(sizes), rest),
        fmt::format("at most {} cases a file", most));
  }
  return rows;
}

}  // namespace

void Expand(const Node& merged, const std::string& name, const Reading& reading,
            std::vector<Scenario>* out) {
  const Node* matrix = merged.FindSet("matrix");
  const std::vector<Axis> axes =
      matrix == nullptr ? std::vector<Axis>() : ReadAxes(*matrix, reading);
  if (!reading.problems->empty()) return;
  const auto rows = ChooseRows(merged, name, axes, out->size(), reading);
  if (rows) Expander(merged, name, axes, reading).Add(*rows, out);
}

}  // namespace shakedown
