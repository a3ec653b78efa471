// For builds that have the C++ library inside. Its handler for uncaught exceptions prints the
// exception's type, and the demangler that it needs for that would be a third of the addon. Nothing
// here throws beyond Node-API's wrappers, so the mangled name has to do.
#include <cstddef>

extern "C" char* __cxa_demangle(const char*, char*, size_t*, int* status) {
  constexpr int kInvalidName = -2;
  if (status != nullptr) *status = kInvalidName;
  return nullptr;
}
