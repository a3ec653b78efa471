// node-pty's path, and the loader of the addon. Build plugins (Theia's) replace each `require(` in the
// text of lib/utils.js by one that runs later, so this file imports only Node's own modules.
import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import * as path from 'node:path';
// biome-ignore lint/style/noRestrictedImports: src/node.ts would be a module of ours, and nothing here waits
import process from 'node:process';

/** A loaded addon and where it came from. */
export interface LoadedModule {
  /** The addon's folder, relative to this file's, as node-pty has it; absolute after FLATPTY_ADDON. */
  dir: string;
  /** The addon's absolute path. In a bundle that copied the addon: where it was before. */
  file: string;
  // biome-ignore lint/suspicious/noExplicitAny: each addon has its own shape
  module: any;
}

/** A place where the loader looked, and why the addon there did not load. */
export interface LoadAttempt {
  /** The absolute path. */
  file: string;
  /** In plain words, e.g. `not there`. */
  reason: string;
  /** What the runtime said, where it said more. */
  detail?: string;
}

/** What loadNativeModule throws. Its message names each place, the system and the cure in one line. */
export interface LoadError extends Error {
  code: 'ERR_FLATPTY_LOAD';
  /** Not enumerable, so that printing the error stays short. */
  tried: LoadAttempt[];
}

type Libc = 'glibc' | 'musl';

/** What came of one place: the addon, or why not. */
type Outcome = { module: unknown } | LoadAttempt;

const MISSING = 'not there';
const UNREADABLE = 'this user may not read it';
const CUT_SHORT = 'the file is cut short';
const OTHER_CPU = 'it is made for another processor';
const REFUSED = 'the dynamic loader refuses it';

/** Systems whose addon is in the package. */
const PREBUILT = [
  ...['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'],
  ...['win32-x64', 'win32-arm64'],
];

/** The processor in a binary's header, by process.arch. Source: elf.h, mach/machine.h, "PE Format". */
const ELF_MACHINE: Record<string, number> = { x64: 62, arm64: 183, arm: 40, ia32: 3, riscv64: 243 };
const MACH_CPU: Record<string, number> = { x64: 0x01000007, arm64: 0x0100000c };
const PE_MACHINE: Record<string, number> = { x64: 0x8664, arm64: 0xaa64, ia32: 0x14c };

/**
 * The value of an environment variable that changes what flatpty loads or starts. Undefined in a process
 * whose real and effective ids differ (set-user-ID programs): there the environment is the caller's, and
 * an addon that the caller names would run with the rights of the program's owner.
 */
export function environmentOverride(name: string): string | undefined {
  const isOwn =
    process.getuid?.() === process.geteuid?.() && process.getgid?.() === process.getegid?.();
  return isOwn ? process.env[name] || undefined : undefined;
}

/** The header of Node's diagnostic report; undefined in a runtime that makes none. */
function reportHeader(): { glibcVersionRuntime?: string } | undefined {
  const report = process.report as { excludeNetwork?: boolean; getReport(): object } | undefined;
  if (typeof report?.getReport !== 'function') return undefined;
  const { excludeNetwork } = report;
  try {
    // Otherwise Node resolves the names of all open connections while it writes the report.
    report.excludeNetwork = true;
    return (report.getReport() as { header?: { glibcVersionRuntime?: string } }).header;
  } catch {
    return undefined;
  } finally {
    if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  }
}

/** Whether musl's loader is installed; undefined when the folder cannot be read. */
function hasMuslLoader(): boolean | undefined {
  try {
    return fs.readdirSync('/lib').some((name) => name.startsWith('ld-musl-'));
  } catch {
    return undefined;
  }
}

/**
 * The C library of this process, with its version where the runtime tells; undefined where the platform
 * has no choice, or when nothing tells.
 */
export function processLibc(): { name: Libc; version?: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  const header = reportHeader();
  const version = header?.glibcVersionRuntime;
  if (version !== undefined) return { name: 'glibc', version };
  return header === undefined ? undefined : { name: 'musl' };
}

/** Where the name of a program's loader is: right after the program headers (elf.h, PT_INTERP). */
const LOADER_WITHIN = 4096;

