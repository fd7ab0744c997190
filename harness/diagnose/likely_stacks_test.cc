#include "harness/diagnose/likely_stacks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> NamesOf(const std::vector<LikelyStack>& stacks) {
  std::vector<std::string> names;
  for (const LikelyStack& one : stacks) names.push_back(one.profile->name);
  return names;
}

std::vector<std::string> ClientsOf(std::vector<uint16_t> extensions) {
  ClientHelloFacts hello;
  hello.extensions = std::move(extensions);
  return NamesOf(LikelyClients(hello, TestProfiles()));
}

// The extensions are those of captured ClientHellos.
TEST(LikelyClients, AHelloIsOfTheStacksWhoseOrderItKeeps) {
  // OpenSSL 3.0 and 3.5, curl 7.88.
  const std::vector<uint16_t> openssl[] = {
      {0, 11, 10, 35, 22, 23, 13, 43, 45, 51},
      {65281, 0, 11, 10, 35, 22, 23, 13, 43, 45, 51},
      {0, 11, 10, 16, 22, 23, 49, 13, 43, 45, 51, 21},
  };
  for (const auto& extensions : openssl) {
    EXPECT_THAT(ClientsOf(extensions), Contains("openssl"));
    EXPECT_THAT(ClientsOf(extensions), Not(Contains("gnutls")));
    EXPECT_THAT(ClientsOf(extensions), Not(Contains("boringssl")));
  }
  // Bun, GnuTLS 3.7.9, Wget 1.21: libraries and what is built on them.
  EXPECT_THAT(ClientsOf({0, 23, 65281, 10, 11, 35, 13, 51, 45, 43}),
              ElementsAre("boringssl", "bun"));
  EXPECT_THAT(ClientsOf({5, 10, 11, 13, 22, 23, 35, 51, 43, 65281, 0, 45, 28}),
              ElementsAre("gnutls", "gnutls-cli", "wget"));
  EXPECT_THAT(ClientsOf({5, 10, 11, 13, 35, 51, 43, 49, 65281, 0, 45, 28, 21}),
              ElementsAre("gnutls", "gnutls-cli", "wget"));
  EXPECT_EQ(ClientsOf({0, 5, 10, 11, 13, 65281, 18, 43, 51}), std::vector<std::string>{"go"});
  EXPECT_THAT(ClientsOf({5, 10, 11, 17, 23, 35, 13, 43, 45, 50, 51}), Contains("jsse"));
  EXPECT_THAT(ClientsOf({0, 23, 65281, 10, 11, 35, 16, 5, 34, 18, 51, 43, 13, 45, 28, 27, 65037}),
              Contains("firefox"));
}

TEST(LikelyClients, AHelloOfAnotherOrderOrWithMoreIsOfNone) {
  // Chromium, which shuffles; Botan 2.19; Erlang/OTP 25.
  EXPECT_THAT(ClientsOf({0x0a0a, 10, 16, 17613, 51764, 13, 11, 0, 5, 45, 18, 23, 35, 27, 65037, 51,
                         43, 65281, 0x1a1a}),
              IsEmpty());
  EXPECT_THAT(ClientsOf({0, 5, 10, 11, 13, 22, 23, 35, 43, 65281}), IsEmpty());
  EXPECT_THAT(ClientsOf({0, 13, 51, 10, 11, 43}), IsEmpty());
  EXPECT_THAT(ClientsOf({0, 11, 10, 35, 22, 23, 13, 43, 45, 51, 1234}), IsEmpty());
  EXPECT_THAT(ClientsOf({0, 0, 11, 10}), IsEmpty());
  EXPECT_THAT(ClientsOf({}), IsEmpty());
}

TEST(LikelyClients, TheWeightsOfAllAreOne) {
  ClientHelloFacts hello;
  hello.extensions = {0, 11, 10, 35, 22, 23, 13, 43, 45, 51};
  double sum = 0;
  for (const LikelyStack& one : LikelyClients(hello, TestProfiles())) sum += one.weight;
  EXPECT_DOUBLE_EQ(sum, 1);
}

TEST(LikelyServers, ARequestWithTheListOfAStackIsItsOwn) {
  // What BoringSSL asks for when nothing is configured.
  WireFacts facts;
  for (const uint16_t scheme :
       {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201}) {
    facts.request_schemes.push_back(SignatureScheme{scheme});
  }
  EXPECT_EQ(NamesOf(LikelyServers(facts, TestProfiles())), std::vector<std::string>{"boringssl"});
}

TEST(LikelyServers, AnyOtherRequestIsAnybodys) {
  WireFacts facts;
  facts.request_schemes = {SignatureScheme::kEd448};
  const auto names = NamesOf(LikelyServers(facts, TestProfiles()));
  EXPECT_THAT(names, Contains("boringssl"));
  EXPECT_THAT(names, Contains("gnutls"));
  EXPECT_THAT(names, Not(Contains("firefox")));  // a client alone
}

TEST(SigningListOf, AStacksOwnListSaysNothingOfItsKeys) {
  ClientHelloFacts hello;
  hello.signature_schemes = TestProfile("boringssl").signature_schemes;
  const std::vector<LikelyStack> boringssl{{&TestProfile("boringssl"), 1}};
  const SigningList list = SigningListOf(hello, boringssl);
  EXPECT_FALSE(list.configured);
  EXPECT_THAT(list.schemes, Contains(SignatureScheme::kEd25519));  // made, and not accepted
}

TEST(SigningListOf, WithoutSha1AStacksListIsStillItsOwn) {
  // OpenSSL leaves SHA-1, SHA-224 and DSA out of a hello for TLS 1.3 alone.
  ClientHelloFacts hello;
  for (const uint16_t scheme : {0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b,
                                0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601}) {
    hello.signature_schemes.push_back(SignatureScheme{scheme});
  }
  const std::vector<LikelyStack> openssl{{&TestProfile("openssl"), 1}};
  EXPECT_FALSE(SigningListOf(hello, openssl).configured);
}

TEST(SigningListOf, AnotherListWasConfigured) {
  ClientHelloFacts hello;
  hello.signature_schemes = {SignatureScheme::kEd448};
  const std::vector<LikelyStack> openssl{{&TestProfile("openssl"), 1}};
  const SigningList list = SigningListOf(hello, openssl);
  EXPECT_TRUE(list.configured);
  EXPECT_EQ(list.schemes, hello.signature_schemes);
}

}  // namespace
}  // namespace shakedown
