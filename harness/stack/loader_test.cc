#include "harness/stack/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kModules = SHAKEDOWN_BUILD_DIR "/tests/modules";

// Reason for which the stack `name` was dropped; empty if it was not.
std::string ReasonFor(const LoadedStacks& loaded, const std::string& name) {
  for (const DroppedStack& dropped : loaded.dropped) {
    if (dropped.name == name) return dropped.reason;
  }
  return "";
}

TEST(LoadStacks, SaysHowToGetEveryStackThatWasNotBuilt) {
  const LoadedStacks loaded = LoadStacks("/nonexistent");
  EXPECT_TRUE(loaded.stacks.empty());
  ASSERT_EQ(loaded.dropped.size(), 4u);
  EXPECT_EQ(ReasonFor(loaded, "gnutls"),
            "not built: needs libgnutls28-dev; apt-get install libgnutls28-dev, then ./dev run");
  EXPECT_THAT(ReasonFor(loaded, "openssl"), HasSubstr("apt-get install libssl-dev"));
  EXPECT_THAT(ReasonFor(loaded, "boringssl-debian"),
              HasSubstr("apt-get install android-libboringssl-dev"));
  EXPECT_THAT(ReasonFor(loaded, "boringssl"), HasSubstr("android-platform-external-boringssl"));
}

TEST(LoadStacks, LoadsWhatIsThereAndTellsWhichLibraryItCalls) {
  const LoadedStacks loaded = LoadStacks(kModules + "/good");
  ASSERT_EQ(loaded.stacks.size(), 1u);
  EXPECT_EQ(loaded.stacks[0].stack->info().name, "boringssl");
  EXPECT_THAT(loaded.stacks[0].module, EndsWith("/good/peer_boringssl.so"));
  EXPECT_THAT(loaded.stacks[0].library, EndsWith("/good/peer_boringssl.so"));
  EXPECT_EQ(loaded.dropped.size(), 3u);
}

TEST(LoadStacks, RefusesImpostorsAndStaleModulesInOneLineEach) {
  const LoadedStacks loaded = LoadStacks(kModules + "/bad");
  EXPECT_TRUE(loaded.stacks.empty());
  // BoringSSL whose calls go to another object: what a second libssl in the process would do. The
  // object is the C library, or the sanitizer that stands before it.
  EXPECT_THAT(ReasonFor(loaded, "boringssl"),
              AllOf(HasSubstr("impostor"), ContainsRegex("but it calls .*/lib(c|[a-z]san)\\.so"),
                    Not(HasSubstr("\n"))));
  EXPECT_THAT(ReasonFor(loaded, "openssl"),
              AllOf(HasSubstr("impostor"), HasSubstr("must be libssl.so.3"),
                    HasSubstr("bad/peer_openssl.so"), Not(HasSubstr("\n"))));
  EXPECT_THAT(ReasonFor(loaded, "gnutls"),
              AllOf(HasSubstr("does not speak version 1"), Not(HasSubstr("\n"))));
  EXPECT_THAT(ReasonFor(loaded, "boringssl-debian"), HasSubstr("calls itself openssl"));
}

TEST(LoadStacks, DropsABrokenFileInOneLine) {
  const fs::path folder =
      fs::temp_directory_path() / ("shakedown-loader-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "peer_openssl.so") << "this is no shared object";
  const LoadedStacks loaded = LoadStacks(folder.string());
  fs::remove_all(folder);
  EXPECT_TRUE(loaded.stacks.empty());
  EXPECT_THAT(
      ReasonFor(loaded, "openssl"),
      AllOf(HasSubstr("cannot be loaded"), HasSubstr("peer_openssl.so"), Not(HasSubstr("\n"))));
}

TEST(LoadModule, TakesAStackNobodyKnows) {
  auto loaded = LoadModule(kModules + "/good/third_party.so");
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded->stack->info().name, "mytls");
}

TEST(LoadModule, TakesARelativePath) {
  const std::string relative =
      fs::relative(kModules + "/good/third_party.so", fs::current_path()).string();
  auto loaded = LoadModule(relative);
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded->stack->info().name, "mytls");
}

TEST(LoadModule, RefusesAKnownNameOverAnotherLibrary) {
  auto loaded = LoadModule(kModules + "/bad/wrong_version_string.so");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), AllOf(HasSubstr("impostor"), HasSubstr("\"OpenSSL 3.0.0\"")));
}

TEST(LoadModule, TurnsAnExceptionOfTheModuleIntoAReason) {
  auto loaded = LoadModule(kModules + "/bad/throws.so");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), HasSubstr("no luck today"));
}

TEST(LoadModule, RefusesALibraryThatIsNoModule) {
  auto loaded = LoadModule("/nonexistent/x.so");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), AllOf(HasSubstr("cannot be loaded"), HasSubstr("/nonexistent/x.so")));
}

}  // namespace
}  // namespace shakedown
