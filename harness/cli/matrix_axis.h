// The clients or the servers of a matrix, out of what a user names them by.
#ifndef HARNESS_CLI_MATRIX_AXIS_H_
#define HARNESS_CLI_MATRIX_AXIS_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/scenario.h"
#include "harness/predict/matrix.h"
#include "harness/predict/profile.h"

namespace shakedown {

// Gathers one axis. Every Add returns an error that names what was given, where in it, and what is
// allowed; the profiles are borrowed.
class MatrixAxis {
 public:
  MatrixAxis(Role role, const Profiles& profiles) : role_(role), profiles_(profiles) {}

  // A profile by its name, or several by a pattern with * and ?; a JSON file of one side or of
  // scenarios; for clients a capture of a ClientHello. With "@PROFILE" behind it, a file's sides
  // decide as that profile; without, as their "stack" or else as the RFCs say.
  tl::expected<void, std::string> Add(const std::string& what);

  // That side of a scenario.
  tl::expected<void, std::string> AddScenario(const Scenario& scenario);

  // Multiplies the axis: each side with each of `texts` instead of its own certificates. A text is
  // "secp521r1/ec-ca" as in a scenario ("key" and "issuer", which may be left out), a file with a
  // chain in PEM, or several with commas between them. Chains are judged as of `now` (seconds since
  // 1970, UTC). An axis that has no side gets the RFCs' profile first.
  tl::expected<void, std::string> Certify(const std::vector<std::string>& texts, int64_t now);

  // What is wrong with certificates from files, and what was assumed of them.
  const std::vector<std::string>& notes() const { return notes_; }

  // The sides, each of its own name; those that are equal once, as "the first one's name (+2)".
  std::vector<MatrixSide> Take();

 private:
  tl::expected<const StackProfile*, std::string> ProfileOf(const std::string& name,
                                                           const std::string& what) const;
  tl::expected<void, std::string> AddFile(const std::string& path, const StackProfile* profile);
  tl::expected<void, std::string> AddSide(std::string name, Capabilities has,
                                          const StackProfile* profile);
  void AddProfile(const StackProfile& profile);
  std::vector<std::string> ProfileNames() const;
  bool Fits(const StackProfile& profile) const { return !profile.only || *profile.only == role_; }

  Role role_;
  const Profiles& profiles_;
  std::vector<MatrixSide> sides_;
  std::vector<std::string> notes_;
};

}  // namespace shakedown

#endif  // HARNESS_CLI_MATRIX_AXIS_H_
