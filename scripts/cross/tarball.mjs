import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const text = (header, at, size) => header.toString('utf8', at, at + size).replace(/\0.*$/s, '');
const octal = (header, at, size) => Number.parseInt(text(header, at, size).trim() || '0', 8);

/** The files of a tar archive (ustar), each with its mode and content. */
export function readTar(archive) {
  const files = new Map();
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    const size = octal(header, 124, 12);
    const type = text(header, 156, 1);
    const name = [text(header, 345, 155), text(header, 0, 100)].filter(Boolean).join('/');
    if (name && (type === '0' || type === '')) {
      const content = archive.subarray(at + 512, at + 512 + size);
      files.set(name, { mode: octal(header, 100, 8) & 0o777, content });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** What `npm publish` would upload of the package in `folder`: its files by name, without "package/". */
export function packedFiles(folder) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-pack-'));
  try {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary];
    const said = execFileSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [{ filename }] = JSON.parse(said);
    const files = readTar(gunzipSync(fs.readFileSync(path.join(temporary, filename))));
    return new Map([...files].map(([name, file]) => [name.replace(/^package\//, ''), file]));
  } finally {
    fs.rmSync(temporary, { recursive: true });
  }
}

/**
 * Looks for the prebuilds in the packed package: there, executable, and the same as on the disk.
 * @param names e.g. `prebuilds/darwin-arm64/spawn-helper`.
 * @returns {{name: string, text: string}[]} what is wrong; none is the good answer.
 */
export function checkTarball(folder, names) {
  const packed = packedFiles(folder);
  const faults = [];
  for (const name of names) {
    const found = packed.get(name);
    if (!found) {
      faults.push({ name, text: 'is not in the packed tarball' });
      continue;
    }
    if (found.mode !== 0o755) {
      faults.push({ name, text: `has mode ${found.mode.toString(8)} in the tarball, not 755` });
    }
    if (!found.content.equals(fs.readFileSync(path.join(folder, name)))) {
      faults.push({ name, text: 'is not the same in the packed tarball' });
    }
  }
  return faults;
}
