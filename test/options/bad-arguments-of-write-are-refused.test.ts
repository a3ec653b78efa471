import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { assertRefused, ODD_VALUES, WRONG_TYPE } from '../helpers/refused';

const BAD: [name: string, value: unknown][] = [
  ...ODD_VALUES,
  ['undefined', undefined],
  ['null', null],
  ['a number', 65],
  ['an object', {}],
  ['an array-like object', { length: 1, 0: 'a' }],
  ['an array that can only be a mistake', new Array(2 ** 32 - 1)],
];

t.test('write takes strings and Uint8Arrays', async (t) => {
  const pty = spawn('sh', ['-c', 'read line; echo "got $line"'], { termios: { echo: false } });
  const ended = collect(pty);
  for (const [name, value] of BAD) {
    assertRefused(t, name, WRONG_TYPE, () => {
      pty.write(value as string);
    });
  }
  pty.write('good\r');
  t.equal((await ended).output, 'got good\r\n', 'nothing else was typed');
});

t.test('a Uint8Array that is no Buffer is taken', async (t) => {
  const pty = spawn('sh', ['-c', 'read line; echo "got $line"'], { termios: { echo: false } });
  pty.write(new Uint8Array([0x68, 0x69, 0x0d]));
  t.equal((await collect(pty)).output, 'got hi\r\n');
});

t.test('empty input is nothing, and its callback is called', async (t) => {
  const pty = spawn('cat');
  for (const empty of ['', Buffer.alloc(0)]) {
    await new Promise((resolve) => pty.write(empty, resolve));
    t.pass('called');
  }
  pty.kill('SIGKILL');
  t.equal((await collect(pty)).output, '');
});
