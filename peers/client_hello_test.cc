// What a client says on the wire is what its capabilities ask for: many configurations at random
// (from a fixed seed), each read back from the ClientHello by the harness's own parser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "harness/wire/messages.h"
#include "peers/contract_fixture.h"

namespace shakedown {
namespace {

using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAreArray;
using ::testing::ValuesIn;

template <typename T>
using List = std::vector<T>;

// Draw takes up to `most` different values of `from`, in any order, at least one.
template <typename T>
List<T> Draw(List<T> from, size_t most, std::mt19937* random) {
  std::shuffle(from.begin(), from.end(), *random);
  from.resize(1 + (*random)() % std::min(most, from.size()));
  return from;
}

// Values a library adds for its own purposes: GREASE and the signalling suites of RFC 5746 and
// RFC 7507.
template <typename T>
List<T> WithoutSignals(List<T> values) {
  std::erase_if(values, [](T value) {
    const auto number = static_cast<uint16_t>(value);
    return IsGrease(number) || number == 0x00ff || number == 0x5600;
  });
  return values;
}

// The ClientHello of the first record of `sent`; the record holds it whole.
ClientHello Hello(View sent) {
  if (sent.size() < 9 || sent[0] != 0x16 || sent[5] != 0x01) throw std::runtime_error("no hello");
  ClientHello hello;
  ParseError error;
  if (!ParseClientHello(sent.subspan(9), &hello, &error)) throw std::runtime_error(error.text);
  return hello;
}

// A list of 16-bit values behind a length of two bytes, or of one.
template <typename T>
List<T> ListIn(std::optional<View> body, size_t length_size) {
  if (!body) return {};
  return WithoutSignals(CodeList{body->subspan(length_size)}.As<T>());
}

List<NamedGroup> SharesIn(std::optional<View> body) {
  List<NamedGroup> shares;
  if (!body) return shares;
  for (size_t at = 2; at + 4 <= body->size();) {
    shares.push_back(static_cast<NamedGroup>((*body)[at] << 8 | (*body)[at + 1]));
    at += 4 + ((*body)[at + 2] << 8 | (*body)[at + 3]);
  }
  return WithoutSignals(shares);
}

class ClientHelloOf : public ::testing::TestWithParam<Stack*> {
 protected:
  // The ClientHello of `has`, or nothing where it cannot be expressed.
  std::optional<ClientHello> Say(const Capabilities& has) {
    client_.has = has;
    if (!client_.Start()) return std::nullopt;
    sent_.clear();
    const Progress progress = client_.peer->Step({}, &sent_);
    if (progress == Progress::kFailed) {
      ADD_FAILURE() << client_.peer->Report().error.text;
      return std::nullopt;
    }
    return Hello(sent_);
  }

