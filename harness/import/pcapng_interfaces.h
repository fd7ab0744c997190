// What the interfaces of a pcapng file have in common, which libpcap reads only if it is all.
#ifndef HARNESS_IMPORT_PCAPNG_INTERFACES_H_
#define HARNESS_IMPORT_PCAPNG_INTERFACES_H_

#include <optional>
#include <string>

#include "harness/wire/bytes.h"

namespace shakedown {

// How to get a file that can be read out of a pcapng file whose interfaces differ in their link
// types or snap lengths; nothing if they do not.
std::optional<std::string> WhyInterfacesDiffer(View file);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PCAPNG_INTERFACES_H_
