import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

for (const file of [undefined, null, '']) {
  t.test(`file ${JSON.stringify(file)}`, async (t) => {
    const pty = spawn(file as unknown as string);
    pty.write('readlink /proc/$$/exe; exit 3\r');
    const { output, exitCode } = await collect(pty);
    t.match(output, /\/\w*sh\r\n/);
    t.equal(exitCode, 3);
    t.equal((pty as unknown as { _file: string })._file, 'sh');
  });
}
