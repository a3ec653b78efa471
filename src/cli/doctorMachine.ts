/**
 * What about the machine and the project may make terminals fail: looked at in files, nothing is tried.
 * A remark is no failed check: some set-ups work all the same.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { attempt } from './processTable';

export interface Remark {
  /** What it is about, e.g. "devpts". */
  about: string;
  /** What was found, and what to do. */
  detail: string;
}

/** A line of /proc/self/mountinfo, proc(5). */
interface Mount {
  point: string;
  type: string;
  /** Of the mount and of the file system. */
  options: Set<string>;
}

/** Mounts in the order of the file; the last one of a place is the one on top. */
export function parseMounts(mountinfo: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , , point, own = ''] = left.split(' ');
    const [type, , its = ''] = right.split(' ');
    if (point === undefined || type === undefined) continue;
    // Spaces and the like stand as \040.
    const plain = point.replace(/\\([0-7]{3})/g, (_, code) =>
      String.fromCharCode(parseInt(code, 8)),
    );
    mounts.push({ point: plain, type, options: new Set([...own.split(','), ...its.split(',')]) });
  }
  return mounts;
}

/** The one that is seen there: a later one on a folder above hides it. */
function mountAt(mounts: readonly Mount[], point: string): Mount | undefined {
  const at = mounts.map((mount) => mount.point).lastIndexOf(point);
  const hides = ({ point: above }: Mount) => above !== '/' && point.startsWith(`${above}/`);
  return mounts.slice(at + 1).some(hides) ? undefined : mounts[at];
}

/** The mount that `file` lies on. */
function mountOf(mounts: readonly Mount[], file: string): Mount | undefined {
  for (let folder = file; ; folder = path.dirname(folder)) {
    const mount = mountAt(mounts, folder);
    if (mount !== undefined || folder === path.dirname(folder)) return mount;
  }
}

/** Before Linux 4.7 a devpts without newinstance was the machine's own, in a container too. */
function isBefore47(kernel: string): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  return major < 4 || (major === 4 && minor < 7);
}

