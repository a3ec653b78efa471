// Bun's musl build on Debian's musl: neither npm nor Debian has a Node for musl. Bun also wants libstdc++ and
// libgcc_s, which Debian has for glibc only. musl's loader ignores symbol versions and takes `libc.*` for
// itself, so Debian's copies load once a small library supplies the names of glibc that musl lacks.
import fs from 'node:fs';
import path from 'node:path';
import { toolchain } from '../cross/toolchain.mjs';
import { need, run } from './debian.mjs';

const LOADER = '/lib/ld-musl-x86_64.so.1';
const tools = await toolchain();

export function muslCommand(context, bun) {
  need({ musl: LOADER, gcc: '/usr/bin/gcc' });
  const libraries = path.join(context.work, 'musl');
  fs.mkdirSync(libraries, { recursive: true });
  for (const name of ['libstdc++.so.6', 'libgcc_s.so.1']) {
    const file = run('gcc', [`-print-file-name=${name}`]).trim();
    fs.copyFileSync(fs.realpathSync(file), path.join(libraries, name));
  }
  fs.symlinkSync(LOADER, path.join(libraries, 'libc.musl-x86_64.so.1'));
  const shim = path.join(libraries, 'ld-linux-x86-64.so.2');
  const source = path.join(import.meta.dirname, 'glibcNames.c');
  const args = ['-target', 'x86_64-linux-musl', '-shared', '-fPIC', '-O2', source];
  tools.zigNow(['cc', ...args, '-Wl,-soname,ld-linux-x86-64.so.2', '-o', shim]);
  fs.chmodSync(bun, 0o755);
  const own = ['--preload', shim, '--library-path', libraries];
  return [LOADER, [...own, bun, context.smoke, context.package]];
}
