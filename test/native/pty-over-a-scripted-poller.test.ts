// timeout: 180 s
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { CXX, CXX_WORDS } from '../helpers/compiler';
import { runProgram } from '../helpers/runScript';
import { builtOnce, filesBelow, hashOf, ROOT, sourceList } from './gyp';

const PROGRAM = 'test/native/pty_over_scripted_poller';

/** The library below the addon, without what the program brings itself or has no use for. */
function sources(): string[] {
  const own = /\/(poller_epoll|pin_library)\.cc$/;
  const aboveOrBeside = /\/binding\/|\/(spawn|pipe_outcome|launch\w*)\.cc$|\.c$/;
  return [...sourceList('unix_sources'), ...sourceList('linux_sources')].filter(
    (file) => !own.test(file) && !aboveOrBeside.test(file),
  );
}

/** The object that the build of the addon has made of a source and of nothing newer; else the source itself. */
function built(source: string): string {
  const object = path.join('build/Release/obj.target/pty', source.replace(/\.\w+$/, '.o'));
  const made = statSync(path.join(ROOT, object), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const headers = filesBelow('src/native').filter((file) => file.endsWith('.h'));
  const newest = Math.max(
    ...[source, ...headers].map((file) => statSync(path.join(ROOT, file)).mtimeMs),
  );
  return made > newest ? object : source;
}

function build(): string {
  const files = [...filesBelow('src/native'), ...filesBelow(PROGRAM)];
  const name = `scripted-poller-${hashOf(files, sources().join())}`;
  const folder = builtOnce(name, (folder) => {
    const flags = ['-std=c++17', '-O0', '-g', '-Wall', '-Wextra', '-Werror', '-D_GNU_SOURCE'];
    const link = ['-pthread', '-Wl,--wrap=kill', '-o', path.join(folder, 'test')];
    const inputs = [`${PROGRAM}/main.cc`, ...sources().map(built)];
    execFileSync(CXX, [...CXX_WORDS, ...flags, '-Isrc/native', ...link, ...inputs], {
      cwd: ROOT,
    });
  });
  return path.join(folder, 'test');
}

const skip = process.platform !== 'linux' && 'its linker has no --wrap';

t.test('whatever a poller tells, in whatever order', { skip }, async (t) => {
  const { exitCode, signal, stdout, stderr } = await runProgram(build(), []);
  const lines = stdout.trimEnd().split('\n');
  const plan = Number(/^1\.\.(\d+)$/.exec(lines.pop() as string)?.[1]);
  for (const line of lines) t.match(line, /^ok /, line.replace(/^(not )?ok \d+ - /, ''));
  t.equal(lines.length, plan, 'it ran to its end');
  t.equal(stderr, '');
  t.strictSame({ exitCode, signal }, { exitCode: 0, signal: null });
});
