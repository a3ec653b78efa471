// Makes the release and, in CI from a tag, publishes it.
//   npm run release -- --dry-run [--to FOLDER]    builds, checks, packs; prints what it would publish
//   npm run release -- --publish FILE             publishes a tarball that --dry-run made, with provenance
// Publishing needs the workflow's identity (id-token), so it is refused outside of GitHub Actions.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pack } from './pack.mjs';
import { checkTarball } from './prebuild/tarball.mjs';

const root = path.dirname(import.meta.dirname);
const { values: flags } = parseArgs({
  options: {
    'dry-run': { type: 'boolean', default: false },
    to: { type: 'string', default: root },
    publish: { type: 'string' },
  },
});

function stop(reason) {
  console.error(`release: ${reason}`);
  process.exit(1);
}

function run(file, args) {
  const { status } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) stop(`${file} ${args.join(' ')} failed`);
}

const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim();

/** What keeps this commit from being a release, in words. */
function obstacles({ version }) {
  const found = [];
  if (git('status', '--porcelain') !== '') found.push('there are changes that are not committed');
  const tags = git('tag', '--points-at', 'HEAD').split('\n');
  if (!tags.includes(`v${version}`)) found.push(`this commit has no tag v${version}`);
  const changes = fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  if (!changes.includes(`## ${version}`)) found.push(`CHANGELOG.md has no heading "## ${version}"`);
  return found;
}

function publish(manifest, tarball) {
  if (process.env.GITHUB_ACTIONS !== 'true') stop('only the release workflow publishes');
  const found = obstacles(manifest);
  if (found.length > 0) stop(found.join('; '));
  const { faults } = checkTarball(tarball);
  if (faults.length > 0) stop(faults.join('; '));
  run('npm', ['publish', tarball, '--provenance', '--access', 'public']);
}

function rehearse(manifest) {
  run(process.execPath, ['scripts/build.mjs', '--ts', '--release']);
  run(process.execPath, ['scripts/prebuild/main.mjs']);
  const tarball = pack(path.resolve(flags.to), { all: true });
  const { faults, files, size } = checkTarball(tarball);
  for (const { name, size } of files) console.log(`${String(size).padStart(8)}  ${name}`);
  console.log(`${manifest.name} ${manifest.version}: ${files.length} files, ${size} bytes packed`);
  for (const fault of faults) console.log(`FAIL  ${fault}`);
  for (const reason of obstacles(manifest)) console.log(`not yet: ${reason}`);
  console.log(`would publish ${tarball} as ${manifest.name}@${manifest.version}, with provenance`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
if (flags.publish !== undefined) publish(manifest, path.resolve(flags.publish));
else if (flags['dry-run']) rehearse(manifest);
else stop('say --dry-run, or in the release workflow --publish FILE');
