/* What every wrapper is made of: a function that stands in front of libc's with the same name. */
#ifndef FLATPTY_FAULTS_WRAPPER_H_
#define FLATPTY_FAULTS_WRAPPER_H_

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>

#include "rules.h"

#define CALLER __builtin_return_address(0)

/* Defines next_NAME(), the function behind the wrapper. It is looked up at load, because dlsym(3)
   may not be called after a vfork; libraries that start earlier look it up themselves. */
#define IN_FRONT_OF(name)                               \
  static __typeof__(name)* next_##name(void) {          \
    static __typeof__(name)* found;                     \
    if (found == NULL) found = dlsym(RTLD_NEXT, #name); \
    return found;                                       \
  }                                                     \
  __attribute__((constructor)) static void look_up_##name(void) { next_##name(); }

/* Leaves the wrapper with `value` and errno if the call is to fail. */
#define FAIL_IF(fault_of_call, value)   \
  do {                                  \
    const int error_ = (fault_of_call); \
    if (error_ != 0) {                  \
      errno = error_;                   \
      return value;                     \
    }                                   \
  } while (0)

#endif /* FLATPTY_FAULTS_WRAPPER_H_ */
