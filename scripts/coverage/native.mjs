import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../test-files.mjs';

/**
 * gcov writes its counts before an exec and around a fork, where it finds the functions of those names. A
 * child that shares its parent's memory may do no such thing.
 */
const UNTOUCHED = ['execve', 'execv', 'execvp', 'fork'].map((name) => `-fno-builtin-${name}`);

const GYPI = `{
  'target_defaults': {
    'configurations': { 'Release': { 'cflags!': ['-O3'] } },
    'target_conditions': [
      # The first calls the kernel alone; the second becomes another program and has no exit.
      ["_type!='none' and _target_name!='clone-child' and _target_name!='spawn-helper'", {
        'cflags': ['-O0', '--coverage', '-fprofile-update=atomic', '${UNTOUCHED.join("', '")}'],
        'ldflags': ['--coverage'],
      }],
    ],
  },
}
`;

function write(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.writeFileSync(file, text);
}

const objectsOf = (folder) => path.join(folder, 'build/Release/obj.target/pty');

/** Every file below `folder` whose name ends so. */
const filesBelow = (folder, ending) =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));

/** Builds the addon with gcov's counters in `folder`. @returns its path. */
export function buildNative(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const shared of ['src', 'node_modules', 'package.json']) {
    const link = path.join(folder, shared);
    if (!fs.existsSync(link)) fs.symlinkSync(path.join(root, shared), link);
  }
  const project = fs.readFileSync(path.join(root, 'binding.gyp'), 'utf8');
  write(path.join(folder, 'coverage.gypi'), GYPI);
  write(
    path.join(folder, 'binding.gyp'),
    project.replace('{', "{\n  'includes': ['coverage.gypi'],"),
  );
  const args = [path.join(root, 'scripts/build.mjs'), '--native', '--root', folder];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the build for gcov failed');
  const objects = objectsOf(folder);
  for (const counts of filesBelow(objects, '.gcda')) fs.rmSync(counts);
  // Some tests run node as another user, who leaves counts too.
  for (const entry of fs.readdirSync(objects, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory())
      fs.chmodSync(path.join(entry.parentPath ?? entry.path, entry.name), 0o777);
  }
  fs.chmodSync(objects, 0o777);
  return path.join(folder, 'build/Release/pty.node');
}

/**
 * The lines of src/native that have code, and whether they ran: a line of a header counts as run where any
 * of the objects that it is in has run it.
 * @returns {Map<string, Map<number, boolean>>}
 */
export function nativeLines(folder) {
  const notes = filesBelow(objectsOf(folder), '.gcno');
  const files = new Map();
  for (const note of notes) {
    const { status, stdout, stderr } = spawnSync('gcov', ['--json-format', '--stdout', note], {
      cwd: path.join(folder, 'build'),
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    if (status !== 0) throw new Error(`gcov of ${note} ended with ${status}\n${stderr}`);
    for (const text of stdout.trim().split('\n')) {
      for (const { file, lines } of JSON.parse(text).files) addLines(files, folder, file, lines);
    }
  }
  return files;
}

function addLines(files, folder, file, lines) {
  const real = path.resolve(folder, 'build', file);
  const name = path.relative(folder, real);
  if (!name.startsWith('src/native/')) return;
  const known = files.get(name) ?? new Map();
  files.set(name, known);
  for (const { line_number: line, count } of lines) {
    known.set(line, (known.get(line) ?? false) || count > 0);
  }
}
