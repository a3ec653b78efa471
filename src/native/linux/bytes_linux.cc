#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "core/bytes.h"

namespace flatpty {

namespace {

// A large input is copied on the JS thread, and most of that time is not the copy but the kernel's
// 4 KB page faults: 9 of 12 ms for 20 MB, and none of it with huge pages.
constexpr size_t kHugePage = 2 * 1024 * 1024;
// Smaller memory is mostly malloc's own, which has had its faults.
constexpr size_t kLarge = 2 * kHugePage;

}  // namespace

Bytes MakeBytes(size_t size) {
  void* memory = nullptr;
  if (size < kLarge) {
    memory = std::malloc(size);
  } else if (::posix_memalign(&memory, kHugePage, size) == 0) {
    // Where the kernel has no huge page it takes small ones.
    ::madvise(memory, size, MADV_HUGEPAGE);
  } else {
    memory = nullptr;
  }
  if (memory == nullptr) throw std::bad_alloc();
  return Bytes(static_cast<char*>(memory));
}

}  // namespace flatpty
