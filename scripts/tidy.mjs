// clang-tidy over all of src/native that this system compiles, with the flags node-gyp compiles it with:
//   npm run tidy                    or: npm run tidy -- reactor.cc pty    files whose name has one of these
// .clang-tidy has the checks and the reasons for those that are off. Fails on any finding. Needs
// clang-tidy-19 (Debian has it), or what CLANG_TIDY names.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { must } from './sanitize/build.mjs';
import { foldersOf, root } from './sanitize/folders.mjs';

const program = process.env.CLANG_TIDY || 'clang-tidy-19';
const jobs = Number(process.env.JOBS ?? os.availableParallelism());

/** Has gyp write what it would compile, and how. Returns the folder and the files, each once. */
function compileCommands() {
  const { folder } = foldersOf('tidy');
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['binding.gyp', 'package.json', 'src', 'node_modules']) {
    const link = path.join(folder, name);
    if (!fs.existsSync(link)) fs.symlinkSync(path.join('../..', name), link);
  }
  const gyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const headers = fs.existsSync(path.join(prefix, 'include/node/node_api.h'))
    ? [`--nodedir=${prefix}`]
    : [];
  must(process.execPath, [gyp, 'configure', ...headers, '--', '-f', 'compile_commands_json'], {
    cwd: folder,
  });
  const database = path.join(folder, 'build/Release');
  const written = path.join(database, 'compile_commands.json');
  // node-gyp's macro with the target's name; for spawn-helper that is no expression, which is reported.
  const commands = fs
    .readFileSync(written, 'utf8')
    .replace(/ (\\")?-DNODE_GYP_MODULE_NAME=[^ ]+/g, '');
  fs.writeFileSync(written, commands);
  const files = new Set(JSON.parse(commands).map(({ file }) => file));
  // node-addon-api's targets have a source of their own.
  return { database, files: [...files].filter((file) => file.includes('/src/native/')) };
}

/** What clang-tidy finds in one file; '' is the good answer. */
function check(database, file) {
  return new Promise((resolve) => {
    const child = spawn(program, ['--quiet', '-p', database, file], { cwd: root });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) => resolve(code === 0 ? '' : stdout || stderr));
  });
}

const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
if (version.error) {
  console.error(`tidy: ${program} cannot be run (${version.error.code}); Debian: clang-tidy-19`);
  process.exit(2);
}
const { database, files } = compileCommands();
const wanted = process.argv.slice(2);
const queue = files.filter(
  (file) => wanted.length === 0 || wanted.some((word) => path.basename(file).includes(word)),
);
const count = queue.length;
let bad = 0;
async function worker() {
  for (let file = queue.shift(); file; file = queue.shift()) {
    const found = await check(database, file);
    if (!found) continue;
    bad += 1;
    console.log(found.replaceAll(`${path.dirname(path.dirname(database))}/`, '').trimEnd());
  }
}
await Promise.all(Array.from({ length: jobs }, worker));
const [, number] = /version (\S+)/.exec(version.stdout) ?? [];
console.log(`clang-tidy ${number}: ${count} files, ${bad === 0 ? 'clean' : `${bad} NOT clean`}`);
process.exitCode = bad === 0 && count > 0 ? 0 : 1;
