#include <crt_externs.h>

#include "environ_copy.h"

namespace flatpty {

char** Environ() { return *_NSGetEnviron(); }

}  // namespace flatpty
