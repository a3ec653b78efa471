#include "unix/system_calls.h"

namespace flatpty {

// What flatpty uses of macOS has been there since before the oldest version that it runs on.
std::vector<std::string> RefusedSystemCalls() { return {}; }

}  // namespace flatpty
