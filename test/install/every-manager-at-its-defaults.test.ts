// timeout: 600 s
// A user installs, a colleague installs from the lock file, and a new Node or an Electron makes somebody run
// rebuild: with each manager's own settings, no compiler, no python, and no registry. The command that the package
// has is there too.
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { MANAGERS, ManagedProject } from '../helpers/packageManagers';

const GOOD = { output: '17 91\r\n', exitCode: 7 };
const skip = noDropIn('install');

for (const [title, manager] of Object.entries(MANAGERS)) {
  t.test(title, { skip }, async (t) => {
    const project = await ManagedProject.make(t, manager, 'node-pty');
    await project.run(manager.install);
    t.strictSame(await project.answer(), GOOD, 'installed');
    await project.run([...manager.exec, 'flatpty', 'doctor', '--count', '20']);
    project.clean();
    await project.run(manager.again);
    t.strictSame(await project.answer(), GOOD, 'installed from the lock file');
    if (manager.rebuild) {
      await project.run(manager.rebuild);
      t.strictSame(await project.answer(), GOOD, 'rebuilt');
    }
  });
}
