// One line of a macOS file is another, and the test file that must notice it turns red.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Test } from 'tap';
import { kqueueAddon, type MacosFault } from '../native/kqueueAddon';

export interface Mutation {
  what: string;
  fault: MacosFault;
  /** The file that must turn red, relative to test/, without its ending. */
  test: string;
}

const TABLE: Array<[what: string, file: string, line: string, by: string, test: string]> = [
  [
    'the terminal is not pinned',
    'macos/child_os_macos.c',
    'open("/dev/tty", O_RDWR | O_CLOEXEC)',
    '-1',
    'macos/output-stays-until-it-is-read',
  ],
  [
    'a /dev/tty that cannot be opened ends the program',
    'macos/child_os_macos.c',
    'if (tty >= 0) close(tty);',
    'if (tty < 0) return -1;\n  close(tty);',
    'macos/program-runs-where-dev-tty-cannot-be-opened',
  ],
  [
    'the helper inherits what the host has open',
    'macos/launchers_macos.cc',
    'POSIX_SPAWN_CLOEXEC_DEFAULT | ',
    '',
    'macos/program-finds-only-three-descriptors',
  ],
  [
    'a table of ptys that grows is not waited for',
    'macos/descriptors_macos.cc',
    'constexpr int kMasterTries = 4;',
    'constexpr int kMasterTries = 3;',
    'macos/growing-table-of-ptys-is-waited-for',
  ],
  [
    'the limit has another name',
    'macos/limits_macos.cc',
    'Counted("kern.tty.ptmx_max"',
    'Counted("kern.tty.max"',
    'macos/ptys-run-out-at-ptmx-max',
  ],
  [
    'every name in /dev counts as a slave',
    'macos/limits_macos.cc',
    'count += is_slave;',
    'count += 1;',
    'macos/ptys-run-out-at-ptmx-max',
  ],
  [
    '/dev stays open',
    'macos/limits_macos.cc',
    '::closedir(dir);',
    'static_cast<void>(dir);',
    'macos/ptys-run-out-at-ptmx-max',
  ],
  [
    'EV_DELETE of a closed master is left out',
    'macos/poller_kqueue.cc',
    'Apply(Change(static_cast<uintptr_t>(fd), EVFILT_READ, EV_DELETE, 0, 0));',
    '',
    'kqueue/exit-codes-and-signals',
  ],
  [
    'EV_DELETE before a new interest is left out',
    'macos/poller_kqueue.cc',
    'Apply(Change(ident, EVFILT_READ, EV_DELETE, 0, token));',
    '',
    'kqueue/reopened-terminal-does-not-spin',
  ],
  [
    'ESRCH counts as watched',
    'macos/poller_kqueue.cc',
    'return nullptr;',
    'return watch;',
    'kqueue/exit-of-a-process-already-dying-is-found-by-timer',
  ],
  [
    'no look at the child after the registration',
    'macos/poller_kqueue.cc',
    'Apply(Change(ident, EVFILT_USER, 0, NOTE_TRIGGER, token));',
    '',
    'kqueue/exit-before-the-registration-is-found-by-a-look',
  ],
  [
    'the folder is the root of the process',
    'macos/process_info_macos.cc',
    'info.pvi_cdir.vip_path',
    'info.pvi_rdir.vip_path',
    'macos/foreground-of-a-terminal',
  ],
  [
    'zombies are not asked for',
    'macos/self_census_macos.cc',
    'PROC_PIDT_SHORTBSDINFO, 1,',
    'PROC_PIDT_SHORTBSDINFO, 0,',
    'macos/census-names-what-descriptors-point-at',
  ],
  [
    'files have no path in the census',
    'macos/self_census_macos.cc',
    'entry.proc_fdtype == PROX_FDTYPE_VNODE',
    'entry.proc_fdtype == PROX_FDTYPE_KQUEUE',
    'macos/census-names-what-descriptors-point-at',
  ],
  [
    'files have no path in the table of processes',
    'macos/process_rows_macos.cc',
    'entry.proc_fdtype == PROX_FDTYPE_VNODE',
    'entry.proc_fdtype == PROX_FDTYPE_KQUEUE',
    'macos/doctor-names-who-holds-processes-and-ptys',
  ],
];

export const MUTATIONS: Mutation[] = TABLE.map(([what, file, line, by, test]) => ({
  what,
  fault: { file, line, by },
  test,
}));

const LIMIT_MS = 240_000;

/** Runs a test file on `addon`; what it printed, and whether it passed. */
function runTest(test: string, addon: string): { passed: boolean; said: string } {
  const file = path.join(__dirname, '..', `${test}.test.js`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, FLATPTY_MACOS_ADDON: addon, TAP: '1', TAP_TIMEOUT: '60' },
  });
  return { passed: status === 0, said: `${stdout}${stderr}` };
}

/** Asserts that `mutation` is noticed, and that its test passes without it. */
export function isNoticed(t: Test, { what, fault, test }: Mutation, control: boolean): void {
  if (control) {
    const { passed, said } = runTest(test, kqueueAddon());
    t.ok(passed, `${test} passes as it is`, { said: said.slice(-2000) });
  }
  const { passed, said } = runTest(test, kqueueAddon(fault));
  t.notOk(passed, `${test} is red: ${what}`, { said: said.slice(-2000) });
  t.match(said, /not ok /, 'by one of its assertions');
}
