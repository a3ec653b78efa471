#include <crt_externs.h>

#include "unix/environ_copy.h"

namespace flatpty {

char** Environ() { return *_NSGetEnviron(); }

}  // namespace flatpty
