// One BoringSSL peer under test: deterministic, set up by options, fed with the other side's bytes.
#ifndef FUZZ_PEER_SIDE_H_
#define FUZZ_PEER_SIDE_H_

#include <deterministic.h>

#include <utility>

#include "fuzz/peer/options.h"
#include "harness/wire/role.h"
#include "peers/ssl/handles.h"
#include "peers/ssl/wire_bio.h"

namespace shakedown {

// A connection's one side. Each has a random stream of its own from the beginning, and the clock
// stands still: equal options and bytes give equal answers, however the bytes are cut.
class Side {
 public:
  // `offered`: a session for a client to offer; may be null. `salt`: bytes to leave out at the
  // beginning of the random stream, so that two sides need not draw the same.
  Side(Role role, const SideOptions& options, SSL_SESSION* offered, size_t salt = 0);
  ~Side();
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  // Takes more of what the other side sent (a client's first Step: nothing) and appends what this
  // side sends. After the handshake it goes on reading.
  void Step(View in, Bytes* out);

  // Sends a close_notify.
  void Close(Bytes* out);

  bool complete() const { return complete_; }  // the handshake
  bool failed() const { return failed_; }
  bool read_on() const { return read_on_; }  // and records after it
  bool resumed() const { return complete_ && SSL_session_reused(ssl_.get()) == 1; }
  const char* state() const { return SSL_state_string_long(ssl_.get()); }
  SessionHandle TakeSession() { return std::move(session_); }  // client: the newest; may be null

  // What does not hold of a complete handshake though it must; null: nothing.
  const char* Complaint() const;

 private:
  friend int OnSession(SSL* ssl, SSL_SESSION* session);
  friend int ChooseProtocol(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                            unsigned in_size, void*);

  void Handshake();
  void SetBoth();
  void SetClient(SSL_SESSION* offered);
  void SetServer();
  void Opened();
  void ReadOn();

  Role role_;
  SideOptions options_;
  ShakedownRandom random_ = nullptr;
  Wire wire_;
  SslHandle ssl_;
  SessionHandle session_;
  // Open: the library hands over data, with False Start and early data before it is complete.
  bool open_ = false, complete_ = false, failed_ = false, read_on_ = false;
};

// What became of one input.
struct SideRun {
  bool complete = false;  // its last connection's handshake
  bool read_on = false;
  bool resumed = false;
  const char* state = "";           // of the last connection, as BoringSSL calls it; for ever
  const char* complaint = nullptr;  // see Side::Complaint; of any connection

  bool operator==(const SideRun&) const = default;
};

// Runs one input: a header, then the other side's bytes. `*sent` gets what the peer answered.
SideRun RunSide(Role role, View input, Bytes* sent);

}  // namespace shakedown

#endif  // FUZZ_PEER_SIDE_H_
