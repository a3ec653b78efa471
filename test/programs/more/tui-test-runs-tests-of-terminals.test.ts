// timeout: 120 s
// @microsoft/tui-test: a test runner for terminal programs. The samples are after those of its README.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { dropIn, noDropIn } from '../../helpers/dropin';
import { runScript } from '../../helpers/runScript';

const SHELL = `
import { expect, test } from '@microsoft/tui-test';

test('a regular expression over what a shell shows', async ({ terminal }) => {
  terminal.submit('ls -l /');
  await expect(terminal.getByText(/total [0-9]+/g)).toBeVisible();
});
`;

const PROGRAM = `
import { expect, test } from '@microsoft/tui-test';

const script = \`
  stty size
  trap "stty size" WINCH
  while :; do read line && echo "got $line" || sleep 0.1; done\`;
test.use({ program: { file: 'sh', args: ['-c', script] }, rows: 20, columns: 70 });

test('a program, its size, what is typed, and resizing', async ({ terminal }) => {
  await expect(terminal.getByText('20 70')).toBeVisible();
  terminal.submit('hello');
  await expect(terminal.getByText('got hello')).toBeVisible();
  terminal.resize(60, 15);
  await expect(terminal.getByText('15 60')).toBeVisible();
});
`;

t.test('its samples pass', { skip: noDropIn('more') }, async (t) => {
  const installed = await dropIn('more');
  // Below node_modules' parent: it copies the folder it runs in and cannot copy a link.
  const cwd = fs.mkdtempSync(path.join(installed, 'samples-'));
  t.teardown(() => fs.rmSync(cwd, { recursive: true, force: true }));
  fs.writeFileSync(path.join(cwd, 'package.json'), '{ "type": "module" }');
  fs.writeFileSync(path.join(cwd, 'shell.test.ts'), SHELL);
  fs.writeFileSync(path.join(cwd, 'program.test.ts'), PROGRAM);
  const runner = path.join(installed, 'node_modules/@microsoft/tui-test/index.js');
  const { exitCode, stdout } = await runScript(runner, [], { cwd, limitMs: 90_000 });
  t.equal(exitCode, 0, stdout);
  t.match(stdout, /tests: 2 passed, 2 total/);
});
