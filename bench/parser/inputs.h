// What the parsers are measured on: the real captures of corpus/, and what is made of them. The
// same bytes in every run: all that looks random comes from a fixed seed.
#ifndef BENCH_PARSER_INPUTS_H_
#define BENCH_PARSER_INPUTS_H_

#include <string>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

// Whole records, each with a whole ClientHello.
using Hellos = std::vector<Bytes>;

// Every file of corpus/client_hello, by name. Throws std::runtime_error if a file cannot be read,
// as do the others.
Hellos RealHellos();

// Nine hellos of 240 to 517 bytes with 7 to 18 extensions, each from another TLS library.
Hellos NineHellos();

// Those with a post-quantum key share, of 1.5 to 2.4 KB.
Hellos PostQuantumHellos();

// `count` variants of `hellos` in turn, with the extensions in another order.
Hellos Shuffled(const Hellos& hellos, size_t count);

// Hellos that lie, made of `hellos`; the record's and the message's own lengths are made to fit.
//   Each hello's body cut off before every one of its bytes.
//   Each length inside the body (of the session id, the suites, the compression methods, the
//   extensions, each extension, and, of those extensions that hold a list, the list and its first
//   entry), alone, set to: one less, one more, zero, the largest that its bytes can say, and a
//   random one; those that are its true value are left out.
Hellos Hostile(const Hellos& hellos);

// A server's first flight of TLS 1.2 with a request for the client's certificate, in five records.
Bytes ServerFlight();

// The same messages in records of one byte each, and in as few records as can hold them.
Bytes OneByteRecords(View stream);
Bytes Coalesced(View stream);

// `count` records of application data with `size` bytes each.
Bytes ApplicationData(size_t count, size_t size);

}  // namespace shakedown

#endif  // BENCH_PARSER_INPUTS_H_
