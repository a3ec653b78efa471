import t from 'tap';
import { CLI, flatpty } from '../helpers/cli';
import { runProgram } from '../helpers/runScript';

for (const args of [
  ['stress', '--count', '20'],
  ['doctor', '--count', '20'],
]) {
  t.test(`flatpty ${args.join(' ')}, into a pipe`, async (t) => {
    const { exitCode, stdout, stderr } = await flatpty(args, { env: { LANG: 'C.UTF-8' } });
    t.equal(exitCode, 0, stdout);
    t.equal(stderr, '');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    t.notMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\uffff]/, 'no control characters, only ASCII');
    t.match(stdout, /^ {2}ok {5}\d+ in sequence: all output and exit codes right/m);
    t.match(stdout, /^ {2}ok {5}\d+ in waves of \d+: all output and exit codes right/m);
    t.match(stdout, /^ {2}ok {5}\d+ launches that must fail: all reported/m);
    t.match(stdout, /^ {2}all descriptors +(\d+) +\1 +0$/m);
    t.match(stdout, /^ok {5}Flat: \d+ ptys .* nothing left behind$/m);
  });
}

t.test('stress prints the census it samples, and how it went', async (t) => {
  const { stdout } = await flatpty(['stress', '--count', '20']);
  const census =
    /^ {2}00:00 {2}0 ptys, 0 live {2}\d+ descriptors \(.*\) {2}\d+ threads {2}[\d.]+ MB$/m;
  t.match(stdout, census, 'at the start');
  t.match(stdout, /^ {2}00:\d\d {2}32 ptys, 0 live {2}\d+ descriptors /m, 'at the end');
  t.match(stdout, /^ {2}descriptors {6}[_.\-=+*#@]+ {2}\d+ to \d+$/m);
  t.match(stdout, /^ {2}resident memory {2}[_.\-=+*#@]+ {2}[\d.]+ MB to [\d.]+ MB$/m);
});

t.test('a reader that goes away ends the command', async (t) => {
  const script = '"$0" "$1" stress --count 100000 | head -n 1';
  const { exitCode, stdout } = await runProgram('/bin/sh', ['-c', script, process.execPath, CLI]);
  t.equal(exitCode, 0);
  t.match(stdout, /^flatpty stress: 160,000 ptys/);
});
