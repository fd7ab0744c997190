#include "harness/model/read_scenario.h"

#include "harness/model/axes.h"
#include "harness/model/read_capabilities.h"
#include "harness/model/read_expectation.h"

namespace shakedown {
namespace {

using R = Reading;

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

// "8446#4.4.3": the RFC's number and, after "#", a section or an appendix's letter.
bool IsRfc(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const size_t hash = text.find('#');
  const std::string_view number = text.substr(0, hash);
  if (number.empty() || number.size() > 5 || !std::ranges::all_of(number, digit)) return false;
  if (hash == std::string_view::npos) return true;
  const std::string_view section = text.substr(hash + 1);
  return !section.empty() && std::ranges::all_of(section, [&](char c) {
    return digit(c) || c == '.' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

void ReadName(const Node& node, std::string*, const R& reading) {
  std::string name;
  if (ReadString(node, &name, reading) && !IsName(name)) {
    reading.problems->Add(node, "not a name:", "lower-case letters, digits, \".\" and \"-\"");
  }
}

void ReadAbout(const Node& node, std::string*, const R& reading) {
  std::string text;
  ReadString(node, &text, reading);
}

void ReadRfc(const Node& node, std::string*, const R& reading) {
  std::vector<std::string> list;
  ReadList(node, &list, reading, [&](const Node& each, std::string* item) {
    if (!ReadString(each, item, reading)) return false;
    if (IsRfc(*item)) return true;
    reading.problems->Add(each, "not an RFC's section:", "like \"8446#4.4.3\"");
    return false;
  });
}

void CheckNotes(const Node& node, std::string*, const R& reading) { ReadNotes(node, reading); }

void ReadExtends(const Node& node, std::string*, const R& reading) {
  if (node.is_string()) return;
  if (!Expect(node, Node::Kind::kArray, "a path or an array of paths", reading)) return;
  std::vector<std::string> paths;
  ReadStrings(node, &paths, reading);
}

void ReadStrength(const Node& node, std::string*, const R& reading) {
  int strength = 0;
  ReadInt(node, 1, 100, &strength, reading);
}

struct Resume {};
constexpr Field<Resume> kResumeFields[] = {
    {"client", [](const Node& n, Resume*, const R& r) { ReadCapabilities(n, Role::kClient, r); }},
    {"server", [](const Node& n, Resume*, const R& r) { ReadCapabilities(n, Role::kServer, r); }},
};

void ReadUnless(const Node& node, std::string*, const R& reading) {
  if (!Expect(node, Node::Kind::kArray, "an array", reading)) return;
  for (const Node& each : node.items) ReadException(each, reading);
}

void ReadCases(const Node& node, std::string*, const R& reading);

// What a case may say; a file may say more.
constexpr Field<std::string> kCaseFields[] = {
    {"name", ReadName},
    {"about", ReadAbout},
    {"rfc", ReadRfc},
    {"notes", CheckNotes},
    {"client",
     [](const Node& n, std::string*, const R& r) { ReadCapabilities(n, Role::kClient, r); }},
    {"server",
     [](const Node& n, std::string*, const R& r) { ReadCapabilities(n, Role::kServer, r); }},
    {"resume",
     [](const Node& n, std::string*, const R& r) {
       Resume resume;
       ReadFields<Resume>(n, kResumeFields, &resume, r);
     }},
    {"link", [](const Node& n, std::string*, const R& r) { ReadLink(n, r); }},
    {"expect", [](const Node& n, std::string*, const R& r) { ReadExpectation(n, r); }},
    {"unless", ReadUnless},
    {"matrix", [](const Node& n, std::string*, const R& r) { CheckMatrixInPlace(n, r); }},
    {"strength", ReadStrength},
};

std::vector<Field<std::string>> FileFields() {
  std::vector<Field<std::string>> fields(std::begin(kCaseFields), std::end(kCaseFields));
  fields.push_back({"$schema", ReadAbout});
  fields.push_back({"extends", ReadExtends});
  fields.push_back({"cases", ReadCases});
  return fields;
}

void ReadCases(const Node& node, std::string*, const R& reading) {
  if (!Expect(node, Node::Kind::kArray, "an array of cases", reading)) return;
  if (node.items.empty()) reading.problems->Add(node, "no case in \"cases\"", "one case or more");
  std::set<std::string, std::less<>> names;
  for (const Node& each : node.items) {
    std::string ignored;
    if (!ReadFields<std::string>(each, kCaseFields, &ignored, reading)) continue;
    const Node* name = each.FindSet("name");
    if (name == nullptr) {
      reading.problems->Add(each, "missing field", "", "\"name\" in every case");
    } else if (name->is_string() && !names.insert(name->text).second) {
      reading.problems->Add(*name, "duplicate case name", "each name once in a file");
    }
  }
}

constexpr Field<LinkFault> kLinkFields[] = {
    {"from",
     [](const Node& n, LinkFault* f, const R& r) { ReadNamed(n, Roles(), "side", &f->from, r); }},
    {"do", [](const Node& n, LinkFault* f,
              const R& r) { ReadNamed(n, LinkVerbs(), "link fault", &f->verb, r); }},
    {"nth", [](const Node& n, LinkFault* f, const R& r) { ReadInt(n, 0, 10000, &f->nth, r); }},
    {"message",
     [](const Node& n, LinkFault* f, const R& r) {
       HandshakeType type{};
       if (ReadCode(n, HandshakeTypes(), "handshake message", &type, r)) f->message = type;
     }},
    {"content_type",
     [](const Node& n, LinkFault* f, const R& r) {
       ContentType type{};
       if (ReadNamed(n, ContentTypes(), "content type", &type, r)) f->content_type = type;
     }},
    {"at", [](const Node& n, LinkFault* f, const R& r) { ReadInt(n, -100000, 100000, &f->at, r); }},
    {"bytes", [](const Node& n, LinkFault* f, const R& r) { ReadHex(n, &f->bytes, r); }},
};

}  // namespace

void CheckInPlace(const Node& root, const Reading& reading) {
  static const std::vector<Field<std::string>> fields = FileFields();
  std::string ignored;
  ReadFields<std::string>(root, fields, &ignored, reading);
}

std::map<std::string, std::vector<std::string>, std::less<>> ReadNotes(const Node& node,
                                                                       const Reading& reading) {
  std::map<std::string, std::vector<std::string>, std::less<>> out;
  if (!Expect(node, Node::Kind::kObject, "an object", reading)) return out;
  for (const Member& member : node.members) {
    std::vector<std::string>& note = out[member.key];
    if (member.value.is_array()) {
      // A note may well say the same twice, so this is not a list of distinct entries.
      for (const Node& each : member.value.items) {
        ReadString(each, &note.emplace_back(), reading);
      }
    } else if (Expect(member.value, Node::Kind::kString, "a string or an array of strings",
                      reading)) {
      note.push_back(member.value.text);
    }
  }
  return out;
}

std::vector<LinkFault> ReadLink(const Node& node, const Reading& reading) {
  std::vector<LinkFault> out;
  if (!Expect(node, Node::Kind::kArray, "an array of link faults", reading)) return out;
  for (const Node& each : node.items) {
    LinkFault fault;
    if (!ReadFields<LinkFault>(each, kLinkFields, &fault, reading)) continue;
    if (!reading.partial) {
      for (const char* name : {"from", "do"}) {
        if (each.FindSet(name) == nullptr) {
          reading.problems->Add(each, fmt::format("missing field \"{}\" in", name),
                                "\"from\" and \"do\" in every link fault");
        }
      }
      const bool writes = fault.verb == LinkVerb::kSet || fault.verb == LinkVerb::kInsert;
      const Node* bytes = each.FindSet("bytes");
      if (writes && bytes == nullptr) {
        reading.problems->Add(each, "missing field \"bytes\" in",
                              "\"bytes\" with \"set\" and \"insert\"");
      } else if (!writes && bytes != nullptr && each.FindSet("do") != nullptr) {
        reading.problems->Add(*bytes, "bytes for a fault that writes none:",
                              "\"bytes\" with \"set\" and \"insert\" only");
      }
    }
    out.push_back(std::move(fault));
  }
  return out;
}

Scenario::Exception ReadException(const Node& node, const Reading& reading) {
  using X = Scenario::Exception;
  static constexpr auto read_when = [](const Node& n, X* x, const R& r, const char* key) {
    std::string pattern;
    if (!ReadString(n, &pattern, r)) return;
    if (pattern.empty()) {
      r.problems->Add(n, "empty string", "a stack's name, with * and ? for what varies");
    }
    x->when[key] = std::move(pattern);
  };
  static constexpr Field<X> kFields[] = {
      {"client.stack", [](const Node& n, X* x, const R& r) { read_when(n, x, r, "client.stack"); }},
      {"server.stack", [](const Node& n, X* x, const R& r) { read_when(n, x, r, "server.stack"); }},
      {"expect",
       [](const Node& n, X* x, const R& r) {
         if (Expect(n, Node::Kind::kObject, "an object", r)) x->expect = ReadExpectation(n, r);
       }},
      {"why",
       [](const Node& n, X* x, const R& r) {
         if (ReadString(n, &x->why, r) && x->why.empty()) {
           r.problems->Add(n, "empty string", "the reason in words");
         }
       }},
  };
  X out;
  if (!ReadFields<X>(node, kFields, &out, reading) || reading.partial) return out;
  for (const char* name : {"expect", "why"}) {
    if (node.FindSet(name) == nullptr) {
      reading.problems->Add(node, fmt::format("missing field \"{}\" in", name),
                            "\"expect\" and \"why\" in every row of \"unless\"");
    }
  }
  if (out.when.empty()) {
    reading.problems->Add(node, "no stack is named in",
                          "\"client.stack\", \"server.stack\" or both in every row of \"unless\"");
  }
  return out;
}

std::vector<const Node*> StringsOf(const Node& node) {
  std::vector<const Node*> out;
  if (node.is_string()) out.push_back(&node);
  for (const Node& each : node.items) {
    if (each.is_string()) out.push_back(&each);
  }
  return out;
}

}  // namespace shakedown
