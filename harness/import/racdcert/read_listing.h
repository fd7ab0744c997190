// What RACDCERT LIST and LISTCHAIN print, as certificates.
#ifndef HARNESS_IMPORT_RACDCERT_READ_LISTING_H_
#define HARNESS_IMPORT_RACDCERT_READ_LISTING_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/import/racdcert/certificate.h"

namespace shakedown::racdcert {

// Reads lists line by line.
class ListingReader {
 public:
  explicit ListingReader(Racf* racf) : racf_(*racf) {}

  // Whether a list, or an entry of one, begins with `line`.
  static bool Begins(std::string_view line);

  void Line(std::string_view line, int number);

  // Ends the entry that is open. One in which too much is missing to say anything of it is told,
  // and left out.
  void End();

  // The entries that have ended, in order; they are not in `racf` yet.
  std::vector<Certificate>& entries() { return entries_; }

 private:
  void Field(std::string_view name, std::string_view value, int number);
  void AltName(std::string_view kind, std::string_view value);
  void FinishValue();

  Racf& racf_;
  std::vector<Certificate> entries_;
  Certificate entry_;
  bool open_ = false;
  std::string owner_;  // of the list
  std::string field_;  // the last one, in lower case
  std::string value_;  // what ">...<" have of it so far
  std::string alt_name_, ring_owner_;
};

// Puts an entry among the others. It replaces what a command has made; the same entry may come
// twice.
void AddEntry(Certificate entry, Racf* racf);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_READ_LISTING_H_
