#include "binding/unix/os_functions.h"

namespace flatpty {

// A census is read from /proc, in JS.
void DefineOsFunctions(Napi::Env, Napi::Object) {}

}  // namespace flatpty
