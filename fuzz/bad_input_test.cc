// Bytes that are cut, changed or lie about their length: each gives an error, or what it says, and
// no read outside. All inputs end where a heap block ends, so that AddressSanitizer sees one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>

#include "fuzz/inputs.h"
#include "fuzz/peer/options.h"
#include "harness/link/recording.h"
#include "harness/wire/client_hello.h"
#include "harness/wire/flight_reader.h"
#include "harness/wire/records.h"
#include "harness/wire/reencode.h"

// Of a target, which inputs.cc could run; this program has none.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t*, size_t) { return 0; }

namespace shakedown {
namespace {

// A block at whose end any beginning of `bytes` can be put.
class Cuttable {
 public:
  explicit Cuttable(View bytes) : bytes_(bytes), block_(new uint8_t[bytes.size()]) {}

  View First(size_t size) {
    uint8_t* const at = block_.get() + bytes_.size() - size;
    if (size > 0) std::memcpy(at, bytes_.data(), size);
    return {at, size};
  }

 private:
  View bytes_;
  std::unique_ptr<uint8_t[]> block_;
};

Bytes Own(View bytes) { return Bytes(bytes.begin(), bytes.end()); }

std::map<std::string, Bytes> Folder(const char* name) {
  auto inputs = ReadInputs({std::string(SHAKEDOWN_SOURCE_DIR "/corpus/") + name});
  EXPECT_FALSE(inputs.empty()) << name;
  return inputs;
}

// Every direction of every connection in the corpus that is kept as bytes, each once.
const std::set<Bytes>& Streams() {
  static const auto& streams = *new std::set<Bytes>([] {
    std::set<Bytes> all;
    for (const char* folder : {"client_hello", "records", "server_flight"}) {
      for (const auto& [name, input] : Folder(folder)) all.insert(input);
    }
    for (const auto& [name, input] : Folder("server_bytes")) {
      all.insert(Own(View(input).subspan(std::min(input.size(), kOptionsSize))));
    }
    for (const auto& [name, input] : Folder("client_bytes")) {
      View rest = input;
      const bool two = TakeOptions(&rest).resumes;
      const TwoStreams both = two ? SplitStreams(rest) : TwoStreams{rest, {}};
      all.insert(Own(both.first));
      all.insert(Own(both.second));
    }
    for (const auto& [name, input] : Folder("wire_facts")) {
      Bytes sides[2];
      for (const Recording::Chunk& chunk : ReadRecording(input).chunks) {
        Append(&sides[chunk.from == Role::kClient ? 0 : 1], chunk.bytes);
      }
      all.insert(sides[0]);
      all.insert(sides[1]);
    }
    return all;
  }());
  return streams;
}

struct Message {
  HandshakeType type{};
  Bytes body;

