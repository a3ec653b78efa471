// What the addon offers on one OS and not on the others.
#ifndef FLATPTY_BINDING_OS_FUNCTIONS_H_
#define FLATPTY_BINDING_OS_FUNCTIONS_H_

#include <napi.h>

namespace flatpty {

// The OS's half: adds its functions to the addon's.
void DefineOsFunctions(Napi::Env env, Napi::Object exports);

}  // namespace flatpty

#endif  // FLATPTY_BINDING_OS_FUNCTIONS_H_
