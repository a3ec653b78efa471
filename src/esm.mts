// The ESM door: the same objects as require('flatpty'), no second copy of any state.
import pty from './index.js';

// By name: `export type *` is unknown to TypeScript 4.9.
export type {
  ArgvOrCommandLine,
  BinaryOpenPty,
  BinaryPty,
  Disposable,
  IBasePtyForkOptions,
  IDisposable,
  IEvent,
  IExitEvent,
  IPty,
  IPtyForkOptions,
  IPtyOpenOptions,
  IPtySlaveOptions,
  ITerminal,
  IWindowsPtyForkOptions,
  KillReason,
  OpenPty,
  Pty,
  PtyAdditions,
  PtyEmitter,
  PtyEnds,
  PtyProgram,
  Recording,
  RecordOptions,
  SpawnError,
  TermiosModes,
  WaitForOptions,
} from './index.js';
export const { createTerminal, fork, native, open, record, spawn } = pty;
export default pty;
