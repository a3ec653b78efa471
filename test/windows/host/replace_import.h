// Puts a function of ours in the place of one that a module has imported.
#ifndef FLATPTY_HOST_REPLACE_IMPORT_H_
#define FLATPTY_HOST_REPLACE_IMPORT_H_

#include <string.h>
#include <windows.h>

static void replace_import(HMODULE module, const char* name, void* with) {
  unsigned char* base = (unsigned char*)module;
  IMAGE_NT_HEADERS* nt = (IMAGE_NT_HEADERS*)(base + ((IMAGE_DOS_HEADER*)base)->e_lfanew);
  IMAGE_DATA_DIRECTORY dir = nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
  IMAGE_IMPORT_DESCRIPTOR* d = (IMAGE_IMPORT_DESCRIPTOR*)(base + dir.VirtualAddress);
  for (; d->Name; d++) {
    IMAGE_THUNK_DATA* names = (IMAGE_THUNK_DATA*)(base + d->OriginalFirstThunk);
    IMAGE_THUNK_DATA* slots = (IMAGE_THUNK_DATA*)(base + d->FirstThunk);
    for (; names->u1.AddressOfData; names++, slots++) {
      if (IMAGE_SNAP_BY_ORDINAL(names->u1.Ordinal)) continue;
      IMAGE_IMPORT_BY_NAME* import = (IMAGE_IMPORT_BY_NAME*)(base + names->u1.AddressOfData);
      if (strcmp((const char*)import->Name, name)) continue;
      DWORD old;
      VirtualProtect(slots, sizeof *slots, PAGE_READWRITE, &old);
      slots->u1.Function = (ULONG_PTR)with;
      VirtualProtect(slots, sizeof *slots, old, &old);
    }
  }
}

#endif  // FLATPTY_HOST_REPLACE_IMPORT_H_
