// `shakedown import racdcert`: RACF certificates as scenarios.
#ifndef HARNESS_CLI_IMPORT_RACDCERT_H_
#define HARNESS_CLI_IMPORT_RACDCERT_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the form to `import`; when chosen, `*action` is set to what it does.
void AddImportRacdcert(CLI::App* import, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_IMPORT_RACDCERT_H_
