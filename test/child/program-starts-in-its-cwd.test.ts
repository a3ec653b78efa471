import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';

async function directoryWith(cwd: string | undefined): Promise<string> {
  const { output } = await run('readlink', ['/proc/self/cwd'], { cwd });
  return output.replace(/\r\n$/, '');
}

perLauncher('absolute, relative, through a link, with odd characters', async (t) => {
  const root = folder(t);
  const odd = path.join(root, ' ä "$x" ');
  mkdirSync(odd);
  symlinkSync(odd, path.join(root, 'link'));
  t.equal(await directoryWith(root), root);
  t.equal(await directoryWith(path.relative(process.cwd(), root)), root);
  t.equal(await directoryWith(odd), odd);
  t.equal(await directoryWith(path.join(root, 'link')), odd);
});

t.test('by default where this process is', async (t) => {
  t.equal(await directoryWith(undefined), process.cwd());
  t.equal(await directoryWith(''), process.cwd());
});
