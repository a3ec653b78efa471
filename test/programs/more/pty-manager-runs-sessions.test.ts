// timeout: 120 s
// pty-manager: sessions of command-line tools for orchestrators of agents. It looks for the addon and the
// helper by their paths inside node-pty.
import path from 'node:path';
import t from 'tap';
import { dropIn, loadedAddons, noDropIn } from '../../helpers/dropin';
import { isGone } from '../../helpers/gone';
import { until, within } from '../../helpers/until';

const PATIENCE_MS = 20_000;

/** What is used of it. */
interface Manager {
  registerAdapter(adapter: object): void;
  spawn(options: object): Promise<{ id: string; pid: number }>;
  send(id: string, text: string): void;
  attachTerminal(id: string): {
    onData(listener: (data: string) => void): void;
    resize(cols: number, rows: number): void;
  };
  stop(id: string): Promise<void>;
  shutdown(): Promise<void>;
}

t.test(
  'a shell session is spawned, told what to do, resized and stopped',
  {
    skip: noDropIn('more'),
  },
  async (t) => {
    const modules = path.join(await dropIn('more'), 'node_modules');
    const { PTYManager, ShellAdapter } = require(path.join(modules, 'pty-manager'));
    const quiet = Object.fromEntries(
      ['debug', 'info', 'warn', 'error'].map((name) => [name, () => {}]),
    );
    const manager: Manager = new PTYManager({ logger: quiet });
    manager.registerAdapter(new ShellAdapter());
    const { id, pid } = await manager.spawn({ name: 'shell', type: 'shell', workdir: __dirname });
    const terminal = manager.attachTerminal(id);
    let output = '';
    terminal.onData((data) => {
      output += data;
    });
    manager.send(id, 'pwd');
    await until(() => output.includes(`${__dirname}\r\n`), PATIENCE_MS, `the folder: ${output}`);
    terminal.resize(99, 22);
    manager.send(id, 'stty size');
    await until(() => output.includes('22 99\r\n'), PATIENCE_MS, `the size: ${output}`);
    t.ok(
      loadedAddons(process.pid).includes(
        path.join(modules, `node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
      ),
    );
    await within(manager.stop(id), PATIENCE_MS, 'the stop');
    await until(() => isGone(pid), PATIENCE_MS, 'the end of the shell');
    await manager.shutdown();
  },
);
