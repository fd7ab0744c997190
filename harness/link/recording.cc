#include "harness/link/recording.h"

#include <algorithm>

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

View TakeUpTo(ByteReader* reader, size_t count) {
  return reader->Take(std::min(count, reader->left()));
}

}  // namespace

Recording ReadRecording(View file) {
  ByteReader reader(file);
  Recording recording;
  recording.key_log = AsText(TakeUpTo(&reader, reader.U16()));
  while (!reader.empty()) {
    const Role from = reader.U8() % 2 == 0 ? Role::kClient : Role::kServer;
    const View bytes = TakeUpTo(&reader, reader.U16());
    if (!bytes.empty()) recording.chunks.push_back({from, bytes});
  }
  return recording;
}

}  // namespace shakedown
