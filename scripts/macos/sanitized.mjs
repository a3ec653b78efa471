// An addon with clang's AddressSanitizer or ThreadSanitizer in it, and 600 programs on it. For macOS;
// on Linux there is `npm run sanitize`.
//   node scripts/macos/sanitized.mjs address|thread
// The runtime has to be in the process before the addon, and dyld puts it there. A run in which it was
// not there would prove nothing, so that is looked at first.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kind = process.argv[2];
const RUNTIMES = { address: 'asan', thread: 'tsan' };
if (!(kind in RUNTIMES)) {
  console.error('usage: sanitized.mjs address|thread');
  process.exit(2);
}
const library = `libclang_rt.${RUNTIMES[kind]}_osx_dynamic.dylib`;
const copy = path.join(root, `.sanitize/macos-${kind}`);

/** Of the addon alone: the helper is on its way to becoming somebody else's program. */
const additions = `{
  'target_defaults': {'target_conditions': [["_target_name=='pty'", {'xcode_settings': {
    'OTHER_CFLAGS': ['-fsanitize=${kind}', '-fno-omit-frame-pointer', '-g', '-O1'],
    'OTHER_LDFLAGS': ['-fsanitize=${kind}'],
  }}]]},
}`;

function build() {
  fs.mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'node_modules', 'package.json']) {
    fs.rmSync(path.join(copy, name), { force: true });
    fs.symlinkSync(path.join(root, name), path.join(copy, name));
  }
  fs.writeFileSync(path.join(copy, 'sanitizer.gypi'), additions);
  const gyp = fs.readFileSync(path.join(root, 'binding.gyp'), 'utf8');
  fs.writeFileSync(
    path.join(copy, 'binding.gyp'),
    gyp.replace('{', "{\n  'includes': ['sanitizer.gypi'],"),
  );
  const script = path.join(root, 'scripts/build.mjs');
  execFileSync(process.execPath, [script, '--native', '--force', '--root', copy], {
    stdio: 'inherit',
  });
  execFileSync(process.execPath, [script, '--ts'], { stdio: 'inherit' });
}

/** Runs node with the runtime in it. */
function run(...args) {
  const clang = execFileSync('clang', [`-print-file-name=${library}`], { encoding: 'utf8' }).trim();
  const options = 'halt_on_error=1:abort_on_error=1:detect_leaks=0';
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DYLD_INSERT_LIBRARIES: clang,
      FLATPTY_ADDON: path.join(copy, 'build/Release/pty.node'),
      ASAN_OPTIONS: options,
      TSAN_OPTIONS: `${options}:suppressions=${path.join(root, 'scripts/sanitize/tsan.supp')}`,
    },
  });
}

build();
const probe = `require(${JSON.stringify(root)}); console.log(process.report.getReport().sharedObjects.join())`;
const loaded = run('-e', probe);
if (!loaded.stdout.includes(library)) throw new Error(`${library} is not in the process`);
const { status, signal, stdout } = run(path.join(root, 'scripts/macos/six-hundred.mjs'));
console.log(stdout);
if (status !== 0) console.error(`ended with ${signal ?? status}`);
process.exitCode = status ?? 1;
