// timeout: 120 s
// pnpm 11 ends with an error when a package wants to build at install, npm 12 says what it has blocked.
// Both with their own defaults, so without --ignore-scripts.
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];

/** False, or why a package manager cannot run: its engines in package.json. */
function needs(range: string, isMet: boolean): false | string {
  return noDropIn('install') || (isMet ? false : `needs Node ${range}`);
}

const manifest = { dependencies: { 'node-pty': 'npm:flatpty@^0.1.0' } };

t.test(
  'pnpm 11',
  {
    skip: needs('22.13', major > 22 || (major === 22 && minor >= 13)),
  },
  async (t) => {
    const made = await project(t, manifest);
    const said = await made.manager('pnpm11', ['install', '--no-frozen-lockfile']);
    t.notMatch(said, /ignored build|approve-builds/i);
    isFlatpty(t, await made.run('project'));
  },
);

t.test(
  'npm 12',
  {
    skip: needs(
      '22.22.2 or 24.15',
      (major === 22 && minor >= 23) || (major === 24 && minor >= 15) || major >= 26,
    ),
  },
  async (t) => {
    const made = await project(t, manifest);
    const said = await made.manager('npm12', ['install']);
    t.notMatch(said, /blocked|install scripts/i);
    isFlatpty(t, await made.run('project'));
  },
);
