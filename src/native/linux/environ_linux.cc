#include <unistd.h>

#include "unix/environ_copy.h"

namespace flatpty {

char** Environ() { return environ; }

}  // namespace flatpty
