#include "harness/model/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace shakedown {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Files = std::map<std::string, std::string>;
using LoadedScenarios = tl::expected<std::vector<Scenario>, std::vector<LoadError>>;

LoadedScenarios Load(const Files& files, LoadOptions options = {},
                     const std::string& path = "s/a.json") {
  if (options.root.empty()) options.root = "s";
  const Reader reader = [&](const std::string& name,
                            std::string* error) -> std::optional<std::string> {
    const auto file = files.find(name);
    if (file != files.end()) return file->second;
    *error = "no such file";
    return std::nullopt;
  };
  return LoadScenarios(path, reader, options);
}

// The scenarios of one file; the test fails if it is refused.
std::vector<Scenario> Good(const std::string& text, const Files& more = {}) {
  Files files = more;
  files["s/a.json"] = text;
  auto loaded = Load(files);
  if (loaded) return *std::move(loaded);
  for (const LoadError& error : loaded.error()) ADD_FAILURE() << error.ToString();
  return {};
}

std::vector<std::string> Names(const std::vector<Scenario>& scenarios) {
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios) names.push_back(scenario.name);
  return names;
}

struct Refusal {
  int line, column;
  std::string path, message, found, allowed;  // message and allowed: a part of them
};

// Expects exactly one problem in s/a.json.
void ExpectRefused(const LoadedScenarios& loaded, const Refusal& refusal,
                   const std::string& file = "s/a.json") {
  ASSERT_FALSE(loaded.has_value());
  ASSERT_EQ(loaded.error().size(), 1u) << loaded.error()[1].ToString();
  const LoadError& error = loaded.error()[0];
  SCOPED_TRACE(error.ToString());
  EXPECT_EQ(error.where.file, file);
  EXPECT_EQ(error.where.line, refusal.line);
  EXPECT_EQ(error.where.column, refusal.column);
  EXPECT_EQ(error.where.path, refusal.path);
  EXPECT_THAT(error.message, HasSubstr(refusal.message));
  EXPECT_EQ(error.found, refusal.found);
  EXPECT_THAT(error.allowed, HasSubstr(refusal.allowed));
}

constexpr const char* kAgreed = R"("expect": {"outcome": "agreed"})";

std::string WithAgreed(const std::string& members) { return "{" + members + ",\n" + kAgreed + "}"; }

std::string Absolute(const std::string& path) { return std::filesystem::absolute(path).string(); }

// Bad input, item by item.

TEST(Load, RefusesAStackThatNobodyKnows) {
  LoadOptions options;
  options.stacks = {"boringssl", "boringssl-debian", "openssl"};
  const auto load = [&options](const std::string& stack) {
    const std::string text = WithAgreed(R"("client": {"stack": ")" + stack + R"("})");
    return Load({{"s/a.json", text}}, options);
  };
  ExpectRefused(load("opensssl"),
                {1, 22, "/client/stack", "unknown stack", "\"opensssl\"", "did you mean openssl?"});
  for (const char* known : {"openssl", "openssl-3*", "boringssl*", "*"}) {
    EXPECT_TRUE(load(known).has_value()) << known;
  }
}

TEST(Load, TellsWhatStandsBehindAValueAsOfTheObjectAround) {
  const auto path = [](const std::string& text) {
    return Load({{"s/a.json", text}}).error().at(0).where.path;
  };
  EXPECT_EQ(path(R"({"expect": {"outcome": "agreed"}, "expect": {}})"), "/expect");
  EXPECT_EQ(path(R"({"client": {"alpn": ["]}"], "alpn": []}, "expect": {"outcome": "agreed"}})"),
            "/client/alpn");
  EXPECT_EQ(path(R"({"expect": {"outcome": "agreed"}} x)"), "");
}

TEST(Load, RefusesAHostWithWhatIsOfTheServerAsAWhole) {
  for (const std::string field : {"stack", "fips", "script"}) {
    const auto loaded = Load({{"s/a.json", WithAgreed(R"("server": {"hosts": [{"name": "b", ")" +
                                                      field + R"(": null}]})")}});
    ASSERT_FALSE(loaded.has_value()) << field;
    EXPECT_THAT(loaded.error()[0].message, HasSubstr("unknown field"));
  }
}

TEST(Load, RefusesAnotherStackForTheSecondConnection) {
  const auto load = [](const std::string& first, const std::string& second) {
    return Load(
        {{"s/a.json", WithAgreed(R"("server": {"stack": )" + first +
                                 R"(}, "resume": {"server": {"stack": )" + second + "}}")}});
  };
  const auto refused = load("null", "\"openssl\"");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error()[0].where.path, "/resume/server/stack");
  EXPECT_FALSE(load("\"gnutls\"", "\"openssl\"").has_value());
  EXPECT_TRUE(load("\"openssl\"", "\"openssl\"").has_value());
}

