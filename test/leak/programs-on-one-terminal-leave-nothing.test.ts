import { open, spawn } from 'flatpty';
import { residueOf } from '../helpers/census';
import { perLauncher } from '../helpers/launchers';
import { scaled } from '../helpers/scale';

const ROUNDS = scaled(50, 10);

perLauncher(
  `${ROUNDS * 4} programs in pairs on terminals of open(), half of them missing`,
  async (t) => {
    const residue = await residueOf(async () => {
      for (let i = 0; i < ROUNDS; i++) {
        const slave = open();
        slave.onData(() => {});
        const files = ['true', 'no-such-program', 'true', 'no-such-program'];
        const programs = files.map((file) => spawn(file, [], { slave }));
        const codes = (await Promise.all(programs.map(({ exited }) => exited))).map(
          ({ exitCode }) => exitCode,
        );
        t.strictSame(codes, [0, 1, 0, 1]);
        t.throws(() => spawn('no-such-program', [], { slave, spawnErrors: 'throw' }), {
          code: 'ENOENT',
        });
        slave.destroy();
      }
    });
    t.strictSame(residue, []);
  },
);
