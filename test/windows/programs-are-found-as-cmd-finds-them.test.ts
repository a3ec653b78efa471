import t from 'tap';
import { windowsEnvironment } from '#lib/spawn/windowsEnv';
import { findProgram } from '#lib/spawn/windowsProgram';

const CWD = 'D:\\here';

/** Finds `name` among `files`, whose names are taken without regard to case as Windows does. */
function find(files: string[], name: string, env: NodeJS.ProcessEnv): string | undefined {
  const known = new Set(files.map((file) => file.toLowerCase()));
  const isFile = (file: string) => known.has(file.toLowerCase());
  return findProgram(name, CWD, windowsEnvironment(env, {}), isFile);
}

t.test('in the folder, then in the order of the child PATH', async (t) => {
  const files = ['D:\\here\\a.exe', 'C:\\one\\a.exe', 'C:\\two\\a.exe'];
  const Path = 'C:\\one;C:\\two';
  t.equal(find(files, 'a.exe', { Path }), 'D:\\here\\a.exe');
  t.equal(find(files.slice(1), 'a.exe', { Path }), 'C:\\one\\a.exe');
  t.equal(find(files.slice(2), 'a.exe', { Path }), 'C:\\two\\a.exe');
  t.equal(
    find(files, 'a.exe', { Path, NoDefaultCurrentDirectoryInExePath: '1' }),
    'C:\\one\\a.exe',
  );
  t.equal(find(files.slice(1), 'a.exe', { Path: 'C:\\none' }), undefined);
});

t.test('extensions of PATHEXT that can be started', async (t) => {
  const files = ['C:\\one\\a.js', 'C:\\one\\a.cmd', 'C:\\one\\a.exe', 'C:\\one\\b'];
  const PATH = 'C:\\one';
  t.match(find(files, 'a', { PATH }), /^C:\\one\\a\.exe$/i, 'default: .exe before .cmd');
  t.match(find(files, 'a', { PATH, PATHEXT: '.JS;.CMD;.EXE' }), /^C:\\one\\a\.cmd$/i);
  t.equal(find(files, 'b', { PATH }), undefined, 'a file without one is no program of PATH');
  t.equal(find(['C:\\one\\a.b.exe'], 'a.b', { PATH }), 'C:\\one\\a.b.EXE');
});

t.test('a name with a folder is found from the cwd on, not in PATH', async (t) => {
  const files = ['D:\\here\\bin\\a.exe', 'C:\\one\\bin\\a.exe', 'C:\\b'];
  t.equal(find(files, '.\\bin\\a', { PATH: 'C:\\one' }), 'D:\\here\\bin\\a.EXE');
  t.equal(find(files, 'bin/a.exe', { PATH: 'C:\\one' }), 'D:\\here\\bin\\a.exe');
  t.equal(find(files, 'C:\\b', {}), 'C:\\b', 'also without an extension');
});

t.test('elements of PATH may be quoted, empty or missing', async (t) => {
  t.equal(find(['C:\\a;b\\x.exe'], 'x.exe', { PATH: ';;"C:\\a;b";' }), 'C:\\a;b\\x.exe');
  t.equal(
    find(['C:\\Windows\\System32\\cmd.exe'], 'cmd.exe', { SystemRoot: 'C:\\Windows' }),
    'C:\\Windows\\System32\\cmd.exe',
  );
  t.equal(find(['D:\\here\\.exe'], '', {}), undefined);
});
