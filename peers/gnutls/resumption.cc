#include "peers/gnutls/resumption.h"

#include <algorithm>

#include "peers/gnutls/handles.h"

namespace shakedown::gnutls {
namespace {

constexpr size_t kTicketKeySize = 64;

int Store(void* store, gnutls_datum_t id, gnutls_datum_t session) {
  static_cast<SessionStore*>(store)->Put(AsView(id), AsView(session));
  return 0;
}

gnutls_datum_t Retrieve(void* store, gnutls_datum_t id) {
  gnutls_datum_t copy{};
  const Bytes* session = static_cast<SessionStore*>(store)->Get(AsView(id));
  if (session == nullptr) return copy;
  copy.data = static_cast<unsigned char*>(gnutls_malloc(session->size()));
  if (copy.data == nullptr) return copy;
  std::copy(session->begin(), session->end(), copy.data);
  copy.size = static_cast<unsigned>(session->size());
  return copy;
}

int Remove(void* store, gnutls_datum_t id) {
  static_cast<SessionStore*>(store)->Remove(AsView(id));
  return 0;
}

}  // namespace

int EnableResumption(gnutls_session_t session, const PeerConfig& config, const Capabilities& has) {
  if (config.sessions != nullptr && has.session_ids.value_or(true)) {
    gnutls_db_set_ptr(session, config.sessions);
    gnutls_db_set_store_function(session, Store);
    gnutls_db_set_retrieve_function(session, Retrieve);
    gnutls_db_set_remove_function(session, Remove);
  }
  if (has.tickets.value_or(true) && config.ticket_key.size() >= kTicketKeySize) {
    const gnutls_datum_t key = Borrow(View(config.ticket_key).first(kTicketKeySize));
    return gnutls_session_ticket_enable_server(session, &key);
  }
  return 0;
}

int OfferSession(gnutls_session_t session, View saved) {
  if (saved.empty()) return 0;
  return gnutls_session_set_data(session, saved.data(), saved.size());
}

Bytes SessionToOffer(gnutls_session_t session, const Capabilities& has) {
  const bool ticket = gnutls_session_get_flags(session) & GNUTLS_SFLAGS_SESSION_TICKET;
  const bool tls13 = gnutls_protocol_get_version(session) == GNUTLS_TLS1_3;
  const bool resumed = gnutls_session_is_resumed(session);
  if (ticket ? !has.tickets.value_or(true) : tls13) return {};
  if (!ticket && !resumed) {
    if (!has.session_ids.value_or(true)) return {};
    gnutls_datum_t id{};
    // RFC 5246 7.4.1.3: an empty session_id says that the session will not be resumed.
    if (gnutls_session_get_id2(session, &id) < 0 || id.size == 0) return {};
  }
  gnutls_datum_t data{};
  if (gnutls_session_get_data2(session, &data) < 0) return {};
  const View view = AsView(data);
  Bytes saved(view.begin(), view.end());
  gnutls_free(data.data);
  return saved;
}

}  // namespace shakedown::gnutls
