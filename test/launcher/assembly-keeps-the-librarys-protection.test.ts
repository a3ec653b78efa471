import { execFileSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { folder } from '../helpers/folder';
import { launchers } from '../helpers/launcherNames';

// The linker keeps branch protection (IBT and shadow stacks, BTI) only when every object says that it is
// made for it, and nobody but we says so for assembly.
const skip = !launchers.includes('clone') && 'this platform has no such assembly';
const FEATURES = process.arch === 'x64' ? /x86 feature: IBT, SHSTK/ : /AArch64 feature: BTI/;

t.test('its object says what it is made for', { skip }, async (t) => {
  const source = path.join(__dirname, `../../src/native/linux/raw_linux_${process.arch}.S`);
  const object = path.join(folder(t), 'raw.o');
  execFileSync('as', ['-o', object, source]);
  t.match(execFileSync('readelf', ['-n', object], { encoding: 'utf8' }), FEATURES);
});
