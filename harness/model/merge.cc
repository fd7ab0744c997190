#include "harness/model/merge.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shakedown {
namespace {

constexpr std::array<std::string_view, 2> kOfAnAlert = {"alert", "alert_received"};
constexpr std::array<std::string_view, 15> kOfAnAgreement = {"version",
                                                             "cipher_suite",
                                                             "group",
                                                             "signature_scheme",
                                                             "alpn",
                                                             "resumed",
                                                             "ticket",
                                                             "client_signature_scheme",
                                                             "server_identity",
                                                             "client_identity",
                                                             "server_key",
                                                             "hello_retry_request",
                                                             "client_key",
                                                             "ca_names",
                                                             "server_name"};

std::string_view OutcomeOf(const Node& expect) {
  const Node* outcome = expect.Find("outcome");
  return outcome != nullptr && outcome->is_string() ? std::string_view(outcome->text)
                                                    : std::string_view();
}

// Whether `field` makes sense with an outcome that took the place of `former`.
bool Fits(std::string_view field, std::string_view outcome, std::string_view former) {
  const bool agreed = outcome == "agreed";
  if (std::ranges::find(kOfAnAlert, field) != kOfAnAlert.end()) return outcome == "refused";
  if (field == "by") return outcome == "refused" || outcome == "closed";
  if (field == "cause" || field == "phase" || field == "codes") return !agreed;
  if (std::ranges::find(kOfAnAgreement, field) != kOfAnAgreement.end()) return former != "agreed";
  return true;
}

Node Merged(const Node& base, const Node& over, bool expect) {
  if (!base.is_object() || !over.is_object()) return over;
  Node out = base;
  out.source = over.source;
  out.offset = over.offset;
  for (const Member& member : over.members) {
    if (Node* found = out.Find(member.key)) {
      *found = Merged(*found, member.value, member.key == "expect");
    } else {
      out.members.push_back(member);
    }
  }
  if (expect) {
    std::set<std::string, std::less<>> keep;
    for (const Member& member : over.members) keep.insert(member.key);
    DropUnfit(OutcomeOf(base), keep, &out);
  }
  return out;
}

}  // namespace

Node Merge(const Node& base, const Node& over) { return Merged(base, over, false); }

Node MergeExpect(const Node& base, const Node& over) { return Merged(base, over, true); }

void DropUnfit(std::string_view former, const std::set<std::string, std::less<>>& keep,
               Node* expect) {
  const std::string outcome(OutcomeOf(*expect));
  if (former.empty() || outcome.empty() || outcome == former) return;
  std::erase_if(expect->members, [&](const Member& member) {
    return !keep.contains(member.key) && !Fits(member.key, outcome, former);
  });
}

}  // namespace shakedown
