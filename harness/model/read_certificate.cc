#include "harness/model/read_certificate.h"

#include "harness/model/certificate_rules.h"

namespace shakedown {
namespace {

using Spec = CertificateSpec;
using R = Reading;

void ReadFile(const Node& node, std::string* out, const Reading& reading) {
  std::string text;
  if (!ReadString(node, &text, reading)) return;
  if (text.empty()) {
    reading.problems->Add(node, "empty string", "the path of a PEM file");
    return;
  }
  ReadPemPath(node, out, reading);
}

constexpr Field<Spec> kCertificateFields[] = {
    {"key",
     [](const Node& n, Spec* c, const R& r) { ReadNamed(n, KeyTypes(), "key type", &c->key, r); }},
    {"issuer", [](const Node& n, Spec* c, const R& r) { ReadCaName(n, &c->issuer, r); }},
    {"intermediates",
     [](const Node& n, Spec* c, const R& r) {
       if (!Expect(n, Node::Kind::kArray, "an array of key types", r)) return;
       c->intermediates.clear();
       // Two intermediates may well have keys of one type.
       for (const Node& each : n.items) {
         KeyType key{};
         if (ReadNamed(each, KeyTypes(), "key type", &key, r)) c->intermediates.push_back(key);
       }
     }},
    {"signature",
     [](const Node& n, Spec* c, const R& r) {
       SignatureScheme scheme{};
       if (ReadCode(n, SignatureSchemes(), "signature scheme", &scheme, r)) c->signature = scheme;
     }},
    {"names",
     [](const Node& n, Spec* c, const R& r) {
       ReadList(n, &c->names, r, [&](const Node& each, std::string* name) {
         if (!ReadString(each, name, r)) return false;
         if (IsCertificateName(*name)) return true;
         r.problems->Add(each, "not a certificate's name:", std::string(kCertificateNameAllowed));
         return false;
       });
     }},
    {"faults",
     [](const Node& n, Spec* c, const R& r) {
       ReadList(n, &c->faults, r, [&](const Node& each, CertificateFault* fault) {
         return ReadNamed(each, CertificateFaults(), "certificate fault", fault, r);
       });
     }},
    {"signing", [](const Node& n, Spec* c,
                   const R& r) { ReadNamed(n, Signings(), "way of signing", &c->signing, r); }},
    {"chain_file", [](const Node& n, Spec* c, const R& r) { ReadFile(n, &c->chain_file, r); }},
    {"key_file", [](const Node& n, Spec* c, const R& r) { ReadFile(n, &c->key_file, r); }},
};

}  // namespace

bool ReadCaName(const Node& node, std::string* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kString, kCaNameAllowed, reading)) return false;
  if (CaKeyType(node.text)) {
    *out = node.text;
    return true;
  }
  std::vector<std::string> names = {"ec-ca", "rsa-ca"};
  for (const Named<KeyType>& row : KeyTypes()) names.push_back(std::string(row.name) + "-ca");
  std::string allowed(kCaNameAllowed);
  const std::string near = Nearest(node.text, names);
  if (!near.empty()) allowed += "; did you mean " + near + "?";
  reading.problems->Add(node, "unknown CA", allowed);
  return false;
}

void ReadCertificates(const Node& node, std::vector<CertificateSpec>* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kArray, "an array of certificates", reading)) return;
  out->clear();
  for (const Node& each : node.items) {
    CertificateSpec spec;
    if (ReadFields<CertificateSpec>(each, kCertificateFields, &spec, reading))
      out->push_back(std::move(spec));
  }
}

}  // namespace shakedown
