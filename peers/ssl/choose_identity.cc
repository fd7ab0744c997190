#include <algorithm>

#include "harness/model/signature_family.h"
#include "peers/ssl/callbacks.h"
#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"
#include "peers/ssl/peer.h"

namespace shakedown {
namespace {

// Whether a key of `type` can sign with `scheme` in `version`.
bool CanSign(KeyType type, SignatureScheme scheme, ProtocolVersion version) {
  const auto number = static_cast<uint16_t>(scheme);
  const bool tls13 = version >= ProtocolVersion::kTls13;
  switch (FamilyOf(type)) {
    case SignatureFamily::kRsa:
      // PSS with SHA-512 needs 64 bytes of hash, 64 of salt and two more: 1024 bits are too few.
      if (scheme == SignatureScheme::kRsaPssRsaeSha512) return type != KeyType::kRsa1024;
      if (number == 0x0804 || number == 0x0805) return true;
      // RFC 8446 4.2.3, MUST: the rsa_pkcs1_* schemes sign certificates only in TLS 1.3.
      return !tls13 && (number & 0xff) == 0x01 && number >= 0x0201 && number <= 0x0601;
    case SignatureFamily::kRsaPss:
      return number >= 0x0809 && number <= 0x080b;
    case SignatureFamily::kEd25519:
      return scheme == SignatureScheme::kEd25519;
    case SignatureFamily::kEd448:
      return scheme == SignatureScheme::kEd448;
    case SignatureFamily::kEc:
      // RFC 8446 4.2.3: TLS 1.3 ties the hash to the curve, TLS 1.2 does not.
      if (tls13) return SchemeOfCurve(type) == scheme;
      return (number & 0xff) == 0x03 && number >= 0x0201 && number <= 0x0603;
  }
  return false;
}

bool Fits(const Identity& identity, const PeerOffer& offer,
          const std::optional<std::vector<SignatureScheme>>& own) {
  const SignatureFamily family = FamilyOf(identity.key_type);
  const bool rsa = family == SignatureFamily::kRsa || family == SignatureFamily::kRsaPss;
  if (rsa ? !offer.rsa : !offer.ecdsa) return false;
  if (offer.version < ProtocolVersion::kTls12) {
    return family == SignatureFamily::kRsa || family == SignatureFamily::kEc;
  }
  return std::any_of(offer.schemes.begin(), offer.schemes.end(), [&](SignatureScheme scheme) {
    if (!CanSign(identity.key_type, scheme, offer.version)) return false;
    return !own || std::find(own->begin(), own->end(), scheme) != own->end();
  });
}

// Whether a certificate of the chain was issued by one of the names that the server listed. An
// empty list asks for nothing (RFC 5246 7.4.4).
bool NamedByServer(SSL* ssl, const Identity& identity) {
  const STACK_OF(X509_NAME)* names = SSL_get_client_CA_list(ssl);
  if (names == nullptr || sk_X509_NAME_num(names) == 0) return true;
  const ParsedIdentity* parsed = Parsed(identity);
  if (parsed == nullptr) return false;
  for (const CertificateHandle& certificate : parsed->chain) {
    for (size_t i = 0; i < static_cast<size_t>(sk_X509_NAME_num(names)); ++i) {
      const auto* name = sk_X509_NAME_value(names, static_cast<int>(i));
      if (X509_NAME_cmp(name, X509_get_issuer_name(certificate.get())) == 0) return true;
    }
  }
  return false;
}

}  // namespace

int ChooseIdentity(SSL* ssl, void*) {
  SslPeer* peer = SslPeer::Of(ssl);
  const PeerConfig& config = peer->config();
  const PeerOffer offer = OfferOf(ssl, config.role);
  const auto own = SigningSchemes(*config.capabilities);
  for (const Identity& identity : config.identities) {
    if (!Fits(identity, offer, own)) continue;
    if (config.capabilities->honour_ca_names && !NamedByServer(ssl, identity)) continue;
    peer->set_identity(&identity);
    return UseIdentity(ssl, identity) ? 1 : 0;
  }
  if (config.role == Role::kClient || config.identities.empty()) return 1;
  // A server that has nothing fitting goes on with its first: the library finds the mismatch and
  // words it as it always does.
  peer->set_identity(&config.identities[0]);
  return UseIdentity(ssl, config.identities[0]) ? 1 : 0;
}

}  // namespace shakedown
