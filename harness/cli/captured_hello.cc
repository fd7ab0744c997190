#include "harness/cli/captured_hello.h"

#include <fmt/format.h>

#include "harness/cli/inspect_input.h"
#include "harness/import/capture.h"
#include "harness/wire/client_hello.h"
#include "harness/wire/facts_builder.h"
#include "harness/wire/flight_reader.h"

namespace shakedown {
namespace {

// What the client sent, up to the first gap; all of it where the sender is not known.
Bytes ClientBytes(const Conversation& conversation) {
  Bytes bytes;
  for (const CapturedPiece& piece : conversation.pieces) {
    if (piece.from == Role::kServer) continue;
    if (piece.missing_before > 0 && !bytes.empty()) break;
    Append(&bytes, piece.bytes);
  }
  return bytes;
}

// The first handshake message, in records or bare.
bool FirstMessage(View bytes, Bytes* scratch, HandshakeMessage* message) {
  FlightReader flight(bytes, scratch);
  if (flight.Next(message) == FlightReader::Item::kMessage) return true;
  if (bytes.empty() || bytes[0] != static_cast<uint8_t>(HandshakeType::kClientHello)) return false;
  HandshakeStream stream;
  stream.Add(bytes);
  if (!stream.Next(message)) return false;
  scratch->assign(message->body.begin(), message->body.end());
  message->body = *scratch;
  return true;
}

}  // namespace

tl::expected<CapturedHello, std::string> ReadCapturedHello(const std::string& argument) {
  const auto input = ReadInput({argument});
  if (!input) return tl::unexpected("--client-hello: " + input.error());
  const auto capture = ReadCapture(input->bytes);
  if (!capture) {
    return tl::unexpected(fmt::format("--client-hello: {}: {}", input->name, capture.error()));
  }
  std::string broken;
  size_t number = 0;
  for (const Conversation& conversation : capture->conversations) {
    ++number;
    if (conversation.datagrams) continue;
    const Bytes bytes = ClientBytes(conversation);
    Bytes scratch;
    HandshakeMessage message;
    if (!FirstMessage(bytes, &scratch, &message) || message.type != HandshakeType::kClientHello) {
      continue;
    }
    ClientHello hello;
    ParseError error;
    if (!ParseClientHello(message.body, &hello, &error)) {
      broken = fmt::format(" (one is there, but {} at byte {} is wrong: {})", error.field,
                           error.offset, error.clause);
      continue;
    }
    WireFacts facts;
    FactsBuilder(&facts).Message(Role::kClient, message, false);
    if (!facts.client_hello) continue;
    CapturedHello out;
    out.hello = std::move(*facts.client_hello);
    out.source = input->name;
    const size_t count = capture->conversations.size();
    if (count > 1) {
      out.source += fmt::format(", conversation {}", number);
      out.notes.push_back(fmt::format("{} has {} conversations; the first ClientHello is taken",
                                      input->name, count));
    }
    return out;
  }
  return tl::unexpected(fmt::format(
      "--client-hello: {}: no ClientHello in this {}{}; capture from before the client connects, "
      "and see what is there with `shakedown inspect`",
      input->name, capture->format, broken));
}

}  // namespace shakedown