TEST(Load, RefusesAPemFileThatIsNotThereWhereFilesAreLookedFor) {
  const std::string text = WithAgreed(R"("client": {"trust": ["nowhere.pem"]})");
  LoadOptions options;
  EXPECT_TRUE(Load({{"s/a.json", text}}, options).has_value());
  options.look_for_files = true;
  ExpectRefused(Load({{"s/a.json", text}}, options),
                {1, 23, "/client/trust/0", "no such file", "\"nowhere.pem\"", "a PEM file"});
}

TEST(Load, NamesCasesAlikeHoweverTheFileIsNamed) {
  const std::string text = WithAgreed(R"("client": {})");
  LoadOptions options;
  options.root = "s";
  const std::string whole = Absolute("s/x/a.json");
  EXPECT_EQ(Load({{"s/x/a.json", text}}, options, "s/x/a.json").value()[0].name, "x/a");
  EXPECT_EQ(Load({{whole, text}}, options, whole).value()[0].name, "x/a");
  options.root = Absolute("s");
  EXPECT_EQ(Load({{"s/x/a.json", text}}, options, "s/x/a.json").value()[0].name, "x/a");
}

TEST(Load, PointsIntoMalformedJson) {
  ExpectRefused(Load({{"s/a.json", "{\n  \"client\": {,}\n}"}}),
                {2, 14, "", "malformed JSON", "\",\"", "string literal"});
  ExpectRefused(Load({{"s/a.json", "{\n  \"client\": nul }"}}),
                {2, 13, "", "malformed JSON", "\"nul\"", ""});
}

TEST(Load, PointsAtTheEndOfATruncatedFile) {
  ExpectRefused(Load({{"s/a.json", "{\n \"client\": {"}}),
                {2, 13, "", "malformed JSON", "the end of the file", "string literal"});
}

TEST(Load, RefusesAnEmptyFile) {
  ExpectRefused(Load({{"s/a.json", ""}}),
                {1, 1, "", "malformed JSON", "the end of the file", "literal"});
}

TEST(Load, PointsAtAnUnknownFieldAndSuggestsTheNearest) {
  ExpectRefused(Load({{"s/a.json",
                       "{\n  \"client\": {\n    \"groops\": []}, " + std::string(kAgreed) + "}"}}),
                {3, 5, "/client/groops", "unknown field", "\"groops\"", "did you mean groups?"});
}

TEST(Load, PointsAtAnUnknownNameAndSuggestsTheNearest) {
  ExpectRefused(
      Load({{"s/a.json", WithAgreed("\n\"client\": {\"groups\": [\"x25519\", \"secp256r2\"]}")}}),
      {2, 33, "/client/groups/1", "unknown group", "\"secp256r2\"", "did you mean secp256r1?"});
}

TEST(Load, ChecksCausesAndSystemsAgainstTheGivenLists) {
  LoadOptions options;
  options.causes = {"unknown_ca", "expired"};
  options.systems = {"jsse"};
  const auto loaded = Load({{"s/a.json", R"({"expect": {"outcome": "refused", "by": "client",
 "alert": 48, "cause": "unknow_ca",
 "codes": {"jss": "x"}}})"}},
                           options);
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().size(), 2u);
  EXPECT_EQ(loaded.error()[0].where.path, "/expect/cause");
  EXPECT_EQ(loaded.error()[0].allowed, "one of expired, unknown_ca; did you mean unknown_ca?");
  EXPECT_EQ(loaded.error()[1].where.path, "/expect/codes/jss");
  EXPECT_EQ(loaded.error()[1].where.line, 3);
  EXPECT_EQ(loaded.error()[1].where.column, 12);
}

TEST(Load, PointsAtAWrongType) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"client\": {\"versions\": \"TLS 1.2\"}")}}),
                {1, 25, "/client/versions", "wrong type", "\"TLS 1.2\"", "an array"});
}

TEST(Load, CountsColumnsInCharacters) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"about\": \"größer\", \"name\": 1")}}),
                {1, 29, "/name", "wrong type", "1", "a string"});
}

TEST(Load, PointsAtAContradictionAndNamesTheCase) {
  ExpectRefused(
      Load({{"s/a.json",
             WithAgreed("\"client\": {\"groups\": [\"x25519\"],\n \"key_shares\": [\"x448\"]}")}}),
      {2, 16, "/client/key_shares", "case \"a\": key share x448 is not among the groups",
       "[\"x448\"]", "out of \"groups\""});
}

