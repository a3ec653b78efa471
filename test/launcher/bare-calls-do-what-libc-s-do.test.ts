import { execFileSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { compile } from '../helpers/compile';
import { launchers } from '../helpers/launcherNames';

const skip = !launchers.includes('clone') && 'this platform has no such launcher';
const sources = path.join(__dirname, '../../src/native');
const EXPECTED = `\
close: -9
sigprocmask: -22
errno: 5
child: 1 1 1
exit: 9, cleared: 1
`;

t.test('results, and a child on its own stack with its argument', { skip }, async (t) => {
  const raw = path.join(sources, 'linux', `raw_linux_${process.arch}.S`);
  const program = compile(t, 'raw_clone.c', [`-I${sources}`, raw]);
  t.equal(execFileSync(program, { encoding: 'utf8' }), EXPECTED);
});
