// make_dictionaries FILE writes FILE, a dictionary of libFuzzer: what the tables of code points
// have in the form it has on the wire, for the mutations to put together.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

#include "harness/wire/code_points.h"
#include "harness/wire/names.h"

namespace shakedown {
namespace {

// Appends entries, each sequence of bytes once, under the name that came first.
class Dictionary {
 public:
  explicit Dictionary(std::ostream& out) : out_(out) {}

  void Section(const char* title) { out_ << "\n# " << title << '\n'; }

  void Add(std::string_view name, std::string_view bytes) {
    if (!seen_.emplace(bytes).second) return;
    for (char c : name) out_ << (IsWordPart(c) ? c : '_');
    out_ << "=\"";
    for (char c : bytes) {
      char text[5];
      std::snprintf(text, sizeof(text), "\\x%02x", static_cast<unsigned char>(c));
      out_ << text;
    }
    out_ << "\"\n";
  }

 private:
  static bool IsWordPart(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  std::ostream& out_;
  std::set<std::string, std::less<>> seen_;
};

std::string U8(unsigned number) { return {static_cast<char>(number)}; }
std::string U16(unsigned number) { return U8(number >> 8) + U8(number); }
std::string U24(unsigned number) { return U8(number >> 16) + U16(number); }

void AddRegistry(Dictionary* to, const char* title, std::span<const CodePoint> registry) {
  to->Section(title);
  for (const CodePoint& row : registry) to->Add(row.name, U16(row.number));
}

void WriteTls(std::ostream& out) {
  Dictionary all(out);
  all.Section("Record headers: content type and version");
  for (const CodePoint& type : RecordContentTypes()) {
    for (const CodePoint& version : WireVersions()) {
      all.Add(std::string(type.name) + " " + std::string(version.name),
              U8(type.number) + U16(version.number));
    }
  }
  all.Section("Alerts, with their level");
  for (AlertLevel level : {AlertLevel::kWarning, AlertLevel::kFatal}) {
    for (const CodePoint& alert : AlertDescriptions()) {
      all.Add(alert.name, U8(static_cast<unsigned>(level)) + U8(alert.number));
    }
  }
  all.Section("Handshake messages without a body: a type and a length");
  for (const CodePoint& type : HandshakeTypes()) all.Add(type.name, U8(type.number) + U24(0));
  all.Section("Extensions without a body");
  for (const CodePoint& type : ExtensionTypes()) {
    all.Add("empty " + std::string(type.name), U16(type.number) + U16(0));
  }
  AddRegistry(&all, "Versions", WireVersions());
  AddRegistry(&all, "Extension types", ExtensionTypes());
  AddRegistry(&all, "Groups", NamedGroups());
  AddRegistry(&all, "Signature schemes", SignatureSchemes());
  AddRegistry(&all, "Cipher suites", CipherSuites());
  all.Section("Cipher kinds of SSL 2.0");
  for (const Ssl2CipherKind& kind : Ssl2CipherKinds()) all.Add(kind.name, U24(kind.number));
  all.Section("Reserved to be ignored (RFC 8701)");
  for (unsigned byte = 0x0a; byte < 0x100; byte += 0x10) all.Add("GREASE", U8(byte) + U8(byte));
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_dictionaries FILE\n";
    return 2;
  }
  std::ofstream file(argv[1]);
  file << "# Made from the tables of harness/wire.\n";
  shakedown::WriteTls(file);
  file.close();
  if (file) return 0;
  std::cerr << "cannot write " << argv[1] << '\n';
  return 1;
}
