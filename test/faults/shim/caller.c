#include "caller.h"

#include <link.h>
#include <stdint.h>
#include <string.h>
#include <unwind.h>

#include "wrapper.h"

struct range {
  uintptr_t low;
  uintptr_t high;
};

static struct range addon;
static struct range libstdcxx;
static struct range shim;

static int is_in(const struct range* range, uintptr_t address) {
  return address >= range->low && address < range->high;
}

static struct range extent(const struct dl_phdr_info* info) {
  struct range range = {UINTPTR_MAX, 0};
  int i;
  for (i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)* segment = &info->dlpi_phdr[i];
    const uintptr_t low = info->dlpi_addr + segment->p_vaddr;
    if (segment->p_type != PT_LOAD) continue;
    if (low < range.low) range.low = low;
    if (low + segment->p_memsz > range.high) range.high = low + segment->p_memsz;
  }
  return range;
}

static int look(struct dl_phdr_info* info, size_t size, void* data) {
  const char* name = strrchr(info->dlpi_name, '/');
  const struct range range = extent(info);
  (void)size;
  (void)data;
  if (is_in(&range, (uintptr_t)&look)) shim = range;
  if (name == NULL) return 0;
  if (strcmp(name, "/pty.node") == 0) addon = range;
  if (strncmp(name, "/libstdc++.so", 13) == 0) libstdcxx = range;
  return 0;
}

/* The addon's own dlopen of itself is a call that can fail too. */
IN_FRONT_OF(dlopen)
void* dlopen(const char* file, int mode) {
  void* library = fault("dlopen", CALLER) != 0 ? NULL : next_dlopen()(file, mode);
  if (library != NULL && addon.high == 0) dl_iterate_phdr(look, NULL);
  return library;
}

int is_addon(const void* caller) { return is_in(&addon, (uintptr_t)caller); }

/* The first frame that is neither ours nor libstdc++'s decides. */
static _Unwind_Reason_Code judge(struct _Unwind_Context* context, void* answer) {
  const uintptr_t address = _Unwind_GetIP(context);
  if (is_in(&shim, address) || is_in(&libstdcxx, address)) return _URC_NO_REASON;
  *(int*)answer = is_in(&addon, address);
  return _URC_END_OF_STACK;
}

int is_on_behalf_of_addon(const void* caller) {
  int answer = 0;
  if (is_addon(caller)) return 1;
  if (is_in(&libstdcxx, (uintptr_t)caller)) _Unwind_Backtrace(judge, &answer);
  return answer;
}
