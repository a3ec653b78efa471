// timeout: 120 s
// Yarn 2 and later, in both of its layouts. In "pnp" packages stay in archives, but for those that cannot:
// Yarn takes flatpty out because it has .node files.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

const skip = noDropIn('install');

for (const layout of ['node-modules', 'pnp']) {
  t.test(`resolutions, nodeLinker: ${layout}`, { skip }, async (t) => {
    const made = await project(t, {
      dependencies: { 'terminal-tool': '^1.0.0' },
      resolutions: { 'node-pty': 'npm:flatpty@^0.1.0' },
    });
    const settings = `nodeLinker: ${layout}\nenableScripts: false\n`;
    fs.writeFileSync(path.join(made.folder, '.yarnrc.yml'), settings);
    fs.writeFileSync(path.join(made.folder, 'yarn.lock'), '');
    await made.manager('berry', ['install', '--no-immutable']);
    const found = await made.run('terminal-tool');
    isFlatpty(t, found);
    if (layout === 'pnp') t.match(found.main, '/.yarn/unplugged/');
  });
}
