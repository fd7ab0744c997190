#include "harness/diagnose/likely_stacks.h"

#include <algorithm>

#include "harness/predict/common.h"

namespace shakedown {
namespace {

// Whether `sent` is `order` with some left out.
bool KeepsOrder(const std::vector<uint16_t>& sent, const std::vector<ExtensionType>& order) {
  auto at = order.begin();
  for (const uint16_t one : sent) {
    at = std::find(at, order.end(), ExtensionType{one});
    if (at == order.end()) return false;
    ++at;
  }
  return true;
}

std::vector<LikelyStack> ToOne(std::vector<LikelyStack> stacks) {
  double sum = 0;
  for (const LikelyStack& one : stacks) sum += one.weight;
  for (LikelyStack& one : stacks) one.weight /= sum;
  return stacks;
}

// Without what comes and goes with the versions offered: SHA-1, SHA-224 and DSA.
std::vector<SignatureScheme> Lasting(const std::vector<SignatureScheme>& schemes) {
  std::vector<SignatureScheme> out;
  std::ranges::copy_if(schemes, std::back_inserter(out), [](SignatureScheme scheme) {
    const auto code = static_cast<uint16_t>(scheme);
    return !IsGrease(code) && code >= 0x0400 && (code & 0xff) != 2;
  });
  return out;
}

}  // namespace

double ShareOf(const StackProfile& profile) {
  if (profile.name == "openssl") return 0.35;
  if (profile.name == "gnutls") return 0.2;
  if (profile.name == "boringssl") return 0.15;
  return 0.04;
}

std::vector<LikelyStack> LikelyClients(const ClientHelloFacts& hello, const Profiles& profiles) {
  std::vector<LikelyStack> out;
  if (hello.extensions.empty()) return out;
  for (const StackProfile& profile : profiles.all()) {
    if (profile.only == Role::kServer || !KeepsOrder(hello.extensions, profile.hello_extensions)) {
      continue;
    }
    out.push_back({&profile, ShareOf(profile)});
  }
  return ToOne(std::move(out));
}

std::vector<LikelyStack> LikelyServers(const WireFacts& facts, const Profiles& profiles) {
  std::vector<LikelyStack> alike, all;
  const auto asked = Lasting(facts.request_schemes);
  for (const StackProfile& profile : profiles.all()) {
    if (profile.only == Role::kClient) continue;
    all.push_back({&profile, ShareOf(profile)});
    if (!asked.empty() && asked == Lasting(profile.signature_schemes)) alike.push_back(all.back());
  }
  return ToOne(std::move(alike.empty() ? all : alike));
}

SigningList SigningListOf(const ClientHelloFacts& hello, const std::vector<LikelyStack>& stacks) {
  const auto accepted = Lasting(hello.signature_schemes);
  for (const LikelyStack& one : stacks) {
    if (accepted != Lasting(one.profile->signature_schemes)) continue;
    const auto& own = one.profile->signing_schemes;
    return {own.empty() ? hello.signature_schemes : own, false};
  }
  return {hello.signature_schemes, true};
}

}  // namespace shakedown