  auto operator<=>(const Message&) const = default;
};

std::vector<Message> MessagesOf(View stream) {
  std::vector<Message> messages;
  Bytes scratch;
  FlightReader flight(stream, &scratch);
  for (HandshakeMessage one; flight.Next(&one) == FlightReader::Item::kMessage;) {
    messages.push_back({one.type, Own(one.body)});
  }
  return messages;
}

// Every message in them and of corpus/handshake, each once.
const std::set<Message>& Messages() {
  static const auto& messages = *new std::set<Message>([] {
    std::set<Message> all;
    for (const Bytes& stream : Streams()) {
      for (Message& message : MessagesOf(stream)) all.insert(std::move(message));
    }
    for (const auto& [name, input] : Folder("handshake")) {
      constexpr size_t kHeader = 4;
      if (input.size() < kHeader) continue;
      all.insert({HandshakeType{input[kHeader - 1]}, Own(View(input).subspan(kHeader))});
    }
    return all;
  }());
  return messages;
}

// What is wrong with how `body` is taken as a message of `type`, in any version; null: nothing.
const char* WhatIsWrong(HandshakeType type, View body) {
  static Bytes& again = *new Bytes;
  for (const BodyContext& context :
       {BodyContext{ProtocolVersion::kTls12, {KeyExchange::kEcdhe, true, false}},
        BodyContext{ProtocolVersion::kTls12, {KeyExchange::kDhe, true, false}},
        BodyContext{ProtocolVersion::kTls13, {}}}) {
    const auto error = Reencode(type, body, context, &again);
    if (error) {
      if (error->offset > body.size()) return "an error is outside the message";
      if (*error->clause == 0 || *error->text == 0) return "an error names no rule";
    } else if (!std::equal(again.begin(), again.end(), body.begin(), body.end())) {
      return "what was read is not what is there";
    }
  }
  return nullptr;
}

TEST(BadInput, ACorpusIsThere) {
  EXPECT_GT(Streams().size(), 500u);
  EXPECT_GT(Messages().size(), 200u);
}

TEST(BadInput, ARecordCutAnywhereIsIncomplete) {
  size_t cuts = 0;
  for (const Bytes& stream : Streams()) {
    Record record;
    for (View rest = stream; NextRecord(rest, &record) == Framing::kRecord;) {
      const size_t size = kRecordHeaderSize + record.body.size();
      Cuttable whole(rest.first(size));
      Record none;
      for (size_t cut = 0; cut < size; ++cut, ++cuts) {
        ASSERT_EQ(NextRecord(whole.First(cut), &none), Framing::kIncomplete) << cut;
      }
      rest = rest.subspan(size);
    }
  }
  EXPECT_GT(cuts, 500000u);
}

TEST(BadInput, AFlightCutAnywhereHasTheMessagesThatAreWhole) {
  for (const Bytes& stream : Streams()) {
    const std::vector<Message> all = MessagesOf(stream);
    Cuttable whole(stream);
    size_t before = 0;
    Bytes scratch;
    for (size_t cut = 0; cut <= stream.size(); ++cut) {
      FlightReader flight(whole.First(cut), &scratch);
      size_t count = 0;
      for (HandshakeMessage one; flight.Next(&one) == FlightReader::Item::kMessage; ++count) {
        ASSERT_LT(count, all.size());
        ASSERT_EQ(one.type, all[count].type);
        ASSERT_EQ(one.body.size(), all[count].body.size());
      }
      ASSERT_GE(count, before) << cut;
      before = count;
    }
    EXPECT_EQ(before, all.size());
  }
}

TEST(BadInput, AMessageCutAnywhereIsAnErrorOrWhatItSays) {
  for (const Message& message : Messages()) {
    Cuttable whole(message.body);
    for (size_t cut = 0; cut <= message.body.size(); ++cut) {
      const char* wrong = WhatIsWrong(message.type, whole.First(cut));
      ASSERT_EQ(wrong, nullptr) << wrong << ": " << ToHex(View(message.body).first(cut));
    }
  }
}

TEST(BadInput, EveryLengthOfAMessageMayLie) {
  size_t lies = 0;
  for (const Message& message : Messages()) {
    Bytes input = {3, 0, 0, static_cast<uint8_t>(message.type)};
    const size_t header = input.size();
    Append(&input, message.body);
    std::vector<Part> parts;
    FindParts(InputForm::kMessage, input, &parts);
    Cuttable block(input);
    for (const Part& part : parts) {
      if (part.length_bytes == 0) continue;
      const size_t size = part.end - part.content;
      for (const size_t lie : {size_t{0}, size_t{1}, size - 1, size + 1, size + 2, 2 * size,
                               input.size() - part.content, input.size() - part.content + 1,
                               size_t{0x7fff}, SIZE_MAX}) {
        Bytes lying = input;
        for (size_t i = 1, rest = lie; i <= part.length_bytes; ++i, rest >>= 8) {
          lying[part.content - i] = static_cast<uint8_t>(rest);
        }
        Cuttable exact(View(lying).subspan(header));
        const char* wrong = WhatIsWrong(message.type, exact.First(lying.size() - header));
        ASSERT_EQ(wrong, nullptr) << wrong << ": " << ToHex(lying);
        ++lies;
      }
    }
  }
  EXPECT_GT(lies, 10000u);
}

TEST(BadInput, EveryLengthInAStreamMayLie) {
  for (const Bytes& stream : Streams()) {
    std::vector<Part> parts;
    FindParts(InputForm::kStream, stream, &parts);
    Bytes scratch;
    for (const Part& part : parts) {
      if (part.kind != PartKind::kRecord && part.kind != PartKind::kMessage) continue;
      const size_t size = part.end - part.content;
      for (const size_t lie : {size_t{0}, size - 1, size + 1, size_t{0x4000}, SIZE_MAX}) {
        Bytes lying = stream;
        for (size_t i = 1, rest = lie; i <= part.length_bytes; ++i, rest >>= 8) {
          lying[part.content - i] = static_cast<uint8_t>(rest);
        }
        FlightReader flight(lying, &scratch);
        size_t found = 0;
        for (HandshakeMessage one; flight.Next(&one) == FlightReader::Item::kMessage;) {
          found += one.body.size();
        }
        ASSERT_LE(found, lying.size());
      }
    }
  }
}

TEST(BadInput, EveryChangeOfOneByteOfARealHelloIsAnErrorInsideItOrNone) {
  constexpr size_t kHeaders = 5 + 4;
  size_t refused = 0, read = 0;
  for (const auto& [name, input] : Folder("client_hello")) {
    Bytes body(input.begin() + kHeaders, input.end());
    body.shrink_to_fit();
    for (uint8_t& byte : body) {
      const uint8_t original = byte;
      // Thousands of suites are all alike.
      const int step = body.size() > 700 ? 7 : 1;
      for (int change = 1; change < 256; change += step) {
        byte = static_cast<uint8_t>(original ^ change);
        ClientHello hello;
        ParseError error;
        if (ParseClientHello(body, &hello, &error)) {
          ++read;
          continue;
        }
        ++refused;
        ASSERT_LE(error.offset, body.size()) << name;
        ASSERT_STRNE(error.clause, "") << name;
      }
      byte = original;
    }
  }
  EXPECT_GT(refused, 10000u);
  EXPECT_GT(read, 10000u);
}

}  // namespace
}  // namespace shakedown