TEST(Load, PointsIntoTheBaseThatWroteAContradiction) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"extends\": \"base/b.json\", \"server\": "
                                              "{\"client_auth\": \"none\"}")},
                      {"s/base/b.json", "{\"server\":\n {\"ca_names\": [\"ec-ca\"]}}"}}),
                {2, 15, "/server/ca_names", "CA names without client authentication", "[\"ec-ca\"]",
                 "\"request\" or \"require\""},
                "s/base/b.json");
}

TEST(Load, FindsAContradictionThatOnlyAMatrixMakes) {
  const auto loaded = Load({{"s/a.json", WithAgreed(R"("server": {"ca_names": ["ec-ca"]},
    "matrix": {"server.client_auth": ["require", "none"]})")}});
  ExpectRefused(loaded, {1, 25, "/server/ca_names", "case \"a[none]\"", "[\"ec-ca\"]", "request"});
}

TEST(Load, PointsAtCertificateFaultsThatContradictEachOther) {
  struct {
    const char* certificate;  // after {"issuer": "ec-ca", on line 2
    int column;
    const char* field;
    const char* message;
    const char* found;
    const char* allowed;
  } const rows[] = {
      {R"("faults": ["issuer_not_ca"]})", 59, "faults", "issuer_not_ca needs an intermediate",
       R"(["issuer_not_ca"])", "\"intermediates\" of one key type or more"},
      {R"("faults": ["path_length"], "intermediates": ["ed25519"]})", 59, "faults",
       "path_length needs two intermediates", R"(["path_length"])", "two key types or more"},
      {R"("faults": ["path_length", "issuer_not_ca"], "intermediates": ["ed25519", "ed25519"]})",
       59, "faults", "path_length contradicts issuer_not_ca", R"(["path_length","issuer_not_ca"])",
       "one of the two"},
      {R"("faults": ["expired", "not_yet_valid"]})", 59, "faults",
       "expired contradicts not_yet_valid", R"(["expired","not_yet_valid"])", "one of the two"},
      {R"("faults": ["self_signed", "unknown_ca"]})", 59, "faults",
       "self_signed contradicts unknown_ca", R"(["self_signed","unknown_ca"])", "one of the two"},
      {R"("faults": ["self_signed", "revoked"]})", 59, "faults", "self_signed contradicts revoked",
       R"(["self_signed","revoked"])", "one of the two"},
      {R"("faults": ["revoked", "unknown_ca"]})", 59, "faults", "revoked contradicts unknown_ca",
       R"(["revoked","unknown_ca"])", "one of the two"},
      {R"("faults": ["self_signed"], "intermediates": ["ed25519"]})", 59, "faults",
       "self_signed has no intermediates", R"(["self_signed"])", "no \"intermediates\""},
      {R"("faults": ["revoked"], "intermediates": ["ed25519"]})", 59, "faults",
       "intermediates have no CRL", R"(["revoked"])", "no \"intermediates\" with revoked"},
      {R"("faults": ["sha1_signature"], "intermediates": ["ed25519"]})", 59, "faults",
       "ed25519 key has no signature with SHA-1", R"(["sha1_signature"])", "RSA or ECDSA key"},
      {R"("signature": "rsa_pkcs1_sha256"})", 62, "signature",
       "secp256r1 key cannot sign with rsa_pkcs1_sha256", R"("rsa_pkcs1_sha256")",
       "of the issuer's key type"},
      {R"("signature": "0x1234"})", 62, "signature", "no certificate can be signed with 0x1234",
       R"("0x1234")", "a signature scheme for certificates"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.certificate);
    ExpectRefused(Load({{"s/a.json", WithAgreed(std::string("\n\"server\": {\"certificates\": "
                                                            "[{\"issuer\": \"ec-ca\", ") +
                                                row.certificate + "]}")}}),
                  {2, row.column, std::string("/server/certificates/0/") + row.field, row.message,
                   row.found, row.allowed});
  }
}

TEST(Load, PointsAtANameThatNoCertificateCarries) {
  ExpectRefused(
      Load({{"s/a.json", WithAgreed(R"("server": {"certificates": [{"names": ["two words"]}]})")}}),
      {1, 41, "/server/certificates/0/names/0", "not a certificate's name", "\"two words\"",
       "printable ASCII"});
}

TEST(Load, AsksForTrustInAChainFromAFileThatIsToBeAgreedOn) {
  const std::string server =
      R"("server": {"certificates": [{"chain_file": "c.pem", "key_file": "k.pem"}]})";
  ExpectRefused(Load({{"s/a.json", WithAgreed(server)}}),
                {1, 45, "/server/certificates/0/chain_file",
                 "the client is to agree, but trusts no root of a chain from a file", "\"c.pem\"",
                 "\"trust\" of the client"});
  for (const char* enough : {R"("trust": ["root.pem"])", R"("verify": "accept_all")"}) {
    EXPECT_TRUE(Load({{"s/a.json", WithAgreed(server + ", \"client\": {" + enough + "}")}}))
        << enough;
  }
  EXPECT_TRUE(Load({{"s/a.json", "{" + server + R"(, "expect": {"outcome": "refused",
      "by": "client", "alert": "unknown_ca", "cause": "unknown_ca"}})"}}));
  const std::string client =
      R"("client": {"certificates": [{"chain_file": "c.pem", "key_file": "k.pem"}]})";
  EXPECT_TRUE(Load({{"s/a.json", WithAgreed(client)}})) << "the server does not ask for it";
  EXPECT_FALSE(
      Load({{"s/a.json", WithAgreed(client + R"(, "server": {"client_auth": "require"})")}}));
}

TEST(Load, RefusesAnExtendsCycle) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"extends\": \"b.json\"")},
                      {"s/b.json", "{\n\"extends\": [\"a.json\"]}"}}),
                {2, 13, "/extends/0", "extends cycle", "s/a.json -> s/b.json -> s/a.json",
                 "no file that extends itself"},
                "s/b.json");
}

