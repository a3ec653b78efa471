import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { flatpty } from '../helpers/cli';

const manifest = readFileSync(path.join(__dirname, '../../package.json'), 'utf8');
const { version } = JSON.parse(manifest) as { version: string };

for (const flag of ['--version', '-v']) {
  t.test(`${flag} prints the version and nothing else`, async (t) => {
    const { exitCode, stdout, stderr } = await flatpty([flag]);
    t.strictSame({ exitCode, stdout, stderr }, { exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
}

for (const flag of ['--help', '-h']) {
  t.test(`${flag} names every command and every option, on stdout`, async (t) => {
    const { exitCode, stdout, stderr } = await flatpty([flag]);
    t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' });
    for (const word of ['doctor', 'stress']) t.match(stdout, new RegExp(`^  ${word} `, 'm'));
    const options = [
      'count',
      'json',
      'version',
      'help',
      'minutes',
      'seed',
      'lib',
      'csv',
      'svg',
      'processes',
    ];
    for (const name of options) t.match(stdout, new RegExp(`^  --${name} `, 'm'));
    const longest = Math.max(...stdout.split('\n').map((line) => line.length));
    t.ok(longest <= 90, `${longest} columns at most`);
  });
}

t.test('both come before a command, whatever that is', async (t) => {
  t.equal((await flatpty(['stress', '--version'])).stdout, `${version}\n`);
  t.match((await flatpty(['nonsense', '--help'])).stdout, /^Usage: flatpty /);
});
