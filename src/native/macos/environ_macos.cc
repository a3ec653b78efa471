#include <crt_externs.h>

#include "unix/environ_copy.h"

namespace flatpty {

char** Environ() { return *_NSGetEnviron(); }

// Apple's libc writes over a value or leaves it, and frees none.
bool ReplacedValuesAreFreed() { return false; }

}  // namespace flatpty