TEST(Load, RefusesAMissingFile) {
  ExpectRefused(Load({}), {0, 0, "", "cannot read (no such file)", "\"s/a.json\"", "can be read"});
}

TEST(Load, RefusesAMissingBase) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"extends\": \"../c.json\"")}}),
                {1, 13, "/extends", "cannot read (no such file)", "\"../c.json\"",
                 "can be read: c.json is none"});
}

TEST(Load, RefusesAMatrixThatExplodesWithoutExpandingIt) {
  std::string matrix = "\"matrix\": {";
  for (int i = 0; i < 30; ++i) {
    matrix += (i == 0 ? "" : ",") + std::string("\"expect.codes.x") + std::to_string(i) +
              "\": [0,1,2,3,4,5,6,7,8,9]";
  }
  ExpectRefused(Load({{"s/a.json", WithAgreed(matrix + "}")}}),
                {1, 12, "/matrix", "matrix explosion in case \"a\"",
                 "1000000000000000000000000000000 cases", "at most 100000 cases"});
}

TEST(Load, CountsTheCasesOfAFileTogether) {
  LoadOptions options;
  options.max_cases = 5;
  const std::string text = R"({"expect": {"outcome": "agreed"}, "cases": [{"name": "x"},
 {"name": "y", "matrix": {"client.security_level": [0,1,2,3,4]}}]})";
  ExpectRefused(Load({{"s/a.json", text}}, options),
                {2, 26, "/cases/1/matrix", "matrix explosion in case \"a/y\"",
                 "5 cases besides the 1 before in this file", "at most 5"});
  options.max_cases = 6;
  EXPECT_TRUE(Load({{"s/a.json", text}}, options).has_value());
}

