// What this library uses of libuv, found by name at run time: one binary serves runtimes with a
// libuv and those without. Only signatures and numbers that every libuv 1.x has.
#ifndef FLATPTY_UNIX_UV_H_
#define FLATPTY_UNIX_UV_H_

#include <cstddef>

namespace flatpty {

// A function of the process, or null. It may come from any library that is loaded.
void* FindFunction(const char* name);

template <typename Function>
bool FindFunction(const char* name, Function* function) {
  *function = reinterpret_cast<Function>(FindFunction(name));
  return *function != nullptr;
}

// As in uv.h, with handles and loops as void*.
struct Uv {
  static constexpr int kPoll = 8;      // UV_POLL
  static constexpr int kReadable = 1;  // UV_READABLE

  using PollCallback = void (*)(void* handle, int status, int events);
  using CloseCallback = void (*)(void* handle);

  size_t (*handle_size)(int type);
  int (*poll_init)(void* loop, void* handle, int fd);
  int (*poll_start)(void* handle, int events, PollCallback callback);
  int (*poll_stop)(void* handle);
  void (*close)(void* handle, CloseCallback callback);
  void (*unref)(void* handle);
  void* (*get_data)(const void* handle);
  void (*set_data)(void* handle, void* data);
};

// Null where there is no libuv 1.x. To be asked only in a runtime whose event loop is libuv's: Bun
// has functions of these names that abort.
const Uv* FindUv();

}  // namespace flatpty

#endif  // FLATPTY_UNIX_UV_H_
