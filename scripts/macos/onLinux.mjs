// Builds the addon and spawn-helper from the sources that macOS builds, on Linux: over doubles of the
// Darwin calls they make (test/macos/darwin) and of kqueue (test/native/kqueue_on_epoll). Prints the
// path of the addon; the helper lies beside it. Objects are kept by content.
//   node scripts/macos/onLinux.mjs [--fault '{"file":"macos/x.cc","line":"...","by":"..."}']
// With a fault one line of one source is another, and only that source is compiled again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readTarget } from '../cross/gyp.mjs';
import { root } from '../cross/targets.mjs';
import { withLock } from '../lock.mjs';

const DARWIN = 'test/macos/darwin';
const KQUEUE = 'test/native/kqueue_on_epoll';
const cache = path.join(root, '.test-build/macos');

/** Calls of the addon that go to a double instead of libc. */
const WRAPPED = ['posix_openpt', 'open', 'ioctl', 'fcntl', 'tcsetattr', 'read', 'waitpid'];

const { values: flags } = parseArgs({ options: { fault: { type: 'string' } } });
const fault = flags.fault === undefined ? undefined : JSON.parse(flags.fault);

const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const hash = (...texts) => {
  const sum = createHash('sha256');
  for (const text of texts) sum.update(`${text.length} `).update(text);
  return sum.digest('hex').slice(0, 20);
};

function filesBelow(folder, ending) {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Where Node's headers are: beside the running node, or where node-gyp has put them. */
function nodeHeaders() {
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const cached = path.join(os.homedir(), '.cache/node-gyp', process.versions.node);
  const found = [prefix, cached]
    .map((place) => path.join(place, 'include/node'))
    .find((place) => fs.existsSync(path.join(place, 'node_api.h')));
  if (!found) throw new Error("Node's headers are not there: npm run build fetches them");
  return found;
}

/** The text of `source` with the fault in it: behind `after`, the first `line` is `by`. */
function faulty(source) {
  const text = read(source);
  const { after = '', line, by } = fault;
  if (after !== '' && text.split(after).length !== 2) {
    throw new Error(`${source} has not exactly one "${after}"`);
  }
  const at = text.indexOf(line, text.indexOf(after) + after.length);
  if (at < 0) throw new Error(`${source} has no "${line}" there`);
  return text.slice(0, at) + by + text.slice(at + line.length);
}

/** Runs a compiler, which may have words of its own: `ccache gcc`. */
function run(compiler, args) {
  const [program, ...words] = compiler.split(/\s+/);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')}\n${said}`)),
    );
  });
}

/** Makes `file` if it is not there; `make` writes to the path it is given. */
async function once(file, make) {
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const making = `${file}.${process.pid}`;
  await make(making);
  fs.renameSync(making, file);
  return file;
}

const headers = [
  ...filesBelow('src/native', /\.h$/),
  ...filesBelow(DARWIN, /\.h$/),
  ...filesBelow(KQUEUE, /\.h$/),
].map(read);

/** The object of `source`, compiled if need be. */
async function compile(source, settings) {
  const inC = source.endsWith('.c');
  const text = fault && source === `src/native/${fault.file}` ? faulty(source) : read(source);
  const args = [
    ...(inC ? ['-std=gnu11'] : ['-std=c++17']),
    ...['-O1', '-fPIC', '-pthread', '-fvisibility=hidden', '-Wall', '-Werror=return-type'],
    ...['-include', `${DARWIN}/as_on_macos.h`],
    ...settings.defines.map((define) => `-D${define}`),
    ...[`${DARWIN}/include`, DARWIN, KQUEUE, ...settings.includes].flatMap((dir) => ['-I', dir]),
  ];
  const object = path.join(cache, 'objects', `${hash(text, ...headers, ...args)}.o`);
  return once(object, async (making) => {
    const copy = path.join(cache, `${process.pid}-${hash(text)}${path.extname(source)}`);
    // A faulty source lies elsewhere, so every source includes by its folder's name.
    if (text !== read(source)) fs.writeFileSync(copy, text);
    const input = fs.existsSync(copy) ? copy : source;
    try {
      await run(inC ? (process.env.CC ?? 'cc') : (process.env.CXX ?? 'c++'), [
        ...args,
        ...['-c', input, '-o', making],
      ]);
    } finally {
      fs.rmSync(copy, { force: true });
    }
  });
}

async function compileAll(sources, settings) {
  const objects = [];
  const waiting = sources.map((source, at) => [source, at]);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      objects[next[1]] = await compile(next[0], settings);
    }
  };
  await Promise.all([worker(), worker()]);
  return objects;
}

const wraps = (names) => names.map((name) => `-Wl,--wrap=${name}`);

async function main() {
  const pty = readTarget(root, 'pty');
  pty.includes.push(nodeHeaders());
  const helper = readTarget(root, 'spawn-helper');
  if (fault && ![...pty.sources, ...helper.sources].includes(`src/native/${fault.file}`)) {
    throw new Error(`macOS does not build ${fault.file}`);
  }
  const forHelper = [`${DARWIN}/helper_tty.c`, `${DARWIN}/words.c`];
  const doubles = [...filesBelow(DARWIN, /\.cc$/), ...filesBelow(KQUEUE, /\.cc$/), forHelper[1]];
  const addonObjects = await compileAll([...pty.sources, ...doubles], pty);
  const helperObjects = await compileAll([...helper.sources, ...forHelper], helper);
  const folder = path.join(cache, `addon-${hash(...addonObjects, ...helperObjects)}`);
  await once(path.join(folder, 'spawn-helper'), (making) =>
    run(process.env.CC ?? 'cc', ['-static', ...helperObjects, ...wraps(['open']), '-o', making]),
  );
  const addon = await once(path.join(folder, 'pty.node'), (making) =>
    run(process.env.CXX ?? 'c++', [
      ...['-shared', '-pthread', ...addonObjects, ...wraps(WRAPPED)],
      ...['-Wl,--gc-sections', '-o', making],
    ]),
  );
  console.log(addon);
}

// Test files run beside each other: one compiles, and the others find it done.
fs.mkdirSync(cache, { recursive: true });
try {
  await withLock(path.join(cache, 'lock'), main);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
