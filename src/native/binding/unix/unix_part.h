// What a JS environment keeps on Unix.
#ifndef FLATPTY_BINDING_UNIX_PART_H_
#define FLATPTY_BINDING_UNIX_PART_H_

#include "binding/unix/near_reader.h"
#include "binding/unix/session_looks.h"
#include "unix/environ_copy.h"

namespace flatpty {

struct OsPart {
  EnvironCopy environ_copy;
  SessionLooks session_looks;
  NearReader near_reader;
};

}  // namespace flatpty

#endif  // FLATPTY_BINDING_UNIX_PART_H_
