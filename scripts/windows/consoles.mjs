// The two consoles that programs run on under Wine, and how a program there hears which it is to be.
import { FOLDER, TOOLS } from './wineSession.mjs';

/** The path of a conpty.dll, or empty for Wine's own console. */
export const CONSOLES = { wine: '', microsoft: `${TOOLS}\\conpty\\conpty.dll` };

/** Environment variables for test/windows/lib. */
export function environmentOf(name) {
  return {
    FLATPTY_TEST_CONPTY_DLL: CONSOLES[name],
    FLATPTY_TEST_TOOLS: TOOLS,
    // build/Release of this tree is for Linux.
    FLATPTY_ADDON: `${FOLDER}\\prebuilds\\win32-x64\\pty.node`,
  };
}
