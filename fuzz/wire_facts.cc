// Any bytes, as a recorded connection (harness/link/recording.h), through the tap: whatever they
// are it must come to an end, and how they were cut into chunks must not matter.
#include <algorithm>

#include "fuzz/target.h"
#include "harness/diagnose/diagnoser.h"
#include "harness/link/recording.h"
#include "harness/link/tap.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/messages.h"
#include "harness/wire/records.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

// The facts with every chunk handed over in pieces of at most `piece` bytes.
WireFacts FactsInPieces(const Recording& recording, size_t piece) {
  Tap tap;
  std::string_view log = recording.key_log;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    tap.Line(log.substr(0, end));
    log.remove_prefix(std::min(end + 1, log.size()));
  }
  for (const Recording::Chunk& chunk : recording.chunks) {
    for (View rest = chunk.bytes; !rest.empty();) {
      const size_t size = std::min(piece, rest.size());
      tap.Sent(chunk.from, rest.first(size));
      rest = rest.subspan(size);
    }
  }
  return tap.Facts();
}

// Every parser over `body`, whatever message it was meant to be.
void ParseAsEverything(View body) {
  ClientHello hello;
  ParseError error;
  (void)ParseClientHello(body, &hello, &error);
  (void)ParseServerHello(body);
  (void)ParseEncryptedExtensions(body);
  (void)HostNameIn(body);
  (void)ServerAlpn(body);
  (void)ServerKeyShareGroup(body);
  (void)ParseCertificateStatus(body);
  (void)ParseCompressedCertificate(body);
  (void)ParseKeyUpdate(body);
  for (const ProtocolVersion version :
       {ProtocolVersion::kTls11, ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    (void)ParseCertificate(body, version);
    (void)ParseCertificateRequest(body, version);
    (void)ParseCertificateVerify(body, version);
    (void)ParseNewSessionTicket(body, version);
    (void)ParseServerKeyExchange(body, version, {KeyExchange::kEcdhe, true, false});
    (void)ParseServerKeyExchange(body, version, {KeyExchange::kDhe, true, true});
  }
}

// The parsers over blocks of the exact size of each chunk, which the tap's own buffers are not.
void ParseInPlace(View chunk) {
  const ExactCopy block(chunk);
  HandshakeStream stream;
  Record record;
  View rest = block.view();
  while (NextRecord(rest, &record) == Framing::kRecord) {
    const ExactCopy body(record.body);
    stream.Add(body.view());
    for (HandshakeMessage message; stream.Next(&message);) {
      ParseAsEverything(ExactCopy(message.body).view());
    }
    rest = rest.subspan(kRecordHeaderSize + record.body.size());
  }
}

// A diagnosis of whatever it is, however it ended; the profiles' part needs no bytes.
void DiagnoseAnyhow(const WireFacts& facts) {
  static const Profiles kNoProfiles;
  static const Diagnoser kDiagnoser(kNoProfiles);
  for (const std::optional<Role> closed_by :
       {std::optional<Role>(), std::optional(Role::kClient), std::optional(Role::kServer)}) {
    const Diagnosis found =
        kDiagnoser.Diagnose({.facts = &facts, .closed_by = closed_by, .time = 1800000000});
    FuzzCheck((found.outcome == OutcomeKind::kAgreed) == found.candidates.empty(),
              "what is no agreement has a cause");
  }
}

}  // namespace

void FuzzOne(View input) {
  const Recording recording = ReadRecording(input);
  const WireFacts facts = FactsInPieces(recording, SIZE_MAX);
  FuzzCheck(facts == FactsInPieces(recording, 1), "the facts are the same byte by byte");
  FuzzCheck(facts == FactsInPieces(recording, 7), "the facts are the same in pieces of 7");
  for (const Recording::Chunk& chunk : recording.chunks) ParseInPlace(chunk.bytes);
  ParseAsEverything(input);
  DiagnoseAnyhow(facts);
}

}  // namespace shakedown
