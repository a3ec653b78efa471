#include "unix/pin_library.h"

#include <dlfcn.h>

#include <cerrno>

#include "core/sys_error.h"

namespace flatpty {

void PinLibrary() {
  Dl_info info = {};
  // The path by which it was loaded finds the same library again; the handle is never closed.
  // NOLOAD, because an update may have put another file in its place.
  constexpr int kPin = RTLD_LAZY | RTLD_NODELETE;
  if (::dladdr(reinterpret_cast<const void*>(&PinLibrary), &info) == 0 ||
      (::dlopen(info.dli_fname, kPin | RTLD_NOLOAD) == nullptr &&
       ::dlopen(info.dli_fname, kPin) == nullptr)) {
    // dlopen(3) has no errno; dlerror(3) is per thread. NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* why = ::dlerror();
    throw SysError(ENOENT, "dlopen", info.dli_fname == nullptr ? "" : info.dli_fname,
                   why == nullptr ? "" : why);
  }
}

}  // namespace flatpty
