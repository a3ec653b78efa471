// What works of an installed flatpty in this runtime: RUNTIME smoke.cjs FOLDER_OF_FLATPTY [SPAWNS]
// Prints a line for each check and JSON last; exit code 1 when one fails. No test framework: it runs in
// Node, Bun and Deno, on machines that have nothing else.
const fs = require('node:fs');
const path = require('node:path');

const folder = path.resolve(process.argv[2] ?? '.');
const spawns = Number(process.argv[3] ?? 50);
const LIMIT_MS = 60_000;
const results = [];

function demand(isTrue, seen) {
  if (!isTrue) throw new Error(`saw ${JSON.stringify(seen)}`);
}

async function check(name, body) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([body(), late]);
    results.push({ name, ok: true });
  } catch (error) {
    results.push({ name, ok: false, reason: String(error?.message ?? error) });
  }
  clearTimeout(timer);
  const { ok, reason } = results.at(-1);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${reason ? `: ${reason}` : ''}`);
}

let pty;

/** Runs a shell line to its end; `onText` is called with the terminal and all its output so far. */
function run(line, options, onText) {
  return new Promise((resolve) => {
    const term = pty.spawn('/bin/sh', ['-c', line], options);
    let text = '';
    term.onData((data) => {
      text += data;
      onText?.(term, text);
    });
    term.onExit((end) => resolve({ text, ...end }));
  });
}

/** Calls `act` once, when the output has `word`. */
function once(word, act) {
  let done = false;
  return (term, text) => {
    if (done || !text.includes(word)) return;
    done = true;
    act(term);
  };
}

const descriptors = () => fs.readdirSync('/proc/self/fd').length;

async function main() {
  await check('loads', async () => {
    pty = require(folder);
  });
  if (!pty) return;
  await check('output and exit code', async () => {
    const seen = await run('echo hello; exit 7');
    demand(seen.text === 'hello\r\n' && seen.exitCode === 7, seen);
  });
  await check('a megabyte, whole', async () => {
    const line =
      'stty -opost; i=0; while [ $i -lt 16 ]; do head -c 65536 /dev/zero | tr "\\0" x; i=$((i+1)); done; echo END';
    const { text, exitCode } = await run(line);
    demand(exitCode === 0 && text.length === 16 * 65536 + 4, [exitCode, text.length]);
  });
  await check('UTF-8', async () => {
    const { text } = await run("printf 'h\\303\\251 \\342\\202\\254 \\360\\237\\230\\200'");
    demand(text === 'hé € 😀', text);
  });
  await check('input', async () => {
    const typed = once('ready', (term) => term.write('abc\r'));
    const { text } = await run('echo ready; read line; echo "got <$line>"', {}, typed);
    demand(text.includes('got <abc>'), text);
  });
  await check('size and resize', async () => {
    const resized = once('31 91', (term) => {
      term.resize(101, 41);
      term.write('\r');
    });
    const { text } = await run('stty size; read x; stty size', { cols: 91, rows: 31 }, resized);
    demand(text.includes('41 101'), text);
  });
  await check('a signal', async () => {
    const { signal } = await run(
      'echo ready; exec sleep 60',
      {},
      once('ready', (term) => term.kill('SIGTERM')),
    );
    demand(signal === 15, signal);
  });
  await check('a hang-up', async () => {
    const { signal } = await run(
      'echo ready; exec sleep 60',
      {},
      once('ready', (term) => term.destroy()),
    );
    demand(signal === 1, signal);
  });
  await check('a program that is not there', async () => {
    let code;
    try {
      pty.spawn('/no/such/program', [], { spawnErrors: 'throw' });
    } catch (error) {
      code = error.code;
    }
    demand(code === 'ENOENT', code);
  });
  await check(`${spawns} in sequence, descriptors flat`, async () => {
    await run('exit 0');
    const before = descriptors();
    for (let i = 0; i < spawns; i++) {
      const { text, exitCode } = await run(`echo n${i}; exit ${i % 100}`);
      demand(text === `n${i}\r\n` && exitCode === i % 100, [i, text, exitCode]);
    }
    const end = Date.now() + 10_000;
    while (descriptors() > before && Date.now() < end) await run('exit 0');
    demand(descriptors() <= before, [before, descriptors()]);
  });
  await check('40 at once', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => run(`sleep 0.2; echo n${i}`));
    const all = await Promise.all(lines);
    demand(
      all.every(({ text }, i) => text === `n${i}\r\n`),
      all.map(({ text }) => text),
    );
  });
}

main().then(() => {
  const failed = results.filter(({ ok }) => !ok).length;
  const { bun, deno, node } = process.versions;
  const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node.js ${node}`;
  console.log(JSON.stringify({ runtime, passed: results.length - failed, failed }));
  process.exit(failed === 0 ? 0 : 1);
});
