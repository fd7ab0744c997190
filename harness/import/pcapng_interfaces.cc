#include "harness/import/pcapng_interfaces.h"

#include <fmt/format.h>

#include "harness/import/pcapng_blocks.h"

namespace shakedown {
namespace {

struct Interface {
  uint16_t link_type = 0;
  uint32_t snap_length = 0;
};

// The link types that are read here, and what editcap calls them.
struct LinkName {
  uint16_t type;
  const char* name;
  const char* editcap;
};
constexpr LinkName kLinkNames[] = {
    {1, "Ethernet", "ether"},
    {113, "Linux cooked", "linux-sll"},
    {276, "Linux cooked 2", "linux-sll2"},
    {0, "loopback", "null"},
    {108, "loopback", "loop"},
    {101, "raw IP", "rawip"},
};

const LinkName* NameOfLink(uint16_t type) {
  for (const LinkName& row : kLinkNames) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

std::string LinkText(uint16_t type) {
  const LinkName* const row = NameOfLink(type);
  return row == nullptr ? fmt::format("link type {}", type) : row->name;
}

}  // namespace

std::optional<std::string> WhyInterfacesDiffer(View file) {
  constexpr uint32_t kInterfaceDescription = 1;  // draft-ietf-opsawg-pcapng 4.2
  std::optional<Interface> first, other_link, other_length;
  size_t number = 0, link_number = 0, length_number = 0;
  ForEachPcapngBlock(file, [&](PcapngBlock block) {
    if (block.type != kInterfaceDescription) return;
    Interface one;
    one.link_type = block.U16();
    block.U16();
    one.snap_length = block.U32();
    if (!block.body.ok()) return;
    if (!first) first = one;
    if (!other_link && one.link_type != first->link_type) {
      other_link = one;
      link_number = number;
    }
    if (!other_length && one.snap_length != first->snap_length) {
      other_length = one;
      length_number = number;
    }
    ++number;
  });
  if (other_link) {
    const LinkName* const known = NameOfLink(first->link_type);
    return fmt::format(
        "interface 0 has the link type {} and interface {} {}, and only one can be read; capture "
        "on one interface, or take out one: `tshark -r FILE -Y 'frame.interface_id == 0' -w "
        "one.pcapng`, then `editcap -F pcap -T {} one.pcapng one.pcap`",
        LinkText(first->link_type), link_number, LinkText(other_link->link_type),
        known == nullptr ? "TYPE" : known->editcap);
  }
  if (other_length) {
    return fmt::format(
        "interface 0 has the snap length {} and interface {} {}, and only one can be read; write "
        "it as pcap: `editcap -F pcap FILE FILE.pcap`",
        first->snap_length, length_number, other_length->snap_length);
  }
  return std::nullopt;
}

}  // namespace shakedown
