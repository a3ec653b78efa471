import { kill } from './facts/run';
import { withEach } from './libraries';

// electerm passes useConptyDll everywhere, VS Code and xterm.js pass all; VS Code calls clear().
withEach('options of Windows, and clear()', async (t, { spawn }) => {
  const options = {
    useConpty: false,
    useConptyDll: true,
    conptyInheritCursor: true,
    experimentalUseConpty: true,
  };
  const pty = spawn('cat', [], options);
  t.equal(pty.clear(), undefined);
  await kill(pty);
  t.doesNotThrow(() => pty.clear());
});
