import t from 'tap';
import { batchCommandLine, isBatchFile } from '#lib/spawn/windowsCommandLine';

const CMD = 'C:\\Windows\\System32\\cmd.exe';
const HEAD = `${CMD} /e:ON /v:OFF /d /c `;

t.test('what cmd.exe takes as a command is quoted', async (t) => {
  const of = (...args: string[]) => batchCommandLine(CMD, 'C:\\x.bat', args);
  t.equal(of('plain'), `${HEAD}""C:\\x.bat" plain"`);
  for (const sign of ['&calc', '|calc', '>out', '<in', '^', '(', ')', ' ', ',', ';', '=', '!x!']) {
    t.equal(of(sign), `${HEAD}""C:\\x.bat" "${sign}""`, sign);
  }
  t.equal(of('"&calc'), `${HEAD}""C:\\x.bat" """&calc""`, 'a quote is doubled');
  t.equal(of('\\"&calc'), `${HEAD}""C:\\x.bat" "\\\\""&calc""`, 'and backslashes before it');
  t.equal(of('%OS%'), `${HEAD}""C:\\x.bat" "%%cd:~,%OS%%cd:~,%""`, 'no variable is expanded');
  t.equal(of('a\\'), `${HEAD}""C:\\x.bat" "a\\\\""`, 'the closing quote stays one');
  t.equal(of(''), `${HEAD}""C:\\x.bat" """`);
});

t.test('quotes are even whatever is in the arguments', async (t) => {
  const signs = ['"', '\\', '%', '&', ' ', 'a'];
  for (let i = 0; i < 6 ** 4; i++) {
    const text = [0, 1, 2, 3].map((n) => signs[Math.floor(i / 6 ** n) % 6]).join('');
    const line = batchCommandLine(CMD, 'C:\\x.bat', [text]).slice(HEAD.length + 1, -1);
    const outside = line.replace(/"[^"]*"/g, '');
    if (!t.notMatch(outside, /[&%"]/, `nothing of ${JSON.stringify(text)} is outside quotes`))
      break;
  }
});

t.test('a line break ends a command, and nothing can quote it', async (t) => {
  for (const text of ['a\nb', 'a\rb']) {
    t.throws(() => batchCommandLine(CMD, 'x.bat', [text]), { code: 'ERR_INVALID_ARG_VALUE' });
  }
});

t.test('a string is the text of the caller', async (t) => {
  const line = batchCommandLine(CMD, 'C:\\a b\\x.cmd', 'one & two');
  t.equal(line, `${HEAD}""C:\\a b\\x.cmd" one & two"`);
});

t.test('batch files by name', async (t) => {
  for (const name of ['x.bat', 'X.CMD', 'x.bat ', 'x.bat...', 'a.b.cmd'])
    t.ok(isBatchFile(name), name);
  for (const name of ['x.exe', 'bat', 'x.bat.exe', 'x.batch']) t.notOk(isBatchFile(name), name);
});