  Side client_{GetParam(), Role::kClient};
  Bytes sent_;
};

// A configuration out of what the stack tells of.
Capabilities Random(const StackInfo& info, std::mt19937* random) {
  const List<List<ProtocolVersion>> ranges = {
      {ProtocolVersion::kTls12},
      {ProtocolVersion::kTls13},
      {ProtocolVersion::kTls12, ProtocolVersion::kTls13},
  };
  Capabilities has;
  has.versions = ranges[(*random)() % ranges.size()];
  if ((*random)() % 2) {
    has.cipher_suites = Draw(info.cipher_suites, 6, random);
    // Half of the time with all of TLS 1.3, which some stacks insist on.
    if ((*random)() % 2) {
      std::erase_if(*has.cipher_suites, IsTls13Suite);
      has.cipher_suites->insert(has.cipher_suites->begin(),
                                {CipherSuite{0x1301}, CipherSuite{0x1302}, CipherSuite{0x1303}});
    }
  }
  if ((*random)() % 2) has.groups = Draw(info.groups, 4, random);
  if ((*random)() % 2) has.signature_schemes = Draw(info.signature_schemes, 5, random);
  if ((*random)() % 4 == 0 && has.groups) has.key_shares = List<NamedGroup>{has.groups->front()};
  if ((*random)() % 4 == 0) has.alpn = {"h2", "http/1.1"};
  return has;
}

// The suites of `has` that its versions can use, TLS 1.3's or the older ones.
List<CipherSuite> Usable(const Capabilities& has, ProtocolVersion version) {
  List<CipherSuite> suites = has.cipher_suites.value_or(List<CipherSuite>());
  const bool newer = version == ProtocolVersion::kTls13;
  const bool enabled = std::count(has.versions->begin(), has.versions->end(), version) != 0;
  std::erase_if(suites,
                [&](CipherSuite suite) { return !enabled || IsTls13Suite(suite) != newer; });
  return suites;
}

void ExpectSaid(const Capabilities& has, const ClientHello& hello) {
  const bool tls13 = has.versions->back() == ProtocolVersion::kTls13;
  const Extensions& extensions = hello.extensions;
  if (has.cipher_suites) {
    List<CipherSuite> newer = WithoutSignals(hello.cipher_suites.As<CipherSuite>());
    List<CipherSuite> older = newer;
    std::erase_if(older, IsTls13Suite);
    std::erase_if(newer, [](CipherSuite suite) { return !IsTls13Suite(suite); });
    EXPECT_THAT(older, ElementsAreArray(Usable(has, ProtocolVersion::kTls12)));
    EXPECT_THAT(newer, UnorderedElementsAreArray(Usable(has, ProtocolVersion::kTls13)));
  }
  const auto groups = ListIn<NamedGroup>(extensions.Find(ExtensionType::kSupportedGroups), 2);
  if (has.groups && !groups.empty()) {  // with no suite that needs a group, none need be named
    EXPECT_THAT(groups, ElementsAreArray(*has.groups));
  }
  if (has.signature_schemes) {
    EXPECT_THAT(ListIn<SignatureScheme>(extensions.Find(ExtensionType::kSignatureAlgorithms), 2),
                ElementsAreArray(*has.signature_schemes));
  }
  if (tls13) {
    EXPECT_THAT(ListIn<ProtocolVersion>(extensions.Find(ExtensionType::kSupportedVersions), 1),
                UnorderedElementsAreArray(*has.versions));
  }
  const auto shares = SharesIn(extensions.Find(ExtensionType::kKeyShare));
  EXPECT_EQ(shares.empty(), !tls13);
  if (has.key_shares && tls13) {
    EXPECT_THAT(shares, ElementsAreArray(*has.key_shares));
  }
  EXPECT_EQ(extensions.Find(ExtensionType::kAlpn).has_value(), has.alpn.has_value());
}

TEST_P(ClientHelloOf, HasExactlyTheListsAskedFor) {
  std::mt19937 random(20260729);
  int said = 0;
  for (int i = 0; i < 400 && !HasFailure(); ++i) {
    const Capabilities has = Random(GetParam()->info(), &random);
    // A client that has no suite to offer says nothing.
    if (has.cipher_suites && Usable(has, ProtocolVersion::kTls12).empty() &&
        Usable(has, ProtocolVersion::kTls13).empty()) {
      continue;
    }
    const auto hello = Say(has);
    if (!hello) continue;
    ++said;
    ExpectSaid(has, *hello);
  }
  EXPECT_GT(said, 40);  // or the test says nothing
}

TEST_P(ClientHelloOf, CarriesTheServerNameOrNone) {
  Capabilities has;
  const auto with = Say(has);
  ASSERT_TRUE(with.has_value());
  const auto body = with->extensions.Find(ExtensionType::kServerName);
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(AsText(body->subspan(5)), kDefaultServerName);
  has.server_name = "";
  const auto without = Say(has);
  ASSERT_TRUE(without.has_value());
  EXPECT_FALSE(without->extensions.Find(ExtensionType::kServerName).has_value());
}

TEST_P(ClientHelloOf, LeavesOutWhatIsSwitchedOff) {
  Capabilities has;
  has.versions = {ProtocolVersion::kTls12};
  struct Row {
    std::optional<bool> Capabilities::*field;
    ExtensionType type;
  };
  for (const Row& row :
       {Row{&Capabilities::tickets, ExtensionType::kSessionTicket},
        Row{&Capabilities::extended_master_secret, ExtensionType::kExtendedMasterSecret},
        Row{&Capabilities::encrypt_then_mac, ExtensionType::kEncryptThenMac}}) {
    for (bool value : {true, false}) {
      has.*row.field = value;
      const auto hello = Say(has);
      if (!hello) continue;
      EXPECT_EQ(hello->extensions.Find(row.type).has_value(), value) << static_cast<int>(row.type);
    }
    (has.*row.field).reset();
  }
}

TEST_P(ClientHelloOf, SignalsAFallback) {
  Capabilities has;
  has.versions = {ProtocolVersion::kTls12};
  for (bool fallback : {true, false}) {
    has.fallback_scsv = fallback;
    const auto hello = Say(has);
    if (!hello) continue;
    const auto suites = hello->cipher_suites.As<uint16_t>();
    EXPECT_EQ(std::count(suites.begin(), suites.end(), 0x5600), fallback ? 1 : 0);
  }
}

TEST_P(ClientHelloOf, AsksForAStapleAndAFragmentLengthWhenToldTo) {
  constexpr auto kMaxFragmentLength = static_cast<ExtensionType>(1);
  Capabilities has;
  EXPECT_FALSE(Say(has)->extensions.Find(kMaxFragmentLength).has_value());
  has.require_ocsp_staple = true;
  if (const auto hello = Say(has)) {
    EXPECT_TRUE(hello->extensions.Find(ExtensionType::kStatusRequest).has_value());
  }
  has = {};
  has.max_fragment_length = 1024;
  if (const auto hello = Say(has)) {
    const auto body = hello->extensions.Find(kMaxFragmentLength);
    ASSERT_TRUE(body.has_value());
    EXPECT_THAT(*body, ::testing::ElementsAre(2));
  }
}

TEST_P(ClientHelloOf, RefusesAGapBetweenVersionsOrLeavesIt) {
  Capabilities has;
  has.versions = {ProtocolVersion::kTls11, ProtocolVersion::kTls13};
  const auto hello = Say(has);
  if (!hello) return;
  EXPECT_THAT(ListIn<ProtocolVersion>(hello->extensions.Find(ExtensionType::kSupportedVersions), 1),
              UnorderedElementsAreArray(*has.versions));
}

std::string NameOfStack(const ::testing::TestParamInfo<Stack*>& info) {
  std::string name = info.param->info().name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Stacks, ClientHelloOf, ValuesIn(StacksUnderTest()), NameOfStack);

}  // namespace
}  // namespace shakedown
