import { spawn } from 'flatpty';
import t from 'tap';
import { collect, run } from '../helpers/collect';
import { perLauncher } from '../helpers/launchers';
import { until } from '../helpers/until';

async function flagsWith(termios: { raw?: boolean; echo?: boolean }): Promise<string[]> {
  const { output } = await run('stty', ['-a'], { termios });
  return output.split(/[\s;]+/);
}

perLauncher('raw: no line editing, no translation, no signals, no echo', async (t) => {
  const flags = await flagsWith({ raw: true });
  // cfmakeraw(3)
  for (const off of ['-icanon', '-isig', '-iexten', '-echo', '-icrnl', '-ixon', '-opost']) {
    t.ok(flags.includes(off), off);
  }
  t.ok(flags.includes('cs8'), 'cs8');
});

t.test('raw: what is typed arrives byte by byte, ^C and ^D too', async (t) => {
  const pty = spawn('sh', ['-c', 'echo ready; dd bs=1 count=5 2>/dev/null | od -An -tx1'], {
    termios: { raw: true },
  });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const end = collect(pty);
  await until(() => output.includes('ready\n'), 10_000, 'the program');
  pty.write('\x03\x04\r\x1a\x7f');
  t.equal((await end).exitCode, 0, 'the program was not interrupted');
  t.match(output, /^ready\n 03 04 0d 1a 7f\n$/, 'not echoed, not translated');
});

perLauncher('echo: false leaves the line editing', async (t) => {
  const flags = await flagsWith({ echo: false });
  t.ok(flags.includes('-echo') && flags.includes('icanon') && flags.includes('isig'));
  t.ok(flags.includes('opost'), 'output is translated');
});

t.test('echo: false: a line typed is read and not shown', async (t) => {
  const pty = spawn('sh', ['-c', 'read line; echo "got $line"'], { termios: { echo: false } });
  pty.write('secret\r');
  t.equal((await collect(pty)).output, 'got secret\r\n');
});

t.test('empty termios changes nothing', async (t) => {
  const flags = await flagsWith({});
  t.ok(flags.includes('echo') && flags.includes('icanon'));
});
