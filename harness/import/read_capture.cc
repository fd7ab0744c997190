#include <utility>

#include "harness/import/at_tls_trace.h"
#include "harness/import/capture.h"
#include "harness/import/hello.h"
#include "harness/import/hex_text.h"
#include "harness/import/pcap_file.h"
#include "harness/import/recognise.h"

namespace shakedown {
namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

Capture RawBytes(View input) {
  CapturedPiece piece;
  piece.from = SpeakerOf(input);
  piece.bytes.assign(input.begin(), input.end());
  Conversation conversation;
  conversation.datagrams = StartsLikeDtls(input);
  conversation.pieces.push_back(std::move(piece));
  Capture capture;
  capture.format = "raw bytes";
  capture.conversations.push_back(std::move(conversation));
  return capture;
}

}  // namespace

tl::expected<Capture, std::string> ReadCapture(View input) {
  if (AsText(input).starts_with(kUtf8Mark)) input = input.subspan(kUtf8Mark.size());
  const auto form = Recognise(input);
  if (!form) return tl::unexpected(form.error());
  switch (*form) {
    case Form::kPcap:
    case Form::kPcapng:
      return ReadPcapFile(input, *form == Form::kPcapng);
    case Form::kAtTlsTrace:
      return ReadAtTlsTrace(AsText(input));
    case Form::kHexText:
      return ReadHexText(AsText(input));
    case Form::kRawBytes:
      break;
  }
  return RawBytes(input);
}

}  // namespace shakedown
