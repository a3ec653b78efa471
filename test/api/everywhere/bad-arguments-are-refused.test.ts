import { spawn } from 'flatpty';
import t from 'tap';
import { start } from '../../helpers/anyProgram';

const attempt = spawn as unknown as (...args: unknown[]) => unknown;

const refused: [args: unknown[], code: string][] = [
  [[5], 'ERR_INVALID_ARG_TYPE'],
  [['a\0b'], 'ERR_INVALID_ARG_VALUE'],
  [['x', [5]], 'ERR_INVALID_ARG_TYPE'],
  [['x', ['a\0b']], 'ERR_INVALID_ARG_VALUE'],
  [['x', [], 5], 'ERR_INVALID_ARG_TYPE'],
  [['x', [], { cols: -1 }], 'ERR_OUT_OF_RANGE'],
  [['x', [], { rows: 65_536 }], 'ERR_OUT_OF_RANGE'],
  [['x', [], { cwd: 5 }], 'ERR_INVALID_ARG_TYPE'],
  [['x', [], { env: { A: 'b\0c' } }], 'ERR_INVALID_ARG_VALUE'],
  [['x', [], { encoding: 'none' }], 'ERR_UNKNOWN_ENCODING'],
];

t.test('by spawn()', async (t) => {
  for (const [args, code] of refused) t.throws(() => attempt(...args), { code }, `${args[1]}`);
});

t.test('by the methods', async (t) => {
  const pty = start('silent', '0');
  t.throws(() => pty.resize(0, 10), { code: 'ERR_OUT_OF_RANGE' });
  t.throws(() => pty.write(5 as unknown as string), { code: 'ERR_INVALID_ARG_TYPE' });
  await t.rejects(async () => pty.killTree({ graceMs: -1 }), { code: 'ERR_OUT_OF_RANGE' });
  await pty.exited;
});