/** The C library whose loader the host's program names; undefined when it names neither's. */
function libcOfHost(): Libc | undefined {
  const head = Buffer.alloc(LOADER_WITHIN);
  try {
    const fd = fs.openSync('/proc/self/exe', 'r');
    try {
      fs.readSync(fd, head, 0, LOADER_WITHIN, 0);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return undefined;
  }
  if (head.includes('/ld-musl-')) return 'musl';
  return head.includes('/ld-linux') ? 'glibc' : undefined;
}

/** The builds to try on this system, most likely first. */
function libcsToTry(): (Libc | undefined)[] {
  if (process.platform !== 'linux') return [undefined];
  // A process of musl has musl's loader on its machine. To look costs less than a report, which can
  // take longer than everything else that loads flatpty.
  if (hasMuslLoader() === false) return ['glibc'];
  const known = libcOfHost() ?? processLibc()?.name;
  return known ? [known] : ['glibc', 'musl'];
}

/**
 * Loads a prebuilt addon by its path in the package. The paths are literal: a bundler with a loader for
 * .node files finds them and takes the files along.
 */
function requirePrebuilt(inside: string): Outcome {
  const file = path.resolve(__dirname, '..', inside);
  const fault = binaryFault(file);
  // Where files are virtual, as in an executable made by Bun, only require() finds them.
  if (fault !== undefined && fault !== MISSING) return { file, reason: fault };
  try {
    switch (inside) {
      case 'prebuilds/linux-x64/pty.node':
        return loaded(require('../prebuilds/linux-x64/pty.node'));
      case 'prebuilds/linux-x64/pty.musl.node':
        return loaded(require('../prebuilds/linux-x64/pty.musl.node'));
      case 'prebuilds/linux-arm64/pty.node':
        return loaded(require('../prebuilds/linux-arm64/pty.node'));
      case 'prebuilds/linux-arm64/pty.musl.node':
        return loaded(require('../prebuilds/linux-arm64/pty.musl.node'));
      case 'prebuilds/darwin-arm64/pty.node':
        return loaded(require('../prebuilds/darwin-arm64/pty.node'));
      case 'prebuilds/darwin-x64/pty.node':
        return loaded(require('../prebuilds/darwin-x64/pty.node'));
      case 'prebuilds/win32-x64/pty.node':
        return loaded(require('../prebuilds/win32-x64/pty.node'));
      case 'prebuilds/win32-arm64/pty.node':
        return loaded(require('../prebuilds/win32-arm64/pty.node'));
      default:
        return { file, reason: MISSING };
    }
  } catch (error) {
    return failure(file, error);
  }
}

/** esbuild's `file` loader gives the path of its copy in place of the addon. */
function loaded(found: unknown): Outcome {
  return { module: typeof found === 'string' ? require(path.resolve(__dirname, found)) : found };
}

/** Loads the addon at a path that is known only at run time. */
function requireFrom(file: string): Outcome {
  const fault = binaryFault(file);
  if (fault !== undefined) return { file, reason: fault };
  try {
    return { module: require(file) };
  } catch (error) {
    return failure(file, error);
  }
}

/** By file: a second look-up in this thread gives the same object, as require does. */
const overrides = new Map<string, object>();

/** Loads what FLATPTY_ADDON names: a file of any name, also where require() has no files (in an executable). */
function openOverride(file: string): Outcome {
  const fault = binaryFault(file);
  if (fault !== undefined) return { file, reason: fault };
  const known = overrides.get(file);
  if (known !== undefined) return { module: known };
  try {
    const module = { exports: {} };
    process.dlopen(module, file);
    overrides.set(file, module.exports);
    return { module: module.exports };
  } catch (error) {
    return failure(file, error);
  }
}

/** Why a loader's error came. By codes alone: the words differ between Node, Yarn (PnP) and bundlers. */
function failure(file: string, error: unknown): LoadAttempt {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'MODULE_NOT_FOUND') return { file, reason: MISSING };
  const detail = String(message).split('\n')[0] as string;
  const version = detail.match(/version [`']?([\w.]+)'? not found/)?.[1];
  if (version !== undefined) return { file, reason: `it needs ${version} or newer`, detail };
  if (/failed to map segment/.test(detail)) {
    return { file, reason: 'its file system is mounted noexec', detail };
  }
  return { file, reason: code === 'ERR_DLOPEN_FAILED' ? REFUSED : 'it does not start', detail };
}

/**
 * What is wrong with a binary by its first bytes; undefined when nothing is.
 * dlopen(3) of a file that is cut short can end the process with SIGBUS, so this comes first.
 */
function binaryFault(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    // Asked before it is opened: the open of a pipe would wait for its other end.
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return MISSING;
    if (!stats.isFile()) return 'it is not a file';
    descriptor = fs.openSync(file, 'r');
    const head = Buffer.alloc(4096);
    const length = fs.readSync(descriptor, head, 0, head.length, 0);
    return formatFault(head.subarray(0, length), stats.size);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? UNREADABLE : `it cannot be read (${code})`;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function formatFault(head: Buffer, size: number): string | undefined {
  if (head.length < 64) return CUT_SHORT;
  const magic = head.readUInt32LE(0);
  const isElf = magic === 0x464c457f;
  const isMachO = magic === 0xfeedfacf;
  const isPe = head.readUInt16LE(0) === 0x5a4d;
  if (!isElf && !isMachO && !isPe) return 'it is not a shared library';
  if (process.platform === 'darwin') {
    if (!isMachO) return 'it is made for another system';
    const cpu = MACH_CPU[process.arch];
    return cpu !== undefined && head.readUInt32LE(4) !== cpu ? OTHER_CPU : undefined;
  }
  if (process.platform === 'win32') return isPe ? peFault(head) : 'it is made for another system';
  return isElf ? elfFault(head, size) : 'it is made for another system';
}

/** Of a DLL whose headers fit the first page, as linkers write them. */
function peFault(head: Buffer): string | undefined {
  const at = head.readUInt32LE(0x3c);
  if (at + 6 > head.length) return CUT_SHORT;
  const cpu = PE_MACHINE[process.arch];
  return cpu !== undefined && head.readUInt16LE(at + 4) !== cpu ? OTHER_CPU : undefined;
}

/** Of a 64-bit little-endian ELF file. Source: elf(5). */
function elfFault(head: Buffer, size: number): string | undefined {
  const [CLASS_64, LITTLE_ENDIAN, PT_LOAD] = [2, 1, 1];
  const machine = ELF_MACHINE[process.arch];
  if (head[5] !== LITTLE_ENDIAN) return undefined;
  if (machine !== undefined && head.readUInt16LE(18) !== machine) return OTHER_CPU;
  if (head[4] !== CLASS_64) return undefined;
  const offset = Number(head.readBigUInt64LE(32));
  const [entrySize, count] = [head.readUInt16LE(54), head.readUInt16LE(56)];
  for (let at = offset; at < offset + entrySize * count; at += entrySize) {
    if (at + 56 > head.length) return size < at + 56 ? CUT_SHORT : undefined;
    const end = Number(head.readBigUInt64LE(at + 8)) + Number(head.readBigUInt64LE(at + 32));
    if (head.readUInt32LE(at) === PT_LOAD && end > size) return CUT_SHORT;
  }
  return undefined;
}

function describeSystem(): string {
  const { bun, deno, electron, node } = process.versions;
  const runtime =
    (bun && `Bun ${bun}`) ?? (deno && `Deno ${deno}`) ?? (electron && `Electron ${electron}`);
  const libc = processLibc();
  return [
    `${process.platform}-${process.arch}`,
    ...(libc ? [[libc.name, libc.version].filter(Boolean).join(' ')] : []),
    runtime ?? `Node.js ${node}`,
  ].join(', ');
}

/** What the user can do about it. */
function cure(name: string, tried: LoadAttempt[]): string {
  const build =
    `build it: npm install --no-save node-addon-api node-gyp, then npx node-gyp rebuild -C ` +
    `'${path.resolve(__dirname, '../native')}' (Python 3, make and a C++17 compiler do the work)`;
  const reason = tried.find((attempt) => attempt.reason !== MISSING)?.reason;
  if (reason === UNREADABLE) {
    return 'Give this user the right to read the file and to enter its folders.';
  }
  if (reason === CUT_SHORT) return 'Install flatpty again.';
  if (reason !== undefined) return `Install flatpty again on this system, or ${build}.`;
  const target = `${process.platform}-${process.arch}`;
  if (name === 'pty' && PREBUILT.includes(target)) {
    return `The package is not whole: install flatpty again, or ${build}.`;
  }
  return `flatpty has no prebuilt ${name}.node for ${target}; ${build}.`;
}

function loadError(name: string, tried: LoadAttempt[]): LoadError {
  // musl's loader lists symbols, which says nothing to its reader.
  const isMusl = processLibc()?.name === 'musl';
  const places = tried.map(({ file, reason, detail }) => {
    const more = detail === undefined || isMusl ? '' : ` (${detail.replaceAll(`${file}: `, '')})`;
    return `${file}: ${reason}${more}`;
  });
  const error = new Error(
    `Failed to load native module: ${name}.node on ${describeSystem()}. ` +
      `Tried ${places.join('; ')}. ${cure(name, tried)}`,
  ) as LoadError;
  error.code = 'ERR_FLATPTY_LOAD';
  Object.defineProperty(error, 'tried', { value: tried, configurable: true, writable: true });
  return error;
}

/** The folders where an addon that was built on this machine is, in node-pty's order, then ours. */
const BUILT = [
  ...['build/Release', 'build/Debug'].flatMap((folder) => [`../${folder}`, `./${folder}`]),
  '../native/build/Release',
];

/** A place: the folder relative to this file, the addon's name there, and how it is loaded. */
type Place = [dir: string, file: string, load: (file: string) => Outcome];

/** The places for one C library. */
function places(name: string, libc: Libc | undefined): Place[] {
  const target = `prebuilds/${process.platform}-${process.arch}`;
  const file = `${name}${libc === 'musl' ? '.musl' : ''}.node`;
  return [
    ...BUILT.map((dir): Place => [dir, `${name}.node`, requireFrom]),
    [`../${target}`, file, () => requirePrebuilt(`${target}/${file}`)],
    // In a bundle, .. and . are those of the bundle.
    [`../${target}`, file, requireFrom],
    [`./${target}`, file, requireFrom],
  ];
}

/**
 * Finds and loads the addon `name`.node: what FLATPTY_ADDON names, else what was built on this machine
 * (build/Release, build/Debug, native/build/Release), else the prebuilt one for this system and C library.
 * In a bundle it looks beside the bundle too.
 *
 * Only an addon that is not there is passed over. One that is there but does not load ends the search,
 * unless nothing tells which C library this process has: then each build is tried.
 *
 * @returns its folder, relative to this file's, and its exports.
 * @throws LoadError `ERR_FLATPTY_LOAD`.
 */
export function loadNativeModule(name: string): LoadedModule {
  const tried: LoadAttempt[] = [];
  const override = environmentOverride('FLATPTY_ADDON');
  if (override !== undefined) {
    const file = path.resolve(override);
    const outcome = openOverride(file);
    if ('module' in outcome) return { dir: path.dirname(file), file, module: outcome.module };
    throw loadError(name, [outcome]);
  }
  const libcs = libcsToTry();
  for (const libc of libcs) {
    for (const [dir, base, load] of places(name, libc)) {
      const file = path.resolve(__dirname, dir, base);
      const outcome = load(file);
      if ('module' in outcome) return { dir, file, module: outcome.module };
      if (!tried.some((attempt) => attempt.file === outcome.file)) tried.push(outcome);
      if (outcome.reason !== MISSING && libcs.length === 1) throw loadError(name, tried);
    }
  }
  throw loadError(name, tried);
}

/** node-pty's Object.assign(), which some of its users call. */
// biome-ignore lint/suspicious/noExplicitAny: as node-pty declares it
export function assign(target: any, ...sources: any[]): any {
  return Object.assign(target, ...sources);
}
