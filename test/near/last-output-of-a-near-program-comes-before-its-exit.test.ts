import './allow';
import t from 'tap';
import { scaled } from '../helpers/scale';
import { within } from '../helpers/until';
import { typeToShell } from './typist';

const COUNT = 10 * scaled(10, 2);
const LINES = 300;

async function endings(): Promise<string> {
  const shell = typeToShell(`seq ${LINES}; exit 7`);
  try {
    await shell.comeNear();
    const events: string[] = [];
    let output = '';
    shell.pty.onData((data) => {
      output += data;
    });
    shell.pty.onClose(() => events.push(`close after ${output.length}`));
    shell.pty.onExit(({ exitCode }) => events.push(`exit ${exitCode}`));
    shell.pty.write('go\r');
    await within(shell.pty.exited, 20_000, 'the exit');
    return events.join(', ');
  } finally {
    shell.pty.destroy();
  }
}

const lines = Array.from({ length: LINES }, (_, i) => `${i + 1}\r\n`).join('');

t.test(`${COUNT} programs that print and end at once`, async (t) => {
  for (let i = 0; i < COUNT / 10; i++) {
    const ends = await Promise.all(Array.from({ length: 10 }, endings));
    for (const end of ends) t.equal(end, `close after ${lines.length}, exit 7`);
  }
});
