// What JS may ask about processes, and the signals that killTree sends.
#ifndef FLATPTY_BINDING_PROCESSES_H_
#define FLATPTY_BINDING_PROCESSES_H_

#include <napi.h>

namespace flatpty {

// Adds the functions that src/addon/processes.ts describes.
void DefineProcesses(Napi::Env env, Napi::Object exports);

}  // namespace flatpty

#endif  // FLATPTY_BINDING_PROCESSES_H_
