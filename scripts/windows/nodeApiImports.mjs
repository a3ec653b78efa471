// An import of node.exe would tie the addon to programs of that name: a renamed Node, Electron or Bun would not load
// it. So the pointers that an import would fill are variables of the addon, filled when it is loaded, from the
// program that runs.

/**
 * C source that defines `__imp_<name>`, what a declaration with dllimport is called through, for each name. A function
 * that the program lacks answers napi_generic_failure.
 * @param {Iterable<string>} names of Node-API's functions.
 */
export function nodeApiImports(names) {
  const list = [...names].sort();
  return `#include <windows.h>

static int Missing(void) { return 9; /* napi_generic_failure */ }

${list.map((name) => `void *__imp_${name} = (void *)Missing;`).join('\n')}

static const struct {
  const char *name;
  void **pointer;
} functions[] = {
${list.map((name) => `    {"${name}", &__imp_${name}},`).join('\n')}
};

/* Before the constructors of C++ code. A program may keep Node in a library. */
__attribute__((constructor(101))) static void Resolve(void) {
  const wchar_t *const libraries[] = {L"libnode.dll", L"node.dll"};
  HMODULE host = GetModuleHandleW(NULL);
  for (int i = 0; i < 2 && GetProcAddress(host, functions[0].name) == NULL; i++) {
    const HMODULE library = GetModuleHandleW(libraries[i]);
    if (library != NULL) host = library;
  }
  for (unsigned i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *const found = (void *)GetProcAddress(host, functions[i].name);
    if (found != NULL) *functions[i].pointer = found;
  }
}
`;
}
