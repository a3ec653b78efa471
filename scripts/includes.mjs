// Which room of src/native may include which:
//   binding -> core <- unix <- linux, macos        core <- win
//   binding/unix -> binding, unix, macos           binding/windows -> binding, win
// core and binding include no header of an OS, and only binding those of Node. Fails on any other #include.
// No room has streams, locales or regular expressions: linked in, they make the prebuilt addon two thirds bigger.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const native = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'src/native');

/** The rooms that each room may include, besides itself. */
const allowed = {
  binding: ['core'],
  'binding/unix': ['binding', 'core', 'unix', 'macos'],
  'binding/windows': ['binding', 'core', 'win'],
  core: [],
  unix: ['core'],
  linux: ['core', 'unix'],
  macos: ['core', 'unix'],
  win: ['core'],
};
/** Headers that belong to an OS, or to Node. */
const osHeader =
  /^(sys|linux|mach|mach-o|libkern)\/|^(unistd|fcntl|termios|signal|pthread|poll|sched|spawn|dlfcn|dirent|util|libproc|pwd|grp|windows|winternl|tlhelp32)\.h$/;
const bigHeader = /^([io]?stream|iostream|[sf]stream|iomanip|locale|regex)$/;
const nodeHeader = /^(napi|node_api|uv|node)\.h$/;

/** Every `#include` of a file: what it names. */
function includesOf(file) {
  const text = fs.readFileSync(file, 'utf8');
  return [...text.matchAll(/^\s*#\s*include\s+[<"]([^>"]+)[>"]/gm)].map((match) => match[1]);
}

/** The room of a file, named from src/native; undefined for a header from elsewhere. */
function roomOf(file) {
  const folder = path.posix.dirname(file);
  return folder in allowed ? folder : undefined;
}

const found = new Set();
for (const entry of fs.readdirSync(native, { recursive: true })) {
  if (!/\.(h|c|cc|S)$/.test(entry)) continue;
  const file = entry.replaceAll(path.sep, '/');
  const room = roomOf(file);
  if (room === undefined) {
    found.add(`${file}: a room that scripts/includes.mjs does not know`);
    continue;
  }
  for (const header of includesOf(path.join(native, entry))) {
    const other = roomOf(header);
    const foreign = other !== undefined && other !== room && !allowed[room].includes(other);
    const neutral = room === 'core' || room.startsWith('binding');
    const os = neutral && osHeader.test(header);
    if (
      foreign ||
      os ||
      bigHeader.test(header) ||
      (nodeHeader.test(header) && !room.startsWith('binding'))
    ) {
      found.add(`${file}: ${header}`);
    }
  }
}
for (const line of found) console.error(`includes: ${line} is not for this room`);
console.log(`includes: ${found.size === 0 ? 'ok' : 'NOT ok'}`);
process.exitCode = found.size === 0 ? 0 : 1;
