#include "harness/inspect/dissect_parts.h"

namespace shakedown {
namespace {

using Place = DissectPlace;

// RFC 8701 2: pre-shared key modes have reserved values of their own.
std::string PskModeName(uint16_t code) {
  if (code == 0) return "psk_ke";
  if (code == 1) return "psk_dhe_ke";
  return code % 0x1f == 0x0b ? "GREASE" : "";
}

std::string NameTypeName(uint16_t code) { return code == 0 ? "host_name" : ""; }

std::string FragmentLengthName(uint16_t code) {
  return code >= 1 && code <= 4 ? "2^" + std::to_string(8 + code) : "";
}

std::string HeartbeatModeName(uint16_t code) {
  return code == 1 ? "peer_allowed_to_send" : code == 2 ? "peer_not_allowed_to_send" : "";
}

std::string EchTypeName(uint16_t code) { return code == 0 ? "outer" : code == 1 ? "inner" : ""; }

// RFC 6066 3.
void ReadServerName(FieldReader* in) {
  in->Vector("server_name_list", 2, [](FieldReader* list) {
    while (!list->empty()) {
      list->Struct("ServerName", [](FieldReader* name) {
        name->Code("name_type", 1, NameTypeName);
        name->TextVector("host_name", 2);
      });
    }
  });
}

// RFC 6066 8.
void ReadStatusRequest(FieldReader* in) {
  if (in->Code("status_type", 1, StatusTypeName) != 1) return in->Rest("request");
  in->OpaqueVector("responder_id_list", 2);
  in->OpaqueVector("request_extensions", 2);
}

// RFC 6961 2.2: the request has a length here.
void ReadStatusRequestV2(FieldReader* in) {
  in->Vector("certificate_status_req_list", 2, [](FieldReader* list) {
    while (!list->empty()) {
      list->Struct("CertificateStatusRequestItemV2", [](FieldReader* item) {
        item->Code("status_type", 1, StatusTypeName);
        item->Vector("request", 2, [](FieldReader* request) {
          request->OpaqueVector("responder_id_list", 2);
          request->OpaqueVector("request_extensions", 2);
        });
      });
    }
  });
}

void ReadAlpn(FieldReader* in) {
  in->Vector("protocol_name_list", 2, [](FieldReader* list) {
    while (!list->empty()) {
      const View name = list->TextVector("ProtocolName", 1);
      // RFC 8701 3: reserved names are the two bytes of a reserved number.
      if (name.size() == 2 && IsGrease(static_cast<uint16_t>(name[0] << 8 | name[1]))) {
        list->last().text = "GREASE";
      }
    }
  });
}

void ReadKeyShareEntry(FieldReader* in) {
  in->Code("group", 2, GroupName);
  in->OpaqueVector("key_exchange", 2);
}

// RFC 8446 4.2.8.
void ReadKeyShare(FieldReader* in, Place place) {
  if (place == Place::kHelloRetryRequest) {
    in->Code("selected_group", 2, GroupName);
  } else if (place != Place::kClientHello) {
    in->Struct("server_share", ReadKeyShareEntry);
  } else {
    in->Vector("client_shares", 2, [](FieldReader* list) {
      while (!list->empty()) list->Struct("KeyShareEntry", ReadKeyShareEntry);
    });
  }
}

// RFC 8446 4.2.11.
void ReadPreSharedKey(FieldReader* in, Place place) {
  if (place != Place::kClientHello) {
    in->Number("selected_identity", 2);
    return;
  }
  in->Vector("identities", 2, [](FieldReader* list) {
    while (!list->empty()) {
      list->Struct("PskIdentity", [](FieldReader* identity) {
        identity->OpaqueVector("identity", 2);
        identity->Number("obfuscated_ticket_age", 4);
      });
    }
  });
  in->Vector("binders", 2, [](FieldReader* list) {
    while (!list->empty()) list->OpaqueVector("PskBinderEntry", 1);
  });
}

// RFC 9849 5.
void ReadEncryptedClientHello(FieldReader* in, Place place) {
  if (place == Place::kEncryptedExtensions) return (void)in->OpaqueVector("retry_configs", 2);
  if (place != Place::kClientHello) return in->Rest("confirmation");
  if (in->Code("type", 1, EchTypeName) != 0) return;
  in->Number("kdf_id", 2);
  in->Number("aead_id", 2);
  in->Number("config_id", 1);
  in->OpaqueVector("enc", 2);
  in->OpaqueVector("payload", 2);
}

void ReadOpaqueList(FieldReader* in, const char* name, const char* item) {
  in->Vector(name, 2, [item](FieldReader* list) {
    while (!list->empty()) list->OpaqueVector(item, 2);
  });
}

// Extensions whose form is the same wherever they stand. False: `type` is none of them.
bool ReadOneForm(FieldReader* in, ExtensionType type) {
  switch (type) {
    case ExtensionType::kSupportedGroups:
      in->Codes("named_group_list", 2, "NamedGroup", 2, GroupName);
      return true;
    case ExtensionType::kEcPointFormats:
      in->Codes("ec_point_format_list", 1, "ECPointFormat", 1, PointFormatName);
      return true;
    case ExtensionType::kSignatureAlgorithms:
    case ExtensionType::kSignatureAlgorithmsCert:
    case ExtensionType::kDelegatedCredential:
      in->Codes("supported_signature_algorithms", 2, "SignatureScheme", 2, SchemeName);
      return true;
    case ExtensionType::kUseSrtp:
      in->Vector("SRTPProtectionProfiles", 2, [](FieldReader* list) {
        while (!list->empty()) list->Number("SRTPProtectionProfile", 2);
      });
      in->OpaqueVector("srtp_mki", 1);
      return true;
    case ExtensionType::kMaxFragmentLength:
      in->Code("MaxFragmentLength", 1, FragmentLengthName);
      return true;
    case ExtensionType::kHeartbeat:
      in->Code("mode", 1, HeartbeatModeName);
      return true;
    case ExtensionType::kAlpn:
      ReadAlpn(in);
      return true;
    case ExtensionType::kCompressCertificate:
      in->Codes("algorithms", 1, "CertificateCompressionAlgorithm", 2, CertificateCompressionName);
      return true;
    case ExtensionType::kRecordSizeLimit:
      in->Number("RecordSizeLimit", 2);
      return true;
    case ExtensionType::kTokenBinding:
      in->Number("token_binding_version", 2);
      in->OpaqueVector("key_parameters_list", 1);
      return true;
    case ExtensionType::kCookie:
      in->OpaqueVector("cookie", 2);
      return true;
    case ExtensionType::kPskKeyExchangeModes:
      in->Codes("ke_modes", 1, "PskKeyExchangeMode", 1, PskModeName);
      return true;
    case ExtensionType::kCertificateAuthorities:
      ReadOpaqueList(in, "authorities", "DistinguishedName");
      return true;
    case ExtensionType::kConnectionId:
      in->OpaqueVector("cid", 1);
      return true;
    case ExtensionType::kRenegotiationInfo:
      in->OpaqueVector("renegotiated_connection", 1);
      return true;
    case ExtensionType::kEncryptThenMac:
    case ExtensionType::kExtendedMasterSecret:
    case ExtensionType::kPostHandshakeAuth:
      return true;  // empty
    default:
      return false;
  }
}

}  // namespace

void ReadExtensionBody(FieldReader* in, ExtensionType type, DissectPlace place) {
  const bool client = place == Place::kClientHello;
  // RFC 8446 4.2: a server acknowledges these with an empty body.
  if (!ReadOneForm(in, type)) switch (type) {
      case ExtensionType::kServerName:
        if (client) ReadServerName(in);
        break;
      case ExtensionType::kStatusRequest:
        if (client) {
          ReadStatusRequest(in);
        } else if (place == Place::kCertificate) {
          ReadCertificateStatus(in);
        }
        break;
      case ExtensionType::kStatusRequestV2:
        if (client) ReadStatusRequestV2(in);
        break;
      case ExtensionType::kSignedCertificateTimestamp:
        if (!client && !in->empty()) ReadOpaqueList(in, "sct_list", "SerializedSCT");
        break;
      case ExtensionType::kClientCertificateType:
      case ExtensionType::kServerCertificateType:
        if (client) {
          in->Codes("certificate_types", 1, "CertificateType", 1, CertificateTypeName);
        } else {
          in->Code("certificate_type", 1, CertificateTypeName);
        }
        break;
      case ExtensionType::kSupportedVersions:
        if (client) {
          in->Codes("versions", 1, "ProtocolVersion", 2, VersionName);
        } else {
          in->Code("selected_version", 2, VersionName);
        }
        break;
      case ExtensionType::kEarlyData:
        if (place == Place::kNewSessionTicket) in->Number("max_early_data_size", 4);
        break;
      case ExtensionType::kKeyShare:
        ReadKeyShare(in, place);
        break;
      case ExtensionType::kPreSharedKey:
        ReadPreSharedKey(in, place);
        break;
      case ExtensionType::kOidFilters:
        in->Vector("filters", 2, [](FieldReader* list) {
          while (!list->empty()) {
            list->Struct("OIDFilter", [](FieldReader* filter) {
              filter->OpaqueVector("certificate_extension_oid", 1);
              filter->OpaqueVector("certificate_extension_values", 2);
            });
          }
        });
        break;
      case ExtensionType::kApplicationSettings:
      case ExtensionType::kApplicationSettingsNew:
        if (client) {
          ReadAlpn(in);
        } else {
          in->Rest("settings");
        }
        break;
      case ExtensionType::kEncryptedClientHello:
        ReadEncryptedClientHello(in, place);
        break;
      case ExtensionType::kTicketRequest:
        if (client) in->Number("new_session_count", 1);
        in->Number(client ? "resumption_count" : "expected_count", 1);
        break;
      case ExtensionType::kSessionTicket:
        in->Rest("ticket");
        break;
      case ExtensionType::kPadding:
        in->Rest("padding");
        break;
      default:
        in->Rest("content");
        break;
    }
  in->End();
}

void ReadExtensionBlock(FieldReader* in, DissectPlace place) {
  in->Vector("extensions", 2, [place](FieldReader* block) {
    while (!block->empty()) {
      block->Struct("Extension", [place](FieldReader* extension) {
        const uint16_t code = extension->Code("extension_type", 2, ExtensionName);
        // The tree is easier to read with the extension's own name on its branch.
        if (!extension->empty()) {
          extension->into()->number = code;
          extension->into()->text = extension->last().text;
        }
        extension->Vector("extension_data", 2, [&](FieldReader* body) {
          ReadExtensionBody(body, ExtensionType{code}, place);
        });
      });
    }
  });
}

}  // namespace shakedown
