#include "fuzz/mutate/mutate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "fuzz/mutate/verbs.h"
#include "harness/wire/client_hello.h"
#include "harness/wire/records.h"
#include "harness/wire/take.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;

std::vector<Bytes> FilesOf(const std::string& folder) {
  std::vector<fs::path> paths;
  for (const auto& file : fs::directory_iterator(SHAKEDOWN_SOURCE_DIR "/corpus/" + folder)) {
    paths.push_back(file.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> files;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

// Knows nothing: changes a byte in the middle, and one more byte if there is room.
size_t Blind(uint8_t* data, size_t size, size_t room) {
  if (size > 0) data[size / 2] ^= 0x11;
  if (size < room) data[size++] = 0x22;
  return size;
}

// An input at the front of a block that has no byte more than `room`.
struct Block {
  std::unique_ptr<uint8_t[]> bytes;
  Input input;

  Block(View from, size_t room) : bytes(new uint8_t[room]) {
    std::copy(from.begin(), from.end(), bytes.get());
    input = {bytes.get(), from.size(), room};
  }
};

struct Flight {
  size_t records = 0;
  Bytes content;
  bool whole = false;  // records, of whatever type, fill the stream
};
Flight ReadFlight(View stream) {
  Flight flight;
  for (View body; stream.size() >= kRecordHeaderSize; ++flight.records) {
    View rest = stream.subspan(3);
    if (!TakeVector<2>(&rest, &body)) break;
    Append(&flight.content, body);
    stream = rest;
  }
  flight.whole = stream.empty();
  return flight;
}

bool Parses(View stream) {
  const Flight flight = ReadFlight(stream);
  ClientHello hello;
  ParseError error;
  return flight.whole && flight.content.size() >= 4 && flight.content[0] == 1 &&
         ParseClientHello(View(flight.content).subspan(4), &hello, &error);
}

// What became of an input by one verb.
struct Outcome {
  bool done = false;
  Bytes before, after;

  size_t BytesChanged() const {
    size_t count = 0;
    for (size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
      count += before[i] != after[i] ? 1 : 0;
    }
    return count;
  }
};

Outcome Do(Verb verb, bool keeps_lengths, uint64_t seed, View input) {
  constexpr size_t kSpare = 4096;
  Block block(input, input.size() + kSpare);
  std::vector<Part> parts;
  FindParts(InputForm::kStream, input, &parts);
  Draw draw(seed);
  Outcome outcome{.done = Apply(verb, keeps_lengths, &draw, parts, &block.input),
                  .before = Bytes(input.begin(), input.end()),
                  .after = {}};
  outcome.after.assign(block.input.data, block.input.data + block.input.size);
  if (!outcome.done) {
    EXPECT_EQ(outcome.after, outcome.before);
  }
  return outcome;
}

// `check` of what `verb` does to the real hellos; a verb that seldom finds something to do fails.
template <typename Check>
void WithHellos(Verb verb, bool keeps_lengths, Check check) {
  int done = 0, tried = 0;
  for (const Bytes& hello : FilesOf("client_hello")) {
    for (uint64_t seed = 0; seed < 40; ++seed) {
      const Outcome outcome = Do(verb, keeps_lengths, seed, hello);
      ++tried;
      if (!outcome.done) continue;
      ++done;
      check(outcome);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(done, tried / 2);
}

TEST(Parts, AreFoundInARealHelloDownToTheListElements) {
  // A record, a message; version, random, session id, suites with two, compression with one,
  // extensions with server_name and its one name.
  const Bytes stream = FromHex("1603010041 0100003d 0303" + std::string(64, '1') +
                               "00 0004 1301c02b 01 00 0010 0000 000c 000a 00 0007 61626364656667")
                           .value();
  std::vector<Part> parts;
  FindParts(InputForm::kStream, stream, &parts);
  const auto count = [&](PartKind kind) {
    return std::count_if(parts.begin(), parts.end(),
                         [&](const Part& part) { return part.kind == kind; });
  };
  EXPECT_EQ(count(PartKind::kRecord), 1);
  EXPECT_EQ(count(PartKind::kMessage), 1);
  EXPECT_EQ(count(PartKind::kExtension), 1);
  EXPECT_EQ(count(PartKind::kEntry), 1);
  EXPECT_EQ(count(PartKind::kVector), 6);
  EXPECT_EQ(count(PartKind::kField), 2 + 2 + 1 + 1);
  EXPECT_EQ(parts.back().end, stream.size());
  EXPECT_EQ(parts.back().end - parts.back().content, 7u);
}

TEST(Parts, LieInsideWhatContainsThemWhateverTheBytes) {
  for (const InputForm form : {InputForm::kStream, InputForm::kMessage, InputForm::kClientBytes,
                               InputForm::kServerBytes}) {
    for (const char* folder : {"client_hello", "handshake", "records"}) {
      for (Bytes input : FilesOf(folder)) {
        Draw draw(input.size());
        for (int i = 0; i < 20; ++i) {
          std::vector<Part> parts;
          FindParts(form, input, &parts);
          for (const Part& part : parts) {
            ASSERT_LE(part.begin + part.length_bytes, part.content);
            ASSERT_LE(part.content, part.end);
            ASSERT_LE(part.end, input.size());
            if (part.parent == kNoParent) continue;
            ASSERT_LT(part.parent, parts.size());
            ASSERT_GE(part.begin, parts[part.parent].content);
            ASSERT_LE(part.end, parts[part.parent].end);
          }
          if (!input.empty()) input[draw.Below(input.size())] = draw.Byte();
        }
      }
    }
  }
}

TEST(Verbs, SetChangesBytesAndKeepsTheRecordsWhole) {
  WithHellos(Verb::kSet, true, [](const Outcome& outcome) {
    EXPECT_TRUE(ReadFlight(outcome.after).whole || outcome.after.size() == outcome.before.size());
  });
}

TEST(Verbs, FlipChangesOneBit) {
  WithHellos(Verb::kFlip, true, [](const Outcome& outcome) {
    ASSERT_EQ(outcome.after.size(), outcome.before.size());
    int bits = 0;
    for (size_t i = 0; i < outcome.before.size(); ++i) {
      bits += std::popcount(static_cast<uint8_t>(outcome.before[i] ^ outcome.after[i]));
    }
    EXPECT_EQ(bits, 1);
  });
}

TEST(Verbs, InsertMakesItLongerAndKeepsTheRecordsWhole) {
  WithHellos(Verb::kInsert, true, [](const Outcome& outcome) {
    EXPECT_GT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
  });
}

TEST(Verbs, DeleteMakesItShorterAndKeepsTheRecordsWhole) {
  WithHellos(Verb::kDelete, true, [](const Outcome& outcome) {
    EXPECT_LT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
  });
}

TEST(Verbs, DuplicateRepeatsBytesAndKeepsTheRecordsWhole) {
  WithHellos(Verb::kDuplicate, true, [](const Outcome& outcome) {
    ASSERT_GT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
    // Some element stands twice, one behind the other.
    const size_t grown = outcome.after.size() - outcome.before.size();
    bool twice = false;
    for (size_t at = 0; at + 2 * grown <= outcome.after.size() && !twice; ++at) {
      twice = std::memcmp(&outcome.after[at], &outcome.after[at + grown], grown) == 0;
    }
    EXPECT_TRUE(twice);
  });
}

TEST(Verbs, SwapKeepsAllBytesAndAllLengths) {
  WithHellos(Verb::kSwap, true, [](Outcome outcome) {
    ASSERT_EQ(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
    std::sort(outcome.before.begin(), outcome.before.end());
    std::sort(outcome.after.begin(), outcome.after.end());
    EXPECT_EQ(outcome.after, outcome.before);
  });
}

TEST(Verbs, FragmentMakesOneMoreRecordOfTheSameContentAndCoalesceOneLess) {
  WithHellos(Verb::kFragment, true, [](const Outcome& outcome) {
    const Flight before = ReadFlight(outcome.before), after = ReadFlight(outcome.after);
    EXPECT_TRUE(after.whole);
    EXPECT_EQ(after.records, before.records + 1);
    EXPECT_EQ(after.content, before.content);
    for (uint64_t seed = 0;; ++seed) {
      const Outcome joined = Do(Verb::kCoalesce, true, seed, outcome.after);
      if (!joined.done) continue;
      EXPECT_EQ(joined.after, outcome.before);
      break;
    }
  });
}

TEST(Verbs, LengthLieChangesOneLengthAndNothingElse) {
  WithHellos(Verb::kLengthLie, true, [](const Outcome& outcome) {
    EXPECT_EQ(outcome.after.size(), outcome.before.size());
    EXPECT_LE(outcome.BytesChanged(), 3u);
  });
}

TEST(Verbs, TypeLieChangesOneTypeAndNothingElse) {
  WithHellos(Verb::kTypeLie, true, [](const Outcome& outcome) {
    EXPECT_EQ(outcome.after.size(), outcome.before.size());
    EXPECT_LE(outcome.BytesChanged(), 2u);
  });
}

TEST(Verbs, GreaseAddsAValueAndAHelloWithItIsStillGood) {
  int good = 0, all = 0;
  WithHellos(Verb::kGrease, true, [&](const Outcome& outcome) {
    EXPECT_GT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
    good += Parses(outcome.after) ? 1 : 0;
    ++all;
  });
  // Not where the same value is there already, or an extension follows pre_shared_key.
  EXPECT_GT(good, all * 3 / 4);
}

TEST(Verbs, TruncateCutsTheInputOrOnePartOfIt) {
  WithHellos(Verb::kTruncate, false, [](const Outcome& outcome) {
    ASSERT_LT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(std::equal(outcome.after.begin(), outcome.after.end(), outcome.before.begin()));
  });
  WithHellos(Verb::kTruncate, true, [](const Outcome& outcome) {
    ASSERT_LT(outcome.after.size(), outcome.before.size());
    EXPECT_TRUE(ReadFlight(outcome.after).whole);
  });
}

TEST(Verbs, DoNothingToBytesWithoutParts) {
  for (size_t verb = 0; verb < kVerbs; ++verb) {
    EXPECT_FALSE(Do(static_cast<Verb>(verb), true, 1, {}).done);
    EXPECT_FALSE(Do(static_cast<Verb>(verb), true, 1, Bytes{1, 2, 3}).done);
  }
}

TEST(Mutate, StaysInsideItsRoomWhateverTheInput) {
  for (const InputForm form : {InputForm::kStream, InputForm::kMessage, InputForm::kClientBytes,
                               InputForm::kServerBytes}) {
    for (const char* folder : {"client_hello", "handshake", "records", "hex_text"}) {
      for (const Bytes& input : FilesOf(folder)) {
        for (const size_t spare : {0, 1, 7, 300}) {
          for (uint64_t seed = 0; seed < 8; ++seed) {
            Block block(input, input.size() + spare);
            // Again and again, as a fuzzer does.
            for (uint64_t turn = 0; turn < 5; ++turn) {
              const size_t size = Mutate(form, block.bytes.get(), block.input.size,
                                         block.input.room, seed * 5 + turn, Blind);
              ASSERT_LE(size, block.input.room);
              block.input.size = size;
            }
          }
        }
      }
    }
  }
}

TEST(Mutate, FollowsFromItsSeed) {
  const Bytes hello = FilesOf("client_hello").front();
  size_t different = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Block one(hello, hello.size() + 100), two(hello, hello.size() + 100);
    const auto run = [&](Block* block) {
      const size_t size = Mutate(InputForm::kStream, block->bytes.get(), hello.size(),
                                 block->input.room, seed, Blind);
      return Bytes(block->bytes.get(), block->bytes.get() + size);
    };
    const Bytes first = run(&one);
    EXPECT_EQ(first, run(&two));
    different += first != hello ? 1 : 0;
  }
  EXPECT_GT(different, 90u);
}

TEST(Mutate, LeavesAGoodShareOfHellosGood) {
  int good = 0, changed = 0;
  for (const Bytes& hello : FilesOf("client_hello")) {
    for (uint64_t seed = 0; seed < 100; ++seed) {
      Block block(hello, hello.size() + 200);
      const size_t size = Mutate(InputForm::kStream, block.bytes.get(), hello.size(),
                                 block.input.room, seed, Blind);
      const View mutated(block.bytes.get(), size);
      if (std::equal(mutated.begin(), mutated.end(), hello.begin(), hello.end())) continue;
      ++changed;
      good += Parses(mutated) ? 1 : 0;
    }
  }
  EXPECT_GT(good, changed / 8);
  // Nor is it too kind.
  EXPECT_LT(good, changed / 2);
}

TEST(CrossOver, TakesAPartOfTheSecondAndKeepsTheRecordsWhole) {
  const auto hellos = FilesOf("client_hello");
  size_t whole = 0, mixed = 0, all = 0;
  for (size_t i = 0; i < hellos.size(); ++i) {
    const Bytes &first = hellos[i], &second = hellos[(i + 1) % hellos.size()];
    for (uint64_t seed = 0; seed < 20; ++seed) {
      for (const size_t room : {first.size() + second.size(), first.size(), size_t{10}}) {
        Block out({}, room);
        const size_t size =
            CrossOver(InputForm::kStream, first, second, out.bytes.get(), room, seed);
        ASSERT_LE(size, room);
        if (room != first.size() + second.size()) continue;
        const View made(out.bytes.get(), size);
        ++all;
        whole += ReadFlight(made).whole ? 1 : 0;
        mixed += std::equal(made.begin(), made.end(), first.begin(), first.end()) ? 0 : 1;
      }
    }
  }
  EXPECT_GT(mixed, all / 2);
  // A record may have been exchanged for the bytes of another.
  EXPECT_GT(whole, all * 9 / 10);
}

}  // namespace
}  // namespace shakedown
