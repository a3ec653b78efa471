import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type IPtyForkOptions, spawn } from 'flatpty';
import t from 'tap';
import { residueOf } from '../helpers/census';
import { collect } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';
import { scaled } from '../helpers/scale';

type Attempt = [file: string, options: IPtyForkOptions];

// node-pty#950: early returns of the native code skipped the clean-up.
const ROUNDS = scaled(50, 10);

perLauncher(`${ROUNDS * 10} launches that fail, half of them thrown`, async (t) => {
  const empty = folder(t);
  const plain = path.join(empty, 'plain');
  writeFileSync(plain, 'no program\n', { mode: 0o644 });
  const attempts: Attempt[] = [
    [path.join(empty, 'missing'), {}],
    ['no-such-program-in-path', {}],
    [plain, {}],
    [empty, {}],
    ['/bin/true', { cwd: path.join(empty, 'missing') }],
  ];
  const residue = await residueOf(async () => {
    for (let i = 0; i < ROUNDS; i++) {
      const ends = attempts.map(([file, options]) => collect(spawn(file, [], options)));
      for (const [file, options] of attempts) {
        t.throws(() => spawn(file, [], { ...options, spawnErrors: 'throw' }), {
          code: /^(ENOENT|EACCES)$/,
        });
      }
      const codes = (await Promise.all(ends)).map(({ exitCode }) => exitCode);
      t.strictSame(codes, [1, 1, 1, 1, 1]);
    }
  });
  t.strictSame(residue, []);
});

t.test('arguments that are refused open nothing', async (t) => {
  const residue = await residueOf(async () => {
    for (let i = 0; i < 50; i++) {
      t.throws(() => spawn('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });
      t.throws(() => spawn('cat', [], { cols: 0.5 }), { code: 'ERR_OUT_OF_RANGE' });
      t.throws(() => spawn('cat', [], { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' });
    }
  });
  t.strictSame(residue, []);
});