TEST(Load, RefusesASelectionThatExplodes) {
  LoadOptions options;
  options.max_cases = 8;
  ExpectRefused(
      Load({{"s/a.json", WithAgreed(R"("strength": 2, "matrix": {
 "client.tickets": [true, false], "client.security_level": [0, 1, 2],
 "server.security_level": [0, 1, 2]})")}},
           options),
      {1, 27, "/matrix", "matrix explosion", "9 cases or more of 18 combinations", "at most 8"});
}

TEST(Load, RefusesADuplicateKey) {
  ExpectRefused(Load({{"s/a.json", "{\"client\": {\"alpn\": [], \n \"alpn\": []}, " +
                                       std::string(kAgreed) + "}"}}),
                {2, 2, "/client/alpn", "duplicate key", "\"alpn\"", "each key once"});
}

TEST(Load, RefusesADuplicateEntry) {
  ExpectRefused(Load({{"s/a.json", WithAgreed("\"client\": {\"alpn\": [\"h2\", \"h2\"]}")}}),
                {1, 28, "/client/alpn/1", "duplicate entry", "\"h2\"", "each entry once"});
}

TEST(Load, RefusesADuplicateCaseName) {
  ExpectRefused(
      Load({{"s/a.json", WithAgreed("\"cases\": [{\"name\": \"x\"},\n {\"name\": \"x\"}]")}}),
      {2, 11, "/cases/1/name", "duplicate case name", "\"x\"", "each name once"});
}

TEST(Load, RefusesANegativeCaseThatDoesNotSayWhatGoesWrong) {
  ExpectRefused(Load({{"s/a.json", R"({"expect": {"outcome": "refused", "by": "client"}})"}}),
                {1, 12, "/expect", "case \"a\" expects \"refused\" without alert, cause",
                 R"({"outcome":"refused","by":"client"})", "by, alert, cause"});
}

TEST(Load, RefusesACaseWithoutExpectation) {
  ExpectRefused(Load({{"s/a.json", "{\"cases\": [\n{\"name\": \"x\"}]}"}}),
                {2, 1, "/cases/0", "case \"a/x\" has no", "\"expect\"", "in every case"});
}

TEST(Load, RefusesAnIndexOutOfRange) {
  ExpectRefused(
      Load({{"s/a.json",
             WithAgreed("\"matrix\": {\n\"server.certificates.1.key\": [\"rsa2048\"]}")}}),
      {2, 1, "/matrix/server.certificates.1.key", "index 1 is out of range",
       "\"server.certificates.1.key\"", "0 to 0"});
}

TEST(Load, ReportsEveryProblemOfAFileInOrder) {
  const auto loaded = Load({{"s/a.json", R"({"client": {"groops": [], "versions": ["TLS 1.4"]},
  "server": 1, "matrix": {"client.tickets": []}, "expect": {"outcome": "agreed"}})"}});
  ASSERT_FALSE(loaded);
  std::vector<std::string> paths;
  for (const LoadError& error : loaded.error()) paths.push_back(error.where.path);
  EXPECT_THAT(paths, ElementsAre("/client/groops", "/client/versions/0", "/server",
                                 "/matrix/client.tickets"));
}

TEST(Load, RefusesWhatIsNestedTooDeep) {
  const auto loaded = Load({{"s/a.json", std::string(100000, '[')}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error()[0].where.column, 33);
  EXPECT_EQ(loaded.error()[0].allowed, "at most 32 levels");
}

TEST(Load, RefusesWhatIsTooLong) {
  ExpectRefused(Load({{"s/a.json", std::string((64 << 20) + 1, ' ')}}),
                {0, 0, "", "file too large", "67108865 bytes", "at most 67108864"});
}

TEST(Load, PointsAtTheFaultyTokenWhereverItStands) {
  const std::tuple<const char*, int, const char*> kCases[] = {
      {"[1,,2]", 4, "\",\""},       {"[1:2]", 3, "\":\""},       {"{\"a\":1]", 7, "\"]\""},
      {"[1 2]", 4, "\"2\""},        {"{\"a\" 1}", 6, "\"1\""},   {"{} {}", 4, "\"{\""},
      {"[\"a\nb\"]", 4, "\"\\n\""}, {"{\"a\":: 1}", 6, "\":\""}, {"{\"a\": tru}", 7, "\"tru}\""},
  };
  for (const auto& [text, column, found] : kCases) {
    const auto loaded = Load({{"s/a.json", text}});
    ASSERT_FALSE(loaded.has_value()) << text;
    ASSERT_EQ(loaded.error().size(), 1u) << text;
    const LoadError& error = loaded.error()[0];
    EXPECT_EQ(error.where.line, 1) << text;
    EXPECT_EQ(error.where.column, column) << text << ": " << error.ToString();
    EXPECT_EQ(error.found, found) << text;
  }
}

TEST(LoadErrorText, NamesPlaceFoundAndAllowed) {
  LoadError error;
  error.where = {"a.json", 12, 9, "/client/groups/0"};
  error.found = "\"x\"";
  error.allowed = "one of y";
  error.message = "unknown group";
  EXPECT_EQ(error.ToString(),
            "a.json:12:9: /client/groups/0: unknown group \"x\" (allowed: one of y)");
}

// What is read.

TEST(Load, NamesCasesByFileCaseAndLabels) {
  EXPECT_THAT(
      Names(Good(R"({"expect": {"outcome": "agreed"}, "cases": [{"name": "plain"},
    {"name": "m", "matrix": {"client.versions": [["TLS 1.2"], ["TLS 1.2", "TLS 1.3"]],
                             "server.tickets": [true, {"label": "off", "value": false}],
                             "client.server_name": ["x.example", null]}}]})")),
      ElementsAre("a/plain", "a/m[TLS 1.2,true,x.example]", "a/m[TLS 1.2,true,null]",
                  "a/m[TLS 1.2,off,x.example]", "a/m[TLS 1.2,off,null]",
                  "a/m[[TLS 1.2,TLS 1.3],true,x.example]", "a/m[[TLS 1.2,TLS 1.3],true,null]",
                  "a/m[[TLS 1.2,TLS 1.3],off,x.example]", "a/m[[TLS 1.2,TLS 1.3],off,null]"));
}

TEST(Load, NamesAreToldFromTheRoot) {
  LoadOptions options;
  options.root = "x/s/";
  const Files files = {{"x/s/alert-40/groups.json", "{" + std::string(kAgreed) + "}"},
                       {"x/s/alert-40/other.json", WithAgreed("\"name\": \"own\"")}};
  EXPECT_THAT(Names(*Load(files, options, "x/s/alert-40/groups.json")),
              ElementsAre("alert-40/groups"));
  EXPECT_THAT(Names(*Load(files, options, "x/s/alert-40/other.json")), ElementsAre("alert-40/own"));
  options.root = "elsewhere";
  EXPECT_THAT(Names(*Load(files, options, "x/s/alert-40/groups.json")), ElementsAre("groups"));
}

TEST(Load, ChecksAPartAndMakesNoScenarioOfIt) {
  LoadOptions options;
  options.root = "s";
  const auto loaded =
      Load({{"s/base/a.json", R"({"client": {"tickets": true}})"}}, options, "s/base/a.json");
  ASSERT_TRUE(loaded.has_value());
  EXPECT_THAT(*loaded, IsEmpty());
  EXPECT_FALSE(
      Load({{"s/base/a.json", R"({"client": {"tickets": 1}})"}}, options, "s/base/a.json"));
}

TEST(Load, LaysAFileOverWhatItExtends) {
  const auto scenarios = Good(
      R"({"extends": ["b.json", "c.json"], "client": {"tickets": false, "alpn": null},
          "expect": {"outcome": "agreed"}})",
      {{"s/b.json", R"({"name": "b", "about": "b", "matrix": {"client.tickets": [true, false]},
                        "client": {"groups": ["x25519", "secp256r1"], "alpn": ["h2"],
                                   "tickets": true}})"},
       {"s/c.json", R"({"client": {"groups": ["x448"], "session_ids": true}})"}});
  ASSERT_EQ(Names(scenarios), std::vector<std::string>{"a"});
  const Capabilities& client = scenarios[0].client;
  EXPECT_THAT(client.groups.value(), ElementsAre(NamedGroup::kX448));
  EXPECT_EQ(client.tickets, false);
  EXPECT_EQ(client.session_ids, true);
  EXPECT_EQ(client.alpn, std::nullopt);
  EXPECT_EQ(scenarios[0].about, "");
}

