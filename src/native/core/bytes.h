// Memory for input that waits.
#ifndef FLATPTY_BYTES_H_
#define FLATPTY_BYTES_H_

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace flatpty {

struct FreeBytes {
  void operator()(char* bytes) const noexcept { std::free(bytes); }
};
using Bytes = std::unique_ptr<char[], FreeBytes>;

// Implemented by each OS. Not zeroed. Throws std::bad_alloc.
Bytes MakeBytes(size_t size);

}  // namespace flatpty

#endif  // FLATPTY_BYTES_H_
