/**
 * What a release has, one row a file set. `folder` and `file` are where it lies in prebuilds/, by prebuildify's
 * rules of naming. `how`:
 *   gyp    prebuildify runs node-gyp with zig as the compiler (linux.mjs): gyp can make these on Linux
 *   cross  scripts/cross compiles what binding.gyp lists: gyp makes macOS projects only on a Mac
 *   windows  scripts/windows does the same for Windows
 * `helper`: the row's build makes spawn-helper, static, which serves both C libraries.
 */
export const TARGETS = [
  {
    ...{ name: 'linux-x64-musl', how: 'gyp', folder: 'linux-x64', file: 'pty.musl.node' },
    ...{ arch: 'x64', libc: 'musl', zig: 'x86_64-linux-musl', helper: true },
  },
  {
    ...{ name: 'linux-x64-glibc', how: 'gyp', folder: 'linux-x64', file: 'pty.node' },
    ...{ arch: 'x64', libc: 'glibc', zig: 'x86_64-linux-gnu.2.17', helper: false },
  },
  {
    ...{ name: 'linux-arm64-musl', how: 'gyp', folder: 'linux-arm64', file: 'pty.musl.node' },
    ...{ arch: 'arm64', libc: 'musl', zig: 'aarch64-linux-musl', helper: true },
  },
  {
    ...{ name: 'linux-arm64-glibc', how: 'gyp', folder: 'linux-arm64', file: 'pty.node' },
    ...{ arch: 'arm64', libc: 'glibc', zig: 'aarch64-linux-gnu.2.17', helper: false },
  },
  { name: 'darwin-arm64', how: 'cross', folder: 'darwin-arm64', file: 'pty.node', helper: true },
  { name: 'darwin-x64', how: 'cross', folder: 'darwin-x64', file: 'pty.node', helper: true },
  {
    ...{ name: 'win32-x64', how: 'windows', folder: 'win32-x64', file: 'pty.node' },
    ...{ arch: 'x64', helper: false },
  },
  {
    ...{ name: 'win32-arm64', how: 'windows', folder: 'win32-arm64', file: 'pty.node' },
    ...{ arch: 'arm64', helper: false },
  },
];

/** What a release may weigh, in bytes. `tarball` is that of the Unix targets; each target of Windows may add `windowsPacked`. */
export const BUDGET = {
  // 300 KB are wanted; reading near and the looks at sessions brought 30 to 40 KB more, which are still to be won back.
  addon: 350 * 1024,
  helper: 15_000,
  macHelper: 60_000,
  windowsAddon: 350 * 1024,
  windowsPacked: 150_000,
  tarball: 1_500_000,
};

/** The files of a target, relative to the package's folder. */
export const filesOf = ({ folder, file, helper }) => [
  `prebuilds/${folder}/${file}`,
  ...(helper ? [`prebuilds/${folder}/spawn-helper`] : []),
];