TEST(Load, ReadsSidesAndDefaults) {
  const Scenario scenario = Good(R"({"client": {"stack": "openssl", "versions": ["TLS 1.3"],
    "cipher_suites": ["TLS_AES_256_GCM_SHA384", "0x00ff"], "key_shares": [], "server_name": null,
    "verify_name": "b.example", "fips": "at_encryption", "max_fragment_length": 512,
    "trust": ["rsa-ca.other", "pem/root.pem"]},
    "server": {"client_auth": "request", "hosts": [{"name": "h.example", "alpn": ["h2"]}],
               "ticket_key": "k"},
    "expect": {"outcome": "agreed"}})")
                                .at(0);
  const Capabilities& client = scenario.client;
  EXPECT_EQ(client.stack, "openssl");
  EXPECT_THAT(client.versions.value(), ElementsAre(ProtocolVersion::kTls13));
  EXPECT_THAT(client.cipher_suites.value(), ElementsAre(CipherSuite{0x1302}, CipherSuite{0x00ff}));
  EXPECT_THAT(client.key_shares.value(), IsEmpty());
  EXPECT_EQ(client.groups, std::nullopt);
  EXPECT_EQ(client.server_name, "");
  EXPECT_EQ(client.verify_name, "b.example");
  EXPECT_EQ(client.fips, Fips::kAtEncryption);
  EXPECT_EQ(client.max_fragment_length, 512);
  EXPECT_THAT(client.trust.value(), ElementsAre("rsa-ca.other", Absolute("s/pem/root.pem")));
  EXPECT_THAT(client.certificates, IsEmpty());
  const Capabilities& server = scenario.server;
  EXPECT_THAT(server.certificates, ElementsAre(CertificateSpec{}));
  EXPECT_EQ(server.client_auth, ClientAuth::kRequest);
  ASSERT_EQ(server.hosts.size(), 1u);
  EXPECT_EQ(server.hosts[0].name, "h.example");
  EXPECT_EQ(server.hosts[0].capabilities.ticket_key, "k");
  EXPECT_THAT(server.hosts[0].capabilities.alpn.value(), ElementsAre("h2"));
  EXPECT_EQ(server.alpn, std::nullopt);
  EXPECT_FALSE(scenario.resume);
}

