// The ESM door: the same objects as require('flatpty'), no second copy of any state.
import pty from './index.js';

export type * from './index.js';
export const { createTerminal, fork, native, open, spawn } = pty;
export default pty;
