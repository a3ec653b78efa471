#include <unistd.h>

#include "environ_copy.h"

namespace flatpty {

char** Environ() { return environ; }

}  // namespace flatpty
