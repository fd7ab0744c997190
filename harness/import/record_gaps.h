// Which pieces of a trace show less than was sent, told by the lengths in the record headers.
#ifndef HARNESS_IMPORT_RECORD_GAPS_H_
#define HARNESS_IMPORT_RECORD_GAPS_H_

#include <vector>

#include "harness/import/sides.h"

namespace shakedown {

// NoteRecordGaps follows each side from record to record. A piece may end inside a record and the
// next of its side go on with it: z/OS reads a header and its body one after the other. Where the
// next one starts a record instead, or there is none, the piece is truncated, and what it lacks is
// missing before the next. A side that does not speak TLS records is left alone.
void NoteRecordGaps(std::vector<SidedPiece>* pieces);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_RECORD_GAPS_H_
