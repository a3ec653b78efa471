// One measurement: a process is started, its last line is the result.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { hostProgram } from '../drivers/modules.mjs';
import { bench } from './paths.mjs';

const STDERR_KEPT = 2000;

/** The command of a cell: the C program, or a driver under Node or Bun. */
function commandOf(caseName, cell, library) {
  if (library === 'C') return cell.limit;
  const host = hostProgram(library);
  const flags = library === 'bun' ? [] : (cell.nodeFlags ?? []);
  const script = path.join(bench, 'cell.mjs');
  return [host, ...flags, script, caseName, library, JSON.stringify(cell.params)];
}

/**
 * Runs `cell` once.
 * @returns {Promise<object>} the metrics; with `hang: true`, and perhaps without metrics, when the
 *   process did not end in the cell's time limit; `{error}` when the process failed.
 */
export function runCell(caseName, cell, library, wrapper = []) {
  const [command, ...args] = [...wrapper, ...commandOf(caseName, cell, library)];
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    let hang = false;
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...cell.env },
    });
    const timer = setTimeout(() => {
      hang = true;
      child.kill('SIGKILL');
    }, cell.limitS * 1000);
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr = (stderr + data).slice(-STDERR_KEPT);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ error: error.message });
    });
    // Not `close`: a program that outlives its library's process may hold the pipes.
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(hang ? { ...lastLine(stdout), hang } : resultOf(stdout, stderr, code, signal));
      });
    });
  });
}

/** What the process said of its figures, if it came to that. */
function lastLine(stdout) {
  const line = stdout.trimEnd().split('\n').pop() ?? '';
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}

function resultOf(stdout, stderr, code, signal) {
  const figures = lastLine(stdout);
  if (code === 0 && figures !== undefined) return figures;
  const said = stderr.trim().split('\n').pop();
  const where = path.dirname(bench);
  return { error: `ended with ${signal ?? code}${said ? `: ${said.replaceAll(where, '.')}` : ''}` };
}
