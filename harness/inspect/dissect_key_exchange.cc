#include "harness/inspect/dissect_parts.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

std::string CurveTypeName(uint16_t code) {
  return code == 1   ? "explicit_prime"
         : code == 2 ? "explicit_char2"
         : code == 3 ? "named_curve"
                     : "";
}

// Without a suite, parameters that begin with a named curve and a point of a fitting length are
// taken for ECDHE.
KeyExchangeForm FormOf(View body, const MessageContext& context) {
  if (context.cipher_suite) return KeyExchangeFormOf(*context.cipher_suite);
  KeyExchangeForm form;
  ByteReader reader(body);
  if (reader.U8() == 3 && reader.U16() != 0 && reader.U8() <= reader.left() && reader.ok()) {
    form.key_exchange = KeyExchange::kEcdhe;
    form.signed_params = true;
  }
  return form;
}

void NameFfdheGroup(FieldReader* in, View prime) {
  const auto group = FfdheGroup(prime);
  if (!group) return;
  Field field;
  field.name = "group";
  field.offset = in->last().offset;
  field.number = static_cast<uint16_t>(*group);
  field.text = NameOf(*group);
  in->last().children.push_back(std::move(field));
}

}  // namespace

// RFC 8422 5.4, RFC 5246 7.4.3, RFC 4279 2 and 3.
void ReadServerKeyExchange(FieldReader* in, const MessageContext& context) {
  const KeyExchangeForm form = FormOf(in->rest(), context);
  if (form.psk) in->OpaqueVector("psk_identity_hint", 2);
  if (form.key_exchange == KeyExchange::kEcdhe) {
    if (in->Code("curve_type", 1, CurveTypeName) != 3) return in->Rest("params");
    in->Code("namedcurve", 2, GroupName);
    in->OpaqueVector("public", 1);
  } else if (form.key_exchange == KeyExchange::kDhe) {
    const View prime = in->OpaqueVector("dh_p", 2);
    if (!prime.empty()) NameFfdheGroup(in, prime);
    in->OpaqueVector("dh_g", 2);
    in->OpaqueVector("dh_Ys", 2);
  } else {
    return in->Rest("params");
  }
  if (!form.signed_params) return;
  if (!context.version || *context.version >= ProtocolVersion::kTls12) {
    in->Code("algorithm", 2, SchemeName);
  }
  in->OpaqueVector("signature", 2);
}

// RFC 5246 7.4.7, RFC 8422 5.7, RFC 4279 2.
void ReadClientKeyExchange(FieldReader* in, const MessageContext& context) {
  const std::string_view exchange =
      context.cipher_suite ? SplitSuite(*context.cipher_suite).key_exchange : std::string_view();
  if (exchange.find("PSK") != std::string_view::npos) in->OpaqueVector("psk_identity", 2);
  const bool ecdh = exchange.find("ECDH") != std::string_view::npos;
  if (ecdh) {
    // RFC 8422 5.7: a client with a fixed key in its certificate sends nothing.
    if (!in->empty()) in->OpaqueVector("ecdh_Yc", 1);
  } else if (exchange.find("DH") != std::string_view::npos) {
    if (!in->empty()) in->OpaqueVector("dh_Yc", 2);
  } else if (exchange.find("RSA") != std::string_view::npos &&
             context.version != ProtocolVersion::kSsl30) {
    in->OpaqueVector("encrypted_pre_master_secret", 2);
  } else {
    in->Rest("exchange_keys");
  }
}

// RFC 8446 4.6.1, RFC 5077 3.3.
void ReadNewSessionTicket(FieldReader* in, const MessageContext& context) {
  bool tls13 = IsTls13(context);
  if (!context.version) {
    ByteReader reader(in->rest());
    reader.U32();
    tls13 = reader.U16() != reader.left();
  }
  in->Number(tls13 ? "ticket_lifetime" : "ticket_lifetime_hint", 4);
  if (tls13) {
    in->Number("ticket_age_add", 4);
    in->OpaqueVector("ticket_nonce", 1);
  }
  in->OpaqueVector("ticket", 2);
  if (tls13) ReadExtensionBlock(in, DissectPlace::kNewSessionTicket);
}

}  // namespace shakedown
