// The addon's functions that every OS has: over one open terminal, which JS names by its id, and
// for the way of its events.
#ifndef FLATPTY_LINE_CALLS_H_
#define FLATPTY_LINE_CALLS_H_

#include <napi.h>

namespace flatpty {

// Adds them to `exports`. Their shapes are declared in src/addon/addon.ts. A call for an id that
// is closed or unknown does nothing.
void DefineLineCalls(Napi::Env env, Napi::Object exports);

}  // namespace flatpty

#endif  // FLATPTY_LINE_CALLS_H_
