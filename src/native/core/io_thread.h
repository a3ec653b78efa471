// How an OS gives the reactor its thread.
#ifndef FLATPTY_IO_THREAD_H_
#define FLATPTY_IO_THREAD_H_

namespace flatpty {

// Has `run` called with `argument` on a thread of its own, which takes none of the host's signals,
// is never joined, and keeps this library mapped. Throws SysError.
void StartIoThread(void (*run)(void* argument), void* argument);

}  // namespace flatpty

#endif  // FLATPTY_IO_THREAD_H_
