#include <unistd.h>

#include "unix/environ_copy.h"

namespace flatpty {

char** Environ() { return environ; }

// glibc keeps every value that it has ever placed (stdlib/setenv.c); musl's __env_rm_add frees.
#ifdef __GLIBC__
bool ReplacedValuesAreFreed() { return false; }
#else
bool ReplacedValuesAreFreed() { return true; }
#endif

}  // namespace flatpty
