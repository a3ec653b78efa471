#ifndef FLATPTY_UNIX_PIN_LIBRARY_H_
#define FLATPTY_UNIX_PIN_LIBRARY_H_

namespace flatpty {

// Keeps this library mapped until the process ends: the reactor's thread runs in it, and Node
// unloads an addon when the worker that loaded it ends, which would pull the code from under the
// thread. Throws SysError.
void PinLibrary();

}  // namespace flatpty

#endif  // FLATPTY_UNIX_PIN_LIBRARY_H_
