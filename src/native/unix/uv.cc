#include "unix/uv.h"

#include <dlfcn.h>

#include <optional>

namespace flatpty {

namespace {

std::optional<Uv> Look() {
  unsigned (*version)();
  if (!FindFunction("uv_version", &version) || version() >> 16 != 1) return std::nullopt;
  Uv uv;
  const bool found = FindFunction("uv_handle_size", &uv.handle_size) &&
                     FindFunction("uv_poll_init", &uv.poll_init) &&
                     FindFunction("uv_poll_start", &uv.poll_start) &&
                     FindFunction("uv_poll_stop", &uv.poll_stop) &&
                     FindFunction("uv_close", &uv.close) && FindFunction("uv_unref", &uv.unref) &&
                     FindFunction("uv_handle_get_data", &uv.get_data) &&
                     FindFunction("uv_handle_set_data", &uv.set_data);
  return found ? std::optional<Uv>(uv) : std::nullopt;
}

}  // namespace

void* FindFunction(const char* name) { return ::dlsym(RTLD_DEFAULT, name); }

const Uv* FindUv() {
  static const std::optional<Uv> uv = Look();
  return uv ? &*uv : nullptr;
}

}  // namespace flatpty