function optionOf(mount: Mount, name: string): string | undefined {
  const found = [...mount.options].find((option) => option.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

export interface DevptsFacts {
  mounts: readonly Mount[];
  /** E.g. "6.1.0". */
  kernel: string;
  /** The number of the group tty; undefined when there is none. */
  ttyGroup: number | undefined;
  /** What /dev/ptmx is. */
  ptmx: 'usable' | 'missing' | 'refused';
}

/** What is wrong with the place that terminals come from. */
export function devptsRemarks({ mounts, kernel, ttyGroup, ptmx }: DevptsFacts): Remark[] {
  const remarks: Remark[] = [];
  const remark = (detail: string) => remarks.push({ about: 'devpts', detail });
  if (ptmx === 'missing') remark('/dev/ptmx is missing: ln -s pts/ptmx /dev/ptmx');
  if (ptmx === 'refused') {
    remark('/dev/ptmx may not be opened: mount devpts with ptmxmode=0666, or chmod 666 /dev/ptmx');
  }
  const mount = mountAt(mounts, '/dev/pts');
  if (mount?.type !== 'devpts') {
    remark('no devpts is mounted on /dev/pts: mount -t devpts devpts /dev/pts');
    return remarks;
  }
  if (isBefore47(kernel) && !mount.options.has('newinstance')) {
    remark(
      '/dev/pts is mounted without newinstance: a container shares its terminals with the host',
    );
  }
  const gid = optionOf(mount, 'gid');
  if (gid !== undefined && ttyGroup !== undefined && Number(gid) !== ttyGroup) {
    remark(`terminals belong to group ${gid}, not tty (${ttyGroup}): remount with gid=${ttyGroup}`);
  }
  const mode = optionOf(mount, 'mode');
  if (mode !== undefined && (Number.parseInt(mode, 8) & 0o600) !== 0o600) {
    remark(`terminals have mode ${mode}, which their owner cannot use: remount with mode=620`);
  } else if (mode !== undefined && (Number.parseInt(mode, 8) & 0o006) !== 0) {
    remark(`terminals have mode ${mode}, which every user can use: remount with mode=620`);
  }
  return remarks;
}

/** A helper that cannot be run where it lies. @param helper its path */
export function helperRemarks(mounts: readonly Mount[], helper: string): Remark[] {
  const mount = mountOf(mounts, helper);
  if (mount === undefined) return [];
  const remarks: Remark[] = [];
  if (mount.options.has('noexec')) {
    const detail = `${mount.point}, where spawn-helper lies, is mounted noexec: neither it nor the addon can be run from there`;
    remarks.push({ about: 'helper', detail });
  }
  if (mount.options.has('nosuid')) {
    const detail = `${mount.point}, where the package lies, is mounted nosuid: set-user-id programs from there, such as a sudo of its own, gain no rights`;
    remarks.push({ about: 'helper', detail });
  }
  return remarks;
}

/** @param filters the Seccomp line of /proc/self/status: 2 when there are filters */
export function filterRemarks(filters: string | undefined, refused: readonly string[]): Remark[] {
  const by = filters === '2' ? 'a seccomp filter refuses' : 'the kernel does not have';
  return refused.map((name) => ({
    about: 'kernel',
    detail: `${by} ${name}: flatpty goes another way, which is slower`,
  }));
}

/** Name and version of the package at `folder`; undefined when there is none. */
function packageAt(folder: string): { name: string; version: string } | undefined {
  const text = attempt(() => fs.readFileSync(path.join(folder, 'package.json'), 'utf8'), '');
  return attempt(() => JSON.parse(text) as { name: string; version: string }, undefined);
}

const FOLDERS_AT_MOST = 20_000;

/** Folders of packages below `project`, each once however often it is linked. */
function* packagesBelow(project: string): Generator<string> {
  const seen = new Set<string>();
  const waiting = [path.join(project, 'node_modules')];
  while (waiting.length > 0 && seen.size < FOLDERS_AT_MOST) {
    const modules = waiting.pop() as string;
    for (const name of attempt(() => fs.readdirSync(modules), [])) {
      if (name === '.bin' || name === '.cache') continue;
      if (name.startsWith('@')) {
        waiting.push(path.join(modules, name));
        continue;
      }
      const folder = attempt(() => fs.realpathSync(path.join(modules, name)), '');
      if (folder === '' || seen.has(folder)) continue;
      seen.add(folder);
      if (name === '.pnpm') {
        for (const one of attempt(() => fs.readdirSync(folder), [])) {
          waiting.push(path.join(folder, one, 'node_modules'));
        }
        continue;
      }
      yield folder;
      waiting.push(path.join(folder, 'node_modules'));
    }
  }
}

/** What a project that should use flatpty has installed. */
export function projectRemarks(project: string): Remark[] {
  const found = [...packagesBelow(project)].map((folder) => ({ folder, is: packageAt(folder) }));
  const remarks: Remark[] = [];
  const copies = found.filter(({ is }) => is?.name === 'flatpty');
  if (copies.length > 1) {
    const where = copies.map(({ folder, is }) => `${is?.version} in ${folder}`).join(', ');
    remarks.push({
      about: 'copies',
      detail: `flatpty is installed ${copies.length} times: ${where}. Each has its own I/O thread; npm dedupe`,
    });
  }
  // Only where there is flatpty too: else the project has not asked for it.
  const others = found.filter(({ is }) => is?.name === 'node-pty');
  if (copies.length > 0) {
    for (const { folder, is } of others) {
      remarks.push({
        about: 'alias',
        detail: `${folder} is still node-pty ${is?.version}: alias it with "overrides" (npm, pnpm) or "resolutions" (yarn)`,
      });
    }
  }
  return remarks;
}

/** An addon that was built before the one that was installed with the package. */
export function addonRemarks(addonPath: string, prebuild: string): Remark[] {
  if (path.resolve(addonPath) === path.resolve(prebuild)) return [];
  const changed = (file: string) => attempt(() => fs.statSync(file).mtimeMs, undefined);
  const [loaded, installed] = [changed(addonPath), changed(prebuild)];
  if (loaded === undefined || installed === undefined || loaded >= installed) return [];
  const detail = `${addonPath} is loaded, and is older than ${prebuild}: remove it, or build it again`;
  return [{ about: 'addon', detail }];
}

function ptmxState(): DevptsFacts['ptmx'] {
  try {
    fs.accessSync('/dev/ptmx', fs.constants.R_OK | fs.constants.W_OK);
    return 'usable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'refused';
  }
}

function ttyGroup(): number | undefined {
  const groups = attempt(() => fs.readFileSync('/etc/group', 'utf8'), '');
  const gid = /^tty:[^:]*:(\d+):/m.exec(groups)?.[1];
  return gid === undefined ? undefined : Number(gid);
}

export interface MachineFacts {
  kernel: string;
  project: string;
  /** The addon that was loaded; undefined when none was. */
  addonPath: string | undefined;
  /** Where the one of the package lies. */
  prebuild: string;
  /** System calls that the addon has tried in vain. */
  refused: readonly string[];
}

/** Everything that there is to say of a Linux machine; only the project's part elsewhere. */
export function machineRemarks(facts: MachineFacts, platform: NodeJS.Platform): Remark[] {
  const { kernel, project, addonPath, prebuild, refused } = facts;
  const remarks = projectRemarks(project);
  if (addonPath !== undefined) remarks.push(...addonRemarks(addonPath, prebuild));
  if (platform !== 'linux') return remarks;
  const mounts = parseMounts(attempt(() => fs.readFileSync('/proc/self/mountinfo', 'utf8'), ''));
  const status = attempt(() => fs.readFileSync('/proc/self/status', 'utf8'), '');
  const filters = /^Seccomp:\s*(\d)/m.exec(status)?.[1];
  remarks.push(...devptsRemarks({ mounts, kernel, ttyGroup: ttyGroup(), ptmx: ptmxState() }));
  // From a place that is mounted noexec not even the addon loads: then it is the package's own.
  const helper = path.join(path.dirname(path.resolve(addonPath ?? prebuild)), 'spawn-helper');
  remarks.push(...helperRemarks(mounts, helper));
  remarks.push(...filterRemarks(filters, refused));
  return remarks;
}
