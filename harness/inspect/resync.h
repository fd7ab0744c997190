// Finding the next record after bytes that were lost.
#ifndef HARNESS_INSPECT_RESYNC_H_
#define HARNESS_INSPECT_RESYNC_H_

#include <cstddef>
#include <string>

#include "harness/wire/bytes.h"

namespace shakedown {

// FindRecord returns where in `bytes` the first record header seems to stand: one with a known
// type, version and length, followed by another such or by the end of the bytes. bytes.size() if
// there is none.
size_t FindRecord(View bytes);

// What bytes that begin no record seem to be: "text \"HTTP/1.1 400 Bad Request\"", or bytes in hex.
std::string Beginning(View bytes);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_RESYNC_H_
