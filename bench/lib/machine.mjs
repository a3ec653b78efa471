// What a figure was measured on.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { bench } from './paths.mjs';

const loadAverage = () => os.loadavg()[0];

/** The commit of what was measured, with a + when more was changed; undefined outside a clone. */
function commit() {
  const git = (...args) => {
    const { status, stdout } = spawnSync('git', args, { cwd: bench, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const head = git('rev-parse', '--short', 'HEAD');
  return head && git('status', '--porcelain', '--', '../src') ? `${head}+` : head;
}

/** Date, machine class and load; no host name, no path. */
export function describeMachine() {
  const release = fs.existsSync('/etc/os-release')
    ? fs.readFileSync('/etc/os-release', 'utf8')
    : '';
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGB: Math.round(os.totalmem() / 1024 ** 3),
    kernel: `${os.type()} ${os.release().split('-')[0]}`,
    system: release.match(/^PRETTY_NAME="(.*)"$/m)?.[1] ?? '',
    node: process.version,
    commit: commit(),
    loadAtBegin: loadAverage(),
  };
}

/** The same in one sentence. */
export function machineSentence(machine) {
  const {
    date,
    resumed,
    cores,
    cpu,
    memoryGB,
    kernel,
    system,
    node,
    commit,
    loadAtBegin,
    loadAtEnd,
  } = machine;
  const load = [loadAtBegin, loadAtEnd]
    .filter((value) => value !== undefined)
    .map((v) => v.toFixed(1));
  return (
    `${commit ? `flatpty at ${commit}; ` : ''}${resumed ? `${resumed}, stopped and resumed ` : ''}${date}, ${cores} × ${cpu}, ${memoryGB} GB, ${kernel}, ${system}, Node ${node.slice(1)}, ` +
    `load average at begin and end ${load.join(' and ')}`
  );
}

export const loadNow = loadAverage;
