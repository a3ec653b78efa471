// What the addon offers on macOS alone. src/native/binding/os_functions_macos.cc implements these shapes.

export interface MacosBinding {
  /** Descriptors with their PROX_FDTYPE_*, names of threads, children and whether each has ended. */
  selfCensus?(): [
    descriptors: Array<[fd: number, type: number, path: string]>,
    threads: string[],
    children: Array<[pid: number, ended: boolean]>,
  ];
  /** Ptys of the machine; -1 for what is unknown. */
  kernelPtys?(): [inUse: number, most: number];
  /** The pids of every process. */
  processNumbers?(): Int32Array;
  /**
   * Undefined when the process is gone. `started` is in seconds since 1970, and 0 for what another user has
   * started.
   */
  processRow?(
    pid: number,
  ):
    | [
        pid: number,
        command: string,
        state: string,
        parent: number,
        session: number,
        threads: number,
        user: number,
        started: number,
      ]
    | undefined;
  /** Paths of the files that a process has open; none for one that this user may not look into. */
  openFiles?(pid: number): string[];
}
