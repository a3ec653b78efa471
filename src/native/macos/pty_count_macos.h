#ifndef FLATPTY_MACOS_PTY_COUNT_MACOS_H_
#define FLATPTY_MACOS_PTY_COUNT_MACOS_H_

namespace flatpty {

struct PtyCount {
  int in_use;  // on the machine; -1 when unknown
  int most;    // kern.tty.ptmx_max; -1 when unknown
};

PtyCount CountPtys();

}  // namespace flatpty

#endif  // FLATPTY_MACOS_PTY_COUNT_MACOS_H_
