import { ended, listen } from './facts/run';
import { withEach } from './libraries';

// Hyper falls back to another shell when the exit code is above 0 within a second; wetty has no
// try/catch around spawn().
const cases: [title: string, file: string, options: object, text: RegExp][] = [
  ['no such program', '/no/such/program', {}, /No such file or directory/],
  ['a folder', '/usr', {}, /Permission denied/],
  ['no such cwd', 'true', { cwd: '/no/such/folder' }, /chdir.*No such file or directory/],
];

for (const [title, file, options, text] of cases) {
  withEach(`${title}: no throw, the reason in the terminal, exit code 1`, async (t, { spawn }) => {
    const pty = spawn(file, [], options);
    const shown = listen(pty);
    const exit = ended(pty);
    await shown.has(text);
    t.strictSame(await exit, { exitCode: 1, signal: 0 });
    t.match(shown.output(), text);
  });
}
