#include "harness/report/inspect_json.h"

#include <nlohmann/json.hpp>

#include "harness/report/diagnosis_report.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

const char* KindName(InspectedItem::Kind kind) {
  switch (kind) {
    case InspectedItem::Kind::kRecord:
      return "record";
    case InspectedItem::Kind::kMessage:
      return "message";
    case InspectedItem::Kind::kNotice:
      break;
  }
  return "notice";
}

// The tree is as deep as messages nest, never as an input likes.
Json FieldsJson(const std::vector<Field>& fields) {
  Json out = Json::array();
  for (const Field& field : fields) {
    Json one = {{"name", field.name}, {"offset", field.offset}, {"size", field.size}};
    if (field.number) one["number"] = *field.number;
    if (field.opaque) {
      one["bytes"] = field.text;
    } else if (!field.text.empty()) {
      one["text"] = field.text;
    }
    if (!field.children.empty()) one["children"] = FieldsJson(field.children);
    out.push_back(std::move(one));
  }
  return out;
}

Json ErrorJson(const std::optional<FieldError>& error) {
  if (!error) return nullptr;
  return {{"offset", error->offset},
          {"alert", {{"number", static_cast<int>(error->alert)}, {"name", NameOf(error->alert)}}},
          {"field", error->field},
          {"clause", error->clause},
          {"rule", error->rule}};
}

Json ItemJson(size_t conversation, const InspectedItem& item) {
  Json out = {{"kind", KindName(item.kind)}, {"conversation", conversation}};
  out["direction"] = !item.from                    ? Json(nullptr)
                     : *item.from == Role::kClient ? Json("client_to_server")
                                                   : Json("server_to_client");
  out["type"] = item.type;
  out["offset"] = item.offset;
  out["size"] = item.bytes.size();
  if (item.source != 0) out["source"] = item.source;
  if (item.kind == InspectedItem::Kind::kRecord) out["number"] = item.number;
  if (item.kind == InspectedItem::Kind::kMessage) out["records"] = item.records;
  out["encrypted"] = item.encrypted;
  out["opened"] = item.opened;
  if (!item.content_type.empty()) out["content_type"] = item.content_type;
  out["partial"] = item.partial;
  out["fields"] = FieldsJson(item.tree.children);
  out["error"] = ErrorJson(item.error);
  return out;
}

}  // namespace

std::string InspectJson(std::span<const NumberedConversation> conversations) {
  Json out = Json::array();
  for (const auto& [number, conversation, diagnosis] : conversations) {
    out.push_back(
        {{"kind", "conversation"},
         {"conversation", number},
         {"client", conversation->client},
         {"server", conversation->server},
         {"label", conversation->label},
         {"remarks", conversation->remarks},
         {"diagnosis", diagnosis == nullptr ? Json(nullptr) : DiagnosisJson(*diagnosis)}});
    for (const InspectedItem& item : conversation->items) out.push_back(ItemJson(number, item));
  }
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shakedown
