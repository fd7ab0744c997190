// Addresses and ports as policies write them.
#ifndef HARNESS_IMPORT_ATTLS_ADDRESSES_H_
#define HARNESS_IMPORT_ATTLS_ADDRESSES_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "harness/import/attls/policy.h"

namespace shakedown::attls {

// Adds what `text` stands for to `*out`: "192.0.2.1", "192.0.2.0/24", "192.0.2.1-192.0.2.9" or the
// same of IPv6. "All" adds every address: *out is emptied and *all set. The error says what is
// allowed. A bare number is read as the policy agent reads it: 6793 is 0.0.26.137.
tl::expected<void, std::string> AddAddresses(std::string_view text, std::vector<AddressRange>* out,
                                             bool* all);

// "n", "n-m" or "n m"; 0 is every port.
tl::expected<Ports, std::string> ReadPorts(std::string_view text);

std::string ToString(const AddressRange& range);
std::string ToString(const Ports& ports);

bool Contains(const AddressRange& outer, const AddressRange& inner);
bool Overlap(const AddressRange& a, const AddressRange& b);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_ADDRESSES_H_
