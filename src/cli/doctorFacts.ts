/** What `flatpty doctor` says about the machine, the runtime and the addon before it tries anything. */
import { execFileSync, type StdioOptions } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { processLibc } from '../utils';
import type { Census, NoCensus } from './census';
import { curesFor } from './cures';
import { machineRemarks, type Remark } from './doctorMachine';
import type { DescriptorLimit } from './limits';
import { readDescriptorLimit } from './limits';
import { formatCount } from './terminalUi';

/** The native side as the library describes it. */
export interface NativeFacts {
  launcher: string;
  addonPath: string;
  exitWatch: string;
  /** Which the kernel lacks or a filter refuses. */
  refusedSystemCalls: string[];
}

export interface DoctorFacts {
  platform: string;
  arch: string;
  kernel: string;
  /** E.g. "glibc 2.36", "musl"; null where the platform has no choice of libc. */
  libc: string | null;
  /** E.g. "Node.js 20.20.2". */
  runtime: string;
  flatpty: string;
  /** Null when the addon could not be loaded. */
  native: NativeFacts | null;
  ptys: { inUse: number; max: number; reserve: number | null } | null;
  descriptors: { open: number; limit: DescriptorLimit | null } | null;
  /** What may make terminals fail here, or be in the way. */
  remarks: Remark[];
}

/** glibc's own command: the diagnostic reports of Bun and Deno name a glibc that need not be there. */
function glibcByCommand(): string {
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('getconf', ['GNU_LIBC_VERSION'], { encoding: 'utf8', stdio }).trim();
  } catch {
    return 'glibc';
  }
}

/** "glibc 2.36" or "musl" on Linux, null elsewhere. */
export function describeLibc(): string | null {
  if (process.platform !== 'linux') {
    return null;
  }
  if (process.versions.bun !== undefined || process.versions.deno !== undefined) {
    const isMusl = fs.readFileSync('/proc/self/maps', 'latin1').includes('/ld-musl-');
    return isMusl ? 'musl' : glibcByCommand();
  }
  const libc = processLibc();
  if (libc === undefined) return 'libc not recognised';
  return libc.version === undefined ? libc.name : `${libc.name} ${libc.version}`;
}

function describeRuntime(): string {
  const { bun, deno, electron, node } = process.versions;
  if (bun !== undefined) return `Bun ${bun}`;
  if (deno !== undefined) return `Deno ${deno}`;
  if (electron !== undefined) return `Electron ${electron} (Node.js ${node})`;
  return `Node.js ${node}`;
}

/** The folder that this file was installed with. */
const PACKAGE = path.join(__dirname, '..', '..');

/** The version in its package.json. */
export function packageVersion(): string {
  const file = path.join(PACKAGE, 'package.json');
  return String((JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version);
}

export function gatherFacts(census: Census | NoCensus, native: NativeFacts | null): DoctorFacts {
  return {
    platform: process.platform,
    arch: process.arch,
    kernel: `${os.type()} ${os.release()}`,
    libc: describeLibc(),
    runtime: describeRuntime(),
    flatpty: packageVersion(),
    native,
    ptys: census.available
      ? {
          inUse: census.ptys.inUse,
          max: census.ptys.max,
          reserve: census.ptys.reserve,
        }
      : null,
    descriptors: census.available
      ? { open: census.fds.length, limit: readDescriptorLimit() }
      : null,
    remarks: machineRemarks(
      {
        kernel: os.release(),
        project: process.cwd(),
        addonPath: native?.addonPath,
        prebuild: path.join(
          PACKAGE,
          'prebuilds',
          `${process.platform}-${process.arch}`,
          'pty.node',
        ),
        refused: native?.refusedSystemCalls ?? [],
      },
      process.platform,
    ),
  };
}

/** The addon's path as a person wants it: relative to here when it is below. */
function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** Name and value pairs for a terminal. @param noCensus why ptys and descriptors are not known */
export function describeFacts(facts: DoctorFacts, noCensus: string): Array<[string, string]> {
  const { native, ptys, descriptors } = facts;
  const limit = (value: number): string => (value === Infinity ? 'unlimited' : formatCount(value));
  const pairs: Array<[string, string]> = [
    ['platform', `${facts.platform} ${facts.arch}, ${facts.kernel}`],
    ['runtime', facts.libc === null ? facts.runtime : `${facts.runtime}, ${facts.libc}`],
    ['flatpty', facts.flatpty],
  ];
  if (native !== null) {
    pairs.push(
      ['addon', shortPath(native.addonPath)],
      ['launcher', `${native.launcher}, exits seen by ${native.exitWatch}`],
    );
  }
  pairs.push([
    'ptys',
    ptys === null
      ? noCensus
      : `${formatCount(ptys.inUse)} of ${formatCount(ptys.max)} in use` +
        (ptys.reserve === null ? '' : `, ${formatCount(ptys.reserve)} reserved by the system`),
  ]);
  pairs.push([
    'descriptors',
    descriptors === null
      ? noCensus
      : `${formatCount(descriptors.open)} open` +
        (descriptors.limit === null
          ? ''
          : `, limit ${limit(descriptors.limit.soft)} (hard limit ${limit(descriptors.limit.hard)})`),
  ]);
  const cures = curesFor(facts.platform);
  if (cures !== null) {
    pairs.push(
      ['more ptys', cures.ptys],
      ['more files', cures.descriptors],
      ['more processes', cures.processes],
    );
  }
  return pairs;
}
