// The addon's functions over one open terminal that only Unix has.
#ifndef FLATPTY_PTY_CALLS_H_
#define FLATPTY_PTY_CALLS_H_

#include <napi.h>

namespace flatpty {

// Adds them to `exports`. Their shapes are declared in src/addon/addon.ts. A call for an id that
// is closed or unknown does nothing.
void DefinePtyCalls(Napi::Env env, Napi::Object exports);

}  // namespace flatpty

#endif  // FLATPTY_PTY_CALLS_H_