TEST(Load, ReadsCertificatesScriptsAndLinkFaults) {
  const Scenario scenario = Good(R"({
    "client": {"stack": "script", "script": ["hex:16 03", "text:a\u0000b"], "script_close": true},
    "server": {"certificates": [{"key": "rsa2048", "issuer": "ec-ca", "intermediates": ["ed25519"],
                                 "faults": ["expired"], "signing": "corrupts",
                                 "names": ["a.example"], "signature": "ed25519"},
                                {"chain_file": "c.pem", "key_file": "/k.pem"}]},
    "link": [{"from": "server", "do": "set", "message": "ServerHello", "at": -2, "bytes": "beef"}],
    "expect": {"outcome": "closed", "by": "server", "cause": "x"}})")
                                .at(0);
  EXPECT_THAT(scenario.client.script, ElementsAre(Bytes{0x16, 0x03}, Bytes{'a', 0, 'b'}));
  EXPECT_TRUE(scenario.client.script_close);
  const CertificateSpec& made = scenario.server.certificates.at(0);
  EXPECT_EQ(made.key, KeyType::kRsa2048);
  EXPECT_THAT(made.intermediates, ElementsAre(KeyType::kEd25519));
  EXPECT_THAT(made.faults, ElementsAre(CertificateFault::kExpired));
  EXPECT_EQ(made.signing, Signing::kCorrupts);
  EXPECT_EQ(made.signature, SignatureScheme::kEd25519);
  EXPECT_EQ(scenario.server.certificates.at(1).chain_file, Absolute("s/c.pem"));
  EXPECT_EQ(scenario.server.certificates.at(1).key_file, "/k.pem");
  const LinkFault fault{.from = Role::kServer,
                        .verb = LinkVerb::kSet,
                        .nth = 0,
                        .message = HandshakeType::kServerHello,
                        .content_type = std::nullopt,
                        .at = -2,
                        .bytes = {0xbe, 0xef}};
  EXPECT_THAT(scenario.link, ElementsAre(fault));
}

TEST(Load, ReadsExpectationsAndExceptions) {
  const Scenario scenario = Good(R"({"expect": {"outcome": "refused", "by": "server",
    "alert": "handshake_failure", "alert_received": null, "cause": "c", "phase": "ClientHello",
    "codes": {"boringssl": 253, "jsse": "x"}, "also": [{"alert": 0, "level": "warning"}]},
    "unless": [{"client.stack": "gnutls*", "expect": {"alert": 80}, "why": "w"},
               {"server.stack": "x", "expect": {"outcome": "agreed"}, "why": "v"}]})")
                                .at(0);
  const Expectation& expect = scenario.expect;
  EXPECT_EQ(expect.outcome, OutcomeKind::kRefused);
  EXPECT_EQ(expect.by, Role::kServer);
  EXPECT_EQ(expect.alert, AlertDescription::kHandshakeFailure);
  EXPECT_TRUE(expect.alert_lost);
  EXPECT_EQ(expect.cause, "c");
  EXPECT_EQ(expect.phase, "ClientHello");
  EXPECT_EQ(expect.codes.at("boringssl"), "253");
  EXPECT_EQ(expect.codes.at("jsse"), "x");
  EXPECT_THAT(expect.also,
              ElementsAre(Alert{AlertLevel::kWarning, AlertDescription::kCloseNotify}));
  ASSERT_EQ(scenario.unless.size(), 2u);
  EXPECT_EQ(scenario.unless[0].when.at("client.stack"), "gnutls*");
  EXPECT_EQ(scenario.unless[0].why, "w");
  EXPECT_EQ(scenario.unless[0].expect.alert, AlertDescription::kInternalError);
  EXPECT_EQ(scenario.unless[0].expect.cause, "c");
  EXPECT_EQ(scenario.unless[1].expect.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(scenario.unless[1].expect.alert, std::nullopt);
  EXPECT_EQ(scenario.unless[1].expect.cause, std::nullopt);
}

TEST(Load, LaysResumeOverTheFirstConnection) {
  const Scenario scenario = Good(R"({"client": {"tickets": true, "groups": ["x25519"]},
    "resume": {"client": {"groups": ["secp256r1"]}}, "expect": {"outcome": "agreed"}})")
                                .at(0);
  EXPECT_TRUE(scenario.resume);
  EXPECT_THAT(scenario.resume_client.groups.value(), ElementsAre(NamedGroup::kSecp256r1));
  EXPECT_EQ(scenario.resume_client.tickets, true);
  EXPECT_EQ(scenario.resume_server, scenario.server);
}

