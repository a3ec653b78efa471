import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runScript } from './runScript';

const ROOT = path.join(__dirname, '../..');

/** A change of one line in src/native. */
export interface Fault {
  /** Relative to src/native. */
  file: string;
  /** Text that stands once in the file; the line is looked for behind it. Default: from the top. */
  after?: string;
  line: string;
  by: string;
}

/** `text` with the fault in it. @throws Error when the place is not there any more. */
function withFault(text: string, { file, after = '', line, by }: Fault): string {
  const from = text.indexOf(after);
  if (from === -1 || (after !== '' && text.indexOf(after, from + 1) !== -1)) {
    throw new Error(`${file} has not exactly one "${after}": correct the test`);
  }
  const at = text.indexOf(line, from + after.length);
  if (at === -1) throw new Error(`${file} has no "${line}": correct the test`);
  return text.slice(0, at) + by + text.slice(at + line.length);
}

/** The addon's sources in a temporary folder, where they can be broken and built. */
export class AddonCopy {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-addon-'));

  constructor() {
    for (const name of ['binding.gyp', 'package.json', 'src/native']) {
      fs.cpSync(path.join(ROOT, name), path.join(this.folder, name), { recursive: true });
    }
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** Builds it, with `fault` or as it is, and returns the path of the addon. */
  async build(fault?: Fault): Promise<string> {
    const file = fault && path.join(this.folder, 'src/native', fault.file);
    const good = file && fs.readFileSync(file, 'utf8');
    if (file && good) fs.writeFileSync(file, withFault(good, fault));
    try {
      const script = path.join(ROOT, 'scripts/build.mjs');
      const args = ['--native', '--root', this.folder];
      const { exitCode, stderr } = await runScript(script, args, { limitMs: 300_000 });
      if (exitCode !== 0) throw new Error(`the build failed\n${stderr}`);
    } finally {
      if (file && good) fs.writeFileSync(file, good);
    }
    return path.join(this.folder, 'build/Release/pty.node');
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
