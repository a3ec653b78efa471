import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a program of the system prints. It goes through a file: a pipe would be in the census. */
function outputOf(program, args) {
  const file = path.join(os.tmpdir(), `flatpty-census-${process.pid}`);
  const fd = fs.openSync(file, 'w+');
  try {
    execFileSync(program, args, { stdio: ['ignore', fd, 'ignore'] });
    return fs.readFileSync(file, 'utf8');
  } finally {
    fs.closeSync(fd);
    fs.rmSync(file);
  }
}

/** A descriptor as a census names it; the numbers of pipes, queues and ptys are new each time. */
function entry(fd, type, name) {
  if (/^\/dev\/(pts\/)?ptmx\b/.test(name)) return { fd, target: name, fdClass: 'ptmx' };
  if (/^\/dev\/(ttys|pts\/)\d+/.test(name)) return { fd, target: name, fdClass: 'pts' };
  if (type === 'PIPE' || type === 'FIFO') return { fd, target: name, fdClass: 'pipe' };
  if (type === 'unix' || /^IPv[46]$/.test(type)) return { fd, target: name, fdClass: 'socket' };
  if (type === 'REG' || type === 'DIR' || type === 'CHR')
    return { fd, target: name, fdClass: 'file' };
  return {
    fd,
    target: `${type} ${name.replace(/\b(0x)?[0-9a-f]*\d[0-9a-f]*\b.*/, '')}`.trim(),
    fdClass: 'other',
  };
}

/** lsof -F: a line for each field, led by its letter; `f` opens a file's. Only numbered ones count. */
function readDescriptors() {
  const fds = [];
  let fd;
  let type;
  for (const line of outputOf('lsof', [
    '-w',
    '-n',
    '-P',
    '-p',
    String(process.pid),
    '-F',
    'ftn',
  ]).split('\n')) {
    const value = line.slice(1);
    if (line[0] === 'f') fd = /^\d+$/.test(value) ? Number(value) : undefined;
    else if (line[0] === 't') type = value;
    else if (line[0] === 'n' && fd !== undefined) fds.push(entry(fd, type, value));
  }
  if (fds.length === 0) throw new Error('lsof shows no descriptor of this process');
  return fds.sort((a, b) => a.fd - b.fd);
}

function countThreads() {
  const args = process.platform === 'darwin' ? ['-M'] : ['-L'];
  return (
    outputOf('ps', [...args, '-p', String(process.pid)])
      .trim()
      .split('\n').length - 1
  );
}

function readZombies() {
  return outputOf('ps', ['-A', '-o', 'pid=,ppid=,stat='])
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state]) => Number(parent) === process.pid && state?.startsWith('Z'))
    .map(([pid]) => Number(pid));
}

/** As many as may be open on the machine; elsewhere than on macOS the stress has its own census. */
function mostPtys() {
  if (process.platform !== 'darwin') return Number.POSITIVE_INFINITY;
  return Number(outputOf('sysctl', ['-n', 'kern.tty.ptmx_max']));
}

/** A CensusReader (src/cli/census.ts) for macOS. It runs programs: 0.2 s, not the 1 ms of /proc. */
export function readLsofCensus() {
  return {
    available: true,
    fds: readDescriptors(),
    ptys: {
      // devfs has a /dev/ttysNNN for each pty that is open on the machine.
      inUse: fs.readdirSync('/dev').filter((name) => /^ttys\d{3}$/.test(name)).length,
      max: mostPtys(),
      reserve: null,
      elsewhere: null,
    },
    threads: Array(countThreads()).fill('thread'),
    zombies: readZombies(),
    rss: process.memoryUsage.rss(),
  };
}
