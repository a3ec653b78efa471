// Builds the addon, spawn-helper and the programs of this folder with a sanitizer, from the project's
// own binding.gyp, and a node that loads the sanitizer's runtime.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { foldersOf, root } from './folders.mjs';
import { kinds, optionText } from './kinds.mjs';

const here = path.join(root, 'scripts/sanitize');

/** Writes only what changed: dates decide what is built again. */
function write(file, text) {
  if (fs.readFileSync(file, { encoding: 'utf8', flag: 'a+' }) !== text) {
    fs.writeFileSync(file, text);
  }
}

function link(target, file) {
  if (!fs.existsSync(file)) fs.symlinkSync(path.relative(path.dirname(file), target), file);
}

/** Runs a program to its end; its output is shown only when it fails. */
export function must(file, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    encoding: 'utf8',
    ...options,
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? `exit code ${status}, signal ${signal}`;
  throw new Error(`${file} ${args.join(' ')}: ${reason}\n${stdout ?? ''}${stderr ?? ''}`.trim());
}

/** C that answers the runtime's question for its options, so that no process needs them in its environment. */
function optionsSource({ options }, reports) {
  const functions = Object.entries(options).map(([runtime, own]) => {
    const text = optionText({ ...own, log_path: path.join(reports, 'report') });
    return `\
const char* __${runtime}_default_options(void);
__attribute__((visibility("default"), no_sanitize("address", "thread", "undefined")))
const char* __${runtime}_default_options(void) { return ${JSON.stringify(text)}; }
`;
  });
  return functions.join('');
}

const isGyp = (value) => typeof value === 'object' && value !== null;

/** A value in gyp's notation, which JSON is but for the quotes. */
function gyp(value) {
  if (Array.isArray(value)) return `[${value.map(gyp).join(', ')}]`;
  if (isGyp(value)) {
    return `{${Object.entries(value).map(([key, item]) => `${gyp(key)}: ${gyp(item)}`)}}`;
  }
  return `'${String(value).replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

/** What a sanitizer adds to every target of binding.gyp, and the targets that only it has. */
function gypi({ compile, link, helper }, folder) {
  const instrumented = {
    cflags: compile,
    ldflags: link,
    // A static program cannot load a runtime.
    'ldflags!': ['-static'],
    sources: ['options.c'],
  };
  const own = (name) => path.relative(folder, path.join(here, name));
  const left = ["_type!='none'", "_target_name!='clone-child'"];
  if (!helper) left.push("_target_name!='spawn-helper'");
  return gyp({
    target_defaults: {
      configurations: { Release: { 'cflags!': ['-O3'] } },
      target_conditions: [[left.join(' and '), instrumented]],
    },
    targets: [
      { target_name: 'canary', sources: [own('canary.c')] },
      {
        target_name: 'core-races',
        type: 'executable',
        dependencies: ['clone-child'],
        sources: [
          own('core_races.cc'),
          '<@(unix_sources)',
          '<@(linux_sources)',
          '<@(clone_sources)',
        ],
        // What needs node, and what core_races.cc has a version of its own of.
        'sources!': ['src/native/unix/pin_library.cc'],
        'sources/': [['exclude', 'src/native/binding/']],
        include_dirs: ['src/native'],
        'cflags_cc!': ['-fno-rtti', '-fno-exceptions'],
      },
    ],
  });
}

/**
 * A copy of the running node that names the options and the runtime as its first libraries. LD_PRELOAD
 * would go down to every program in every terminal, and tests look at their environments and start-up.
 */
function makeNode(kind, { folder, bin, node }) {
  const stamp = path.join(folder, 'node.json');
  const runtime = must('gcc', [`-print-file-name=${kind.runtime}`]).trim();
  const options = path.join(folder, 'options.so');
  const wanted = JSON.stringify([process.execPath, process.version, runtime]);
  fs.mkdirSync(bin, { recursive: true });
  must('gcc', ['-shared', '-fPIC', '-o', options, path.join(folder, 'options.c')]);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  fs.rmSync(stamp, { force: true });
  fs.copyFileSync(process.execPath, node);
  fs.chmodSync(node, 0o755);
  // patchelf puts a library in front of those that are there; of two at once it sorts the names.
  for (const library of [fs.realpathSync(runtime), options]) {
    must('patchelf', ['--add-needed', library, node]);
  }
  fs.writeFileSync(stamp, wanted);
}

/** Builds what is out of date for `name` (asan, ubsan, tsan) and returns its folders. */
export function build(name) {
  const kind = kinds[name];
  const folders = foldersOf(name);
  const { folder, reports } = folders;
  fs.mkdirSync(reports, { recursive: true });
  fs.chmodSync(reports, 0o1777); // some tests run node as another user
  for (const shared of ['src', 'node_modules', 'package.json']) {
    link(path.join(root, shared), path.join(folder, shared));
  }
  write(path.join(folder, 'options.c'), optionsSource(kind, reports));
  const additions = gypi(kind, folder);
  const project = fs.readFileSync(path.join(root, 'binding.gyp'), 'utf8');
  write(path.join(folder, 'sanitizer.gypi'), additions);
  // scripts/build.mjs looks at binding.gyp and src/native only: the comment tells it of the rest.
  const rest = ['canary.c', 'core_races.cc'].map((file) => fs.statSync(path.join(here, file)));
  const state = JSON.stringify([additions, rest.map(({ mtimeMs }) => mtimeMs)]);
  write(
    path.join(folder, 'binding.gyp'),
    `# ${state}\n${project.replace('{', "{\n  'includes': ['sanitizer.gypi'],")}`,
  );
  const script = path.join(root, 'scripts/build.mjs');
  must(process.execPath, [script, '--native', '--root', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  makeNode(kind, folders);
  return folders;
}
