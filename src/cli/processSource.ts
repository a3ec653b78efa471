/** What reads the processes of the machine, by platform. */
import { platform } from '../node';
import type { ProcessRow, PtyHold } from './processTable';
import * as linux from './processTable';
import * as macos from './processTableMacos';

export interface ProcessSource {
  readProcessTable(): Promise<ProcessRow[]>;
  readPtyHolds(rows: readonly ProcessRow[]): Promise<PtyHold[]>;
  /** The pid that was given last; undefined when unknown. */
  readLastPid(): number | undefined;
  /** Empty when unknown. */
  readCommandLine(pid: number): string;
}

const SOURCES: Partial<Record<NodeJS.Platform, ProcessSource>> = { darwin: macos, linux };

/** Undefined for a platform whose processes cannot be read. */
export const processSource: ProcessSource | undefined = SOURCES[platform];