TEST(Matrix, SetsPathsInStepAndNullRemoves) {
  const auto scenarios = Good(R"({"client": {"tickets": true},
    "matrix": {"client.versions,expect.version,client.tickets": [
       {"label": "1.2", "value": [["TLS 1.2"], "TLS 1.2", null]},
       {"label": "1.3", "value": [["TLS 1.3"], "TLS 1.3", false]}]},
    "expect": {"outcome": "agreed"}})");
  EXPECT_THAT(Names(scenarios), ElementsAre("a[1.2]", "a[1.3]"));
  EXPECT_THAT(scenarios[0].client.versions.value(), ElementsAre(ProtocolVersion::kTls12));
  EXPECT_EQ(scenarios[0].expect.version, ProtocolVersion::kTls12);
  EXPECT_EQ(scenarios[0].client.tickets, std::nullopt);
  EXPECT_EQ(scenarios[1].expect.version, ProtocolVersion::kTls13);
  EXPECT_EQ(scenarios[1].client.tickets, false);
}

TEST(Matrix, EntersTheServersDefaultCertificate) {
  const auto scenarios =
      Good(WithAgreed(R"("matrix": {"server.certificates.0.key": ["rsa2048", "ed25519"]})"));
  ASSERT_EQ(scenarios.size(), 2u);
  EXPECT_EQ(scenarios[0].server.certificates.at(0).key, KeyType::kRsa2048);
  EXPECT_EQ(scenarios[1].server.certificates.at(0).key, KeyType::kEd25519);
}

TEST(Matrix, OfACaseIsAddedToThatOfTheFile) {
  EXPECT_THAT(Names(Good(R"({"expect": {"outcome": "agreed"},
    "matrix": {"client.tickets": [true, false]},
    "cases": [{"name": "x", "matrix": {"server.tickets": [true]}},
              {"name": "y", "matrix": {"client.tickets": null}},
              {"name": "z", "matrix": null}]})")),
              ElementsAre("a/x[true,true]", "a/x[false,true]", "a/y", "a/z"));
}

TEST(Matrix, SelectsTheSameCasesEveryTime) {
  const std::string text = WithAgreed(R"("strength": 2, "matrix": {
    "client.security_level": [0, 1, 2], "server.security_level": [0, 1, 2],
    "client.tickets": [true, false], "server.tickets": [true, false]})");
  const auto names = Names(Good(text));
  EXPECT_EQ(names, Names(Good(text)));
  EXPECT_GE(names.size(), 9u);
  EXPECT_LT(names.size(), 18u);
}

TEST(Matrix, DropsWhatAnotherOutcomeCannotHave) {
  const auto scenarios = Good(R"({"expect": {"outcome": "refused", "by": "client", "alert": 48,
    "cause": "unknown_ca"}, "matrix": {"client.verify,expect.outcome":
    [{"label": "strict", "value": [null, "refused"]},
     {"label": "lax", "value": ["accept_all", "agreed"]}]}})");
  ASSERT_EQ(scenarios.size(), 2u);
  EXPECT_EQ(scenarios[0].expect.alert, AlertDescription::kUnknownCa);
  EXPECT_EQ(scenarios[1].expect.alert, std::nullopt);
  EXPECT_EQ(scenarios[1].expect.by, std::nullopt);
}

TEST(ParseExpectation, ReadsAPartOfAnExpectation) {
  const auto parsed = ParseExpectation(R"({"alert": "unknown_ca"})", "b.json");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->alert, AlertDescription::kUnknownCa);
  EXPECT_EQ(parsed->outcome, std::nullopt);
}

TEST(ParseExpectation, PointsAtWhatIsWrong) {
  const auto parsed = ParseExpectation("{\n \"alrt\": 1}", "b.json");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error()[0].where.file, "b.json");
  EXPECT_EQ(parsed.error()[0].where.line, 2);
  EXPECT_EQ(parsed.error()[0].where.column, 2);
  EXPECT_EQ(parsed.error()[0].where.path, "/alrt");
}

TEST(Nearest, StaysWithinAThirdOfTheLength) {
  const std::vector<std::string> names = {"secp256r1", "secp384r1", "x25519"};
  EXPECT_EQ(Nearest("secp256r2", names), "secp256r1");
  EXPECT_EQ(Nearest("secp265r1", {"secp160r1", "secp256r1"}), "secp256r1");
  EXPECT_EQ(Nearest("X25519", names), "x25519");
  EXPECT_EQ(Nearest("x25", names), "");
  EXPECT_EQ(Nearest("", names), "");
  EXPECT_EQ(Nearest(std::string(100000, 'x'), names), "");
}

}  // namespace
}  // namespace shakedown
