import { execFileSync, spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { open, type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';
import { descriptorsIn, LIST_DESCRIPTORS } from '../helpers/descriptors';
import { perLauncher } from '../helpers/launchers';
import { within } from '../helpers/until';

const OURS = /ptmx|\/dev\/pts\/|pidfd|eventpoll|eventfd/;
const O_CLOEXEC = 0o2000000;
const COUNT = 6;

/** Terminals with a program each, and one without, for the length of `t`. */
function terminals(t: Test): Pty[] {
  const ptys = Array.from({ length: COUNT }, () => spawn('cat'));
  const pair = open();
  t.teardown(async () => {
    for (const pty of [...ptys, pair]) pty.destroy();
    await Promise.all(ptys.map((pty) => pty.exited));
  });
  return ptys;
}

function foreign(output: string, own?: string): [fd: string, target: string][] {
  const all = Object.entries(descriptorsIn(output));
  return all.filter(([, target]) => OURS.test(target) && target !== own);
}

t.test('a program started by child_process finds no terminal of ours', async (t) => {
  terminals(t);
  const sync = execFileSync('/bin/sh', ['-c', LIST_DESCRIPTORS], { encoding: 'utf8' });
  t.match(sync, /^0 /m, 'it has listed its descriptors');
  t.strictSame(foreign(sync), []);

  const child = spawnChild('/bin/sh', ['-c', LIST_DESCRIPTORS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  await once(child, 'close');
  t.match(output, /^0 /m);
  t.strictSame(foreign(output), []);
});

perLauncher('a program in one terminal finds no other terminal', async (t) => {
  const ptys = terminals(t);
  ptys.shift()?.destroy();
  const seventh = spawn('/bin/sh', ['-c', LIST_DESCRIPTORS]);
  const { output } = await collect(seventh);
  t.strictSame(Object.keys(descriptorsIn(output)), ['0', '1', '2']);
  t.strictSame(foreign(output, seventh.ptsName), []);
  for (const pty of ptys) {
    // When it answers it has closed its libraries and locales, too.
    pty.write('x\r');
    await within(pty.waitFor('x\r\nx\r\n'), 10_000, 'its answer');
    const fds = readdirSync(`/proc/${pty.pid}/fd`);
    const targets = fds.map((fd) => readlinkSync(`/proc/${pty.pid}/fd/${fd}`));
    t.strictSame(new Set(targets), new Set([pty.ptsName]), `pid ${pty.pid} has only its own`);
  }
});

t.test('every descriptor that a terminal has here is close-on-exec', async (t) => {
  terminals(t);
  const found = new Set<string>();
  for (const fd of readdirSync('/proc/self/fd')) {
    let target: string;
    let info: string;
    try {
      target = readlinkSync(`/proc/self/fd/${fd}`);
      info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    } catch {
      continue; // the descriptor of the listing itself
    }
    if (!OURS.test(target)) continue;
    found.add(target.replace(/\d+/, 'N'));
    const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? '0', 8);
    t.ok(flags & O_CLOEXEC, `${fd} ${target}`);
  }
  t.ok(
    [...found].some((target) => /ptmx/.test(target)),
    'masters were looked at',
  );
  t.ok(
    [...found].some((target) => /pts.N/.test(target)),
    'a slave was looked at',
  );
});
