// Node reads its environment as UTF-8; what it makes of other bytes is the same for both.
import t from 'tap';
import { runProgram } from '../helpers/runScript';

const SCRIPT = `
const show = ['-c', 'printf %s "$ODD" | od -An -tx1 -v; printf %s "$GOOD" | od -An -tx1 -v'];
const expected = require('node:child_process').execFileSync('/bin/sh', show, { encoding: 'utf8' });
const pty = require(process.argv[1]).spawn('/bin/sh', show);
let output = '';
pty.onData((data) => { output += data; });
pty.onExit(() => console.log(JSON.stringify([output.replaceAll('\\r', ''), expected])));
`;

t.test('of a host that was given one', async (t) => {
  const start = `ODD="$(printf 'a\\377\\303b')" GOOD="$(printf 'caf\\303\\251')" exec "$0" "$@"`;
  const args = ['-c', start, process.execPath, '-e', SCRIPT, require.resolve('flatpty')];
  const { stdout, stderr } = await runProgram('/bin/sh', args);
  t.equal(stderr, '');
  const [found, expected] = JSON.parse(stdout);
  t.equal(found, expected);
  t.match(found, /^ 61 .* 62\n 63 61 66 c3 a9\n$/, 'and what is UTF-8 arrives as it is');
});
