import { type IPtyForkOptions, type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';
import { compile } from '../helpers/compile';

async function sizeAfter(
  t: Test,
  options: IPtyForkOptions,
  change?: (pty: Pty) => void,
): Promise<string> {
  const pty = spawn(compile(t, 'pixel_size.c'), [], { ...options, termios: { echo: false } });
  change?.(pty);
  pty.write('\r');
  return (await collect(pty)).output.trim();
}

t.test('none by default', async (t) => {
  t.equal(await sizeAfter(t, {}), '80 24 0 0');
});

t.test('from the spawn on', async (t) => {
  const pixelSize = { width: 1600, height: 900 };
  t.equal(await sizeAfter(t, { pixelSize, cols: 100 }), '100 24 1600 900');
  t.equal(await sizeAfter(t, { pixelSize: { width: 65535, height: 0 } }), '80 24 65535 0');
});

t.test('by resize', async (t) => {
  const resize = (pty: Pty) => pty.resize(120, 40, { width: 1920, height: 1080 });
  t.equal(await sizeAfter(t, {}, resize), '120 40 1920 1080');
});
