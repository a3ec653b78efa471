import './allow';
import t from 'tap';
import { nearReads, typeToCat } from './typist';

const NEAR_ECHOES = 30;

t.test('echoes are read on this thread, and none of them is lost', async (t) => {
  const { pty, echo, comeNear, output } = typeToCat();
  t.teardown(() => pty.destroy());
  await echo('first');
  t.equal(nearReads(), 0, 'a terminal is far from its spawn on');
  await comeNear();
  const before = output().length;
  let typed = '';
  for (let near = 0; near < NEAR_ECHOES; ) {
    const reads = nearReads();
    const text = `<${typed.length}>`;
    typed += text;
    await echo(text);
    // On a busy machine this thread may come so late that the I/O thread reads an echo.
    if (nearReads() > reads) near += 1;
    else await comeNear();
  }
  t.equal(output().slice(before).replaceAll('near', ''), typed);
});
