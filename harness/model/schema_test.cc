// The schema that editors use and the loader must say the same of a document:
// testdata/verdicts.json lists every document beside it with what both must say, and where the
// loader must point.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/model/load.h"
#include "harness/model/names.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kSource = SHAKEDOWN_SOURCE_DIR;
const fs::path kTestdata = kSource / "harness/model/testdata";

std::optional<std::string> ReadFile(const std::string& path, std::string* error) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    *error = "no such file";
    return std::nullopt;
  }
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Json ReadJson(const fs::path& path) {
  std::string error;
  return Json::parse(ReadFile(path.string(), &error).value_or("null"));
}

class Schema : public JsonSchema {
 public:
  Schema() : JsonSchema("scenarios/schema.json") {}

  // The names that a definition spells out.
  std::vector<std::string> Names(const std::string& definition) const {
    const Json& node = json().at("definitions").at(definition);
    const Json& names = node.contains("enum") ? node.at("enum") : node.at("anyOf").at(0).at("enum");
    return names.get<std::vector<std::string>>();
  }
};

Schema& TheSchema() {
  static Schema schema;
  return schema;
}

LoadOptions Options() {
  LoadOptions options;
  options.root = kTestdata.string();
  const auto causes = TheSchema().Names("cause");
  options.causes.insert(causes.begin(), causes.end());
  const Json& systems =
      TheSchema().json().at("/definitions/expect/properties/codes/anyOf/0/properties"_json_pointer);
  for (const auto& [system, unused] : systems.items()) options.systems.insert(system);
  return options;
}

class Verdict : public testing::TestWithParam<std::string> {};

std::vector<std::string> Documents() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kTestdata)) {
    if (entry.path().filename() != "verdicts.json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_P(Verdict, OfSchemaAndLoaderIsTheListedOne) {
  const fs::path path = kTestdata / (GetParam() + ".json");
  const Json listed = ReadJson(kTestdata / "verdicts.json").value(path.filename().string(), Json());
  ASSERT_TRUE(listed.is_object()) << "not in verdicts.json";
  const std::string verdict = listed.at("verdict");

  const auto loaded = LoadScenarios(path.string(), ReadFile, Options());
  std::string errors;
  if (!loaded) {
    for (const LoadError& error : loaded.error()) errors += error.ToString() + "\n";
  }
  EXPECT_EQ(loaded.has_value(), verdict == "good") << errors;
  if (!loaded && verdict != "good") {
    EXPECT_EQ(loaded.error().front().where.path, listed.at("path")) << errors;
    EXPECT_GT(loaded.error().front().where.line, 0) << errors;
    EXPECT_FALSE(loaded.error().front().allowed.empty()) << errors;
  }

  std::string error;
  const Json document = Json::parse(*ReadFile(path.string(), &error), nullptr, false);
  if (document.is_discarded()) return;  // no schema is ever asked
  const std::string objection = TheSchema().Objection(document);
  EXPECT_EQ(objection.empty(), verdict != "bad") << objection;
  EXPECT_EQ(verdict == "loader_only", listed.contains("why"));
}

INSTANTIATE_TEST_SUITE_P(Document, Verdict, testing::ValuesIn(Documents()),
                         [](const auto& test) { return test.param; });

TEST(Verdicts, AreListedForDocumentsThatExist) {
  const Json verdicts = ReadJson(kTestdata / "verdicts.json");
  for (const auto& [name, unused] : verdicts.items()) {
    EXPECT_TRUE(fs::exists(kTestdata / name)) << name;
  }
  EXPECT_GE(Documents().size(), 60u);
}

// Every scenario that is shipped, parts included.
TEST(Schema, AcceptsWhatIsShipped) {
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kSource / "scenarios")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".json" || path.filename().string().ends_with("schema.json")) continue;
    ++count;
    EXPECT_EQ(TheSchema().Objection(ReadJson(path)), "") << path;
  }
  EXPECT_GE(count, 3u);
}

std::vector<std::string> NamesOf(std::span<const CodePoint> registry) {
  std::vector<std::string> names;
  for (const CodePoint& row : registry) names.emplace_back(row.name);
  return names;
}

template <typename E>
std::vector<std::string> NamesOf(std::span<const Named<E>> table) {
  std::vector<std::string> names;
  for (const Named<E>& row : table) names.emplace_back(row.name);
  return names;
}

TEST(Schema, SpellsOutTheRegistries) {
  const Schema& schema = TheSchema();
  EXPECT_EQ(schema.Names("version"), NamesOf(ProtocolVersions()));
  EXPECT_EQ(schema.Names("cipher_suite"), NamesOf(CipherSuites()));
  EXPECT_EQ(schema.Names("group"), NamesOf(NamedGroups()));
  EXPECT_EQ(schema.Names("signature_scheme"), NamesOf(SignatureSchemes()));
  EXPECT_EQ(schema.Names("alert"), NamesOf(AlertDescriptions()));
  EXPECT_EQ(schema.Names("handshake_message"), NamesOf(HandshakeTypes()));
}

TEST(Schema, SpellsOutTheModelsOwnNames) {
  const Schema& schema = TheSchema();
  EXPECT_EQ(schema.Names("key_type"), NamesOf(KeyTypes()));
  EXPECT_EQ(schema.Names("fault"), NamesOf(CertificateFaults()));
  const auto values = [&](const char* pointer) {
    return schema.json().at(Json::json_pointer(pointer)).get<std::vector<std::string>>();
  };
  const std::string link = "/definitions/link_fault/properties";
  EXPECT_EQ(values((link + "/do/enum").c_str()), NamesOf(LinkVerbs()));
  EXPECT_EQ(values((link + "/content_type/anyOf/0/enum").c_str()), NamesOf(ContentTypes()));
  EXPECT_EQ(values("/definitions/expect/properties/outcome/anyOf/0/enum"), NamesOf(OutcomeKinds()));
}

// The causes and systems are data of the layer above; the schema holds a copy for editors.
TEST(Schema, SpellsOutTheCausesAndSystems) {
  std::vector<std::string> causes;
  std::set<std::string> systems;
  for (const auto& entry : fs::directory_iterator(kSource / "harness/codes/data")) {
    const Json table = ReadJson(entry.path());
    for (const Json& cause : table.value("causes", Json::array())) causes.push_back(cause["key"]);
    if (table.contains("system")) systems.insert(table["system"].get<std::string>());
  }
  EXPECT_EQ(TheSchema().Names("cause"), causes);
  EXPECT_EQ(Options().systems, systems);
}

TEST(Schema, DescribesEveryField) {
  for (const char* definition : {"client", "server", "host", "certificate", "expect", "resume",
                                 "link_fault", "unless", "case"}) {
    const Json& properties = TheSchema().json().at("definitions").at(definition).at("properties");
    for (const auto& [name, field] : properties.items()) {
      EXPECT_FALSE(field.value("description", "").empty()) << definition << "." << name;
    }
  }
}

}  // namespace
}  // namespace shakedown
