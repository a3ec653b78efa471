// The one place where a C++ failure becomes a JS error: an Error with errno (positive), syscall,
// path, a hint, the limit behind it and the OS's words for it, which src/errors.ts turns into
// Node's ErrnoException.
#ifndef FLATPTY_JS_ERROR_H_
#define FLATPTY_JS_ERROR_H_

#include <napi.h>

#include <new>

#include "core/error_words.h"
#include "core/sys_error.h"

namespace flatpty {

// {name, value, inUse, scope, cure}; value may be Infinity, and both are -1 when unknown.
inline Napi::Object ToJs(Napi::Env env, const Limit& limit) {
  auto object = Napi::Object::New(env);
  object.Set("name", limit.name);
  object.Set("value", limit.value);
  object.Set("inUse", limit.in_use);
  object.Set("scope", limit.scope);
  object.Set("cure", limit.cure);
  return object;
}

inline Napi::Error ToJsError(Napi::Env env, const SysError& error) {
  Napi::Error js = Napi::Error::New(env, ErrorWords(error.error()));
  js.Set("errno", Napi::Number::New(env, error.error()));
  js.Set("syscall", Napi::String::New(env, error.syscall()));
  if (!error.path().empty()) js.Set("path", Napi::String::New(env, error.path()));
  if (!error.hint().empty()) js.Set("hint", Napi::String::New(env, error.hint()));
  if (error.limit()) js.Set("limit", ToJs(env, *error.limit()));
  return js;
}

// Runs `work`; what it throws arrives in JS.
template <typename Work>
auto OrJsError(Napi::Env env, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const SysError& error) {
    throw ToJsError(env, error);
  } catch (const std::bad_alloc&) {
    throw ToJsError(env, OutOfMemory());
  }
}

}  // namespace flatpty

#endif  // FLATPTY_JS_ERROR_H_
