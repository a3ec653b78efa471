// Sets up the examples that have dependencies of their own (a package-lock.json): `npm ci` in their folder,
// done again when the lock file has changed. Each has flatpty as a link to this folder.
//   npm run examples:setup              what the examples and their tests need from npm
//   npm run examples:setup -- --debian  also the programs that the tests drive, by apt-get (root)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const place = path.join(root, 'examples');

/** Debian's packages for the tests, by the program that each brings. */
const DEBIAN = {
  chromium: 'chromium',
  vim: 'vim',
  htop: 'htop',
  tmux: 'tmux',
  asciinema: 'asciinema',
};

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} in ${cwd}: ${error ?? `${stdout}${stderr}`}`);
}

const isInstalled = (program) =>
  process.env.PATH.split(':').some((folder) => fs.existsSync(path.join(folder, program)));

function installPrograms() {
  const missing = Object.entries(DEBIAN).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  console.error(`examples: apt-get install ${packages.join(' ')}`);
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  run('apt-get', ['update', '-qq'], root);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], root);
}

function installPackages(folder) {
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'));
  const stamp = path.join(folder, 'node_modules/.stamp');
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`examples: npm ci in ${path.relative(root, folder)}`);
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  fs.writeFileSync(stamp, wanted); // last: an install that was cut short is done again
}

const { values } = parseArgs({ options: { debian: { type: 'boolean', default: false } } });
if (values.debian) installPrograms();
for (const name of fs.readdirSync(place).sort()) {
  const folder = path.join(place, name);
  if (!fs.existsSync(path.join(folder, 'package-lock.json'))) continue;
  await withLock(path.join(place, `.lock-${name}`), () => installPackages(folder));
}
