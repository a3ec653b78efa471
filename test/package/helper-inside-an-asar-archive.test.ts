// Electron's archives: an addon in one is extracted when it is loaded, a program is not. What lies in
// app.asar.unpacked is the real file. node-pty doubled the suffix when the path had it already.

import t from 'tap';
import { helperBeside } from '#lib/addon/helper';

const INSIDE = 'node_modules/node-pty/build/Release';

t.test('the helper is looked for outside the archive', async (t) => {
  for (const name of ['app', 'node_modules']) {
    const unpacked = `/opt/x/resources/${name}.asar.unpacked/${INSIDE}/spawn-helper`;
    t.equal(helperBeside(`/opt/x/resources/${name}.asar/${INSIDE}`), unpacked);
    t.equal(helperBeside(`/opt/x/resources/${name}.asar.unpacked/${INSIDE}`), unpacked, 'once');
  }
});

t.test('and other paths stay as they are', async (t) => {
  for (const place of ['/opt/app', '/opt/app.asarlike', '/opt/my-app.asar-tools/x']) {
    t.equal(helperBeside(place), `${place}/spawn-helper`);
  }
});
