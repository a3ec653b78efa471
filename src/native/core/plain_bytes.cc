// MakeBytes for an OS on which malloc is as good as anything.
#include <new>

#include "core/bytes.h"

namespace flatpty {

Bytes MakeBytes(size_t size) {
  Bytes bytes(static_cast<char*>(std::malloc(size)));
  if (!bytes) throw std::bad_alloc();
  return bytes;
}

}  // namespace flatpty
