// The names of glibc that Debian's libstdc++ and libgcc_s ask for and musl lacks, for musl.mjs. Each does what
// glibc's documentation says of it, as far as these two libraries use it.
#define _GNU_SOURCE
#include <link.h>
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <time.h>

// Zero: "more threads may run", which is always safe to say.
char __libc_single_threaded = 0;

size_t __strftime_l(char* text, size_t size, const char* format, const struct tm* time, locale_t in) {
  return strftime_l(text, size, format, time, in);
}

uint32_t arc4random(void) {
  uint32_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) abort();
  return number;
}

unsigned long __getauxval(unsigned long type) { return getauxval(type); }

// libgcc's processor model; all zero is a processor without extensions.
struct {
  unsigned vendor, type, subtype, features[4];
} __cpu_model;
int __cpu_indicator_init(void) { return 0; }

// struct dl_find_object of <dlfcn.h>: where the unwinder finds the tables of a program counter.
struct FoundObject {
  unsigned long long flags;
  void *map_start, *map_end;
  struct link_map* map;
  void* tables;
  unsigned long long reserved[7];
};

struct Search {
  uintptr_t address;
  struct FoundObject* found;
};

static int LookAt(struct dl_phdr_info* info, size_t size, void* data) {
  (void)size;
  struct Search* search = data;
  uintptr_t begin = UINTPTR_MAX, end = 0;
  void* tables = NULL;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    uintptr_t start = info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_GNU_EH_FRAME) tables = (void*)start;
    if (header->p_type != PT_LOAD) continue;
    if (start < begin) begin = start;
    if (start + header->p_memsz > end) end = start + header->p_memsz;
  }
  if (tables == NULL || search->address < begin || search->address >= end) return 0;
  memset(search->found, 0, sizeof *search->found);
  search->found->map_start = (void*)begin;
  search->found->map_end = (void*)end;
  search->found->tables = tables;
  return 1;
}

int _dl_find_object(void* address, struct FoundObject* found) {
  struct Search search = {(uintptr_t)address, found};
  return dl_iterate_phdr(LookAt, &search) == 1 ? 0 : -1;
}

// Destructors of thread_local objects, run when their thread ends.
struct Destructor {
  void (*run)(void*);
  void* object;
  struct Destructor* next;
};

static pthread_key_t destructors;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void RunAll(void* first) {
  for (struct Destructor* each = first; each != NULL;) {
    struct Destructor* next = each->next;
    each->run(each->object);
    free(each);
    each = next;
  }
}

static void MakeKey(void) { pthread_key_create(&destructors, RunAll); }

int __cxa_thread_atexit_impl(void (*run)(void*), void* object, void* library) {
  (void)library;
  pthread_once(&made, MakeKey);
  struct Destructor* each = malloc(sizeof *each);
  if (each == NULL) return -1;
  *each = (struct Destructor){run, object, pthread_getspecific(destructors)};
  return pthread_setspecific(destructors, each);
}
