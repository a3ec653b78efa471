/* Memory, as the addon's C++ and C ask for it. */
#include <stdint.h>

#include "wrapper.h"

/* glibc's own names for them; dlsym(3) needs memory itself. */
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);

void* malloc(size_t size) {
  FAIL_IF(fault("malloc", CALLER), NULL);
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  FAIL_IF(fault("calloc", CALLER), NULL);
  return __libc_calloc(count, size);
}

/* operator new and operator new[]. C cannot throw std::bad_alloc, but the real one does when asked
   for more than there can be. */
#define WRAP_NEW(symbol, name)                                                  \
  void* symbol(size_t size);                                                    \
  IN_FRONT_OF(symbol)                                                           \
  void* symbol(size_t size) {                                                   \
    return next_##symbol()(fault_of_memory(name, CALLER) ? PTRDIFF_MAX : size); \
  }
WRAP_NEW(_Znwm, "new")
WRAP_NEW(_Znam, "new[]")
