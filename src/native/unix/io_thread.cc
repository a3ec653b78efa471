// pthread and not std::thread, whose constructor answers EAGAIN with an exception that aborts the
// process when it is thrown under a C caller (seen with node-pty at RLIMIT_NPROC).
#include "core/io_thread.h"

#include <pthread.h>

#include <memory>

#include "core/sys_error.h"
#include "unix/fd_poller.h"
#include "unix/limits.h"
#include "unix/pin_library.h"
#include "unix/signals_blocked.h"

namespace flatpty {

namespace {

constexpr size_t kStackBytes = 256 * 1024;

struct Start {
  void (*run)(void* argument);
  void* argument;
};

void* Run(void* start) {
  const Start what = *std::unique_ptr<Start>(static_cast<Start*>(start));
  NameThisThread("flatpty");
  what.run(what.argument);
  return nullptr;
}

class Attributes {
 public:
  Attributes() {
    const int error = ::pthread_attr_init(&attributes_);
    if (error != 0) throw SysError(error, "pthread_attr_init");
    ::pthread_attr_setdetachstate(&attributes_, PTHREAD_CREATE_DETACHED);
    ::pthread_attr_setstacksize(&attributes_, kStackBytes);
  }
  ~Attributes() { ::pthread_attr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const pthread_attr_t* get() const { return &attributes_; }

 private:
  pthread_attr_t attributes_;
};

}  // namespace

void StartIoThread(void (*run)(void* argument), void* argument) {
  PinLibrary();
  const Attributes attributes;
  auto start = std::make_unique<Start>(Start{run, argument});
  pthread_t thread;
  int error;
  {
    // The new thread inherits the mask: signals are for the host's threads.
    const AllSignalsBlocked blocked;
    error = ::pthread_create(&thread, attributes.get(), Run, start.get());
  }
  if (error != 0) throw SysError(error, "pthread_create", {}, LimitBehind(error));
  static_cast<void>(start.release());  // the thread's
}

}  // namespace flatpty
