/** All processes as libproc shows them, through the addon: macOS only, where there is no /proc. */
import type { MacosBinding } from '../addon/macos';
import { ptyEndAt } from './censusMacos';
import { inSlices, mostMastersFirst, type ProcessRow, type PtyHold } from './processTable';

/** Not before it is asked for: that the addon does not load is a finding of its own. */
function addon(): MacosBinding {
  return (require('../addon/addon') as typeof import('../addon/addon')).binding;
}

/** @throws Error when the addon was not built for macOS. */
export async function readProcessTable(): Promise<ProcessRow[]> {
  const { processNumbers, processRow } = addon();
  if (processNumbers === undefined || processRow === undefined) {
    throw new Error('the addon was not built for macOS');
  }
  const rows: ProcessRow[] = [];
  await inSlices(processNumbers(), (number) => {
    const row = processRow(number);
    if (row === undefined) return;
    const [pid, command, state, parent, session, threads, user, started] = row;
    rows.push({ pid, command, state, parent, session, terminal: '', threads, user, started });
  });
  return rows;
}

/** Who has ptys open, of the processes that this user may look into; most masters first. */
export async function readPtyHolds(rows: readonly ProcessRow[]): Promise<PtyHold[]> {
  const { openFiles } = addon();
  if (openFiles === undefined) return [];
  const holds: PtyHold[] = [];
  await inSlices(rows, ({ pid, command }) => {
    const ends = openFiles(pid).filter((path) => ptyEndAt(path) !== undefined);
    const masters = ends.filter((path) => ptyEndAt(path) === 'ptmx').length;
    const slaves = new Set(ends.filter((path) => ptyEndAt(path) === 'pts')).size;
    if (masters + slaves > 0) holds.push({ pid, command, masters, slaves, masterOf: [] });
  });
  return holds.sort(mostMastersFirst);
}

/** XNU does not say which pid it gave last. */
export function readLastPid(): undefined {
  return undefined;
}

/** A title that a program has set looks like arguments: the command alone is shown. */
export function readCommandLine(): string {
  return '';
}
