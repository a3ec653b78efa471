// What JS asks for, as C++ values. Each request is one object, and one table says which of its
// properties becomes what; src/addon/addon.ts describes the same properties.
#ifndef FLATPTY_BINDING_REQUESTS_H_
#define FLATPTY_BINDING_REQUESTS_H_

#include <napi.h>

#include "unix/open_pty.h"
#include "unix/spawn.h"

namespace flatpty {

// Of a NativeSettings. Throws Napi::Error.
PtySettings ToSettings(const Napi::Object& from);

// Of a NativeSpawnRequest. Throws Napi::Error, and SysError EINVAL for a launcher that this build
// does not have.
SpawnRequest ToSpawnRequest(const Napi::Object& from);

}  // namespace flatpty

#endif  // FLATPTY_BINDING_REQUESTS_H_
