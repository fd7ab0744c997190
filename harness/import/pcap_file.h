// Capture files, read with libpcap.
#ifndef HARNESS_IMPORT_PCAP_FILE_H_
#define HARNESS_IMPORT_PCAP_FILE_H_

#include "harness/import/capture.h"

namespace shakedown {

// ReadPcapFile reads a whole pcap file (`pcapng` says that it is of the newer kind). A file that
// breaks off gives what came before, and a remark.
tl::expected<Capture, std::string> ReadPcapFile(View file, bool pcapng);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PCAP_FILE_H_
