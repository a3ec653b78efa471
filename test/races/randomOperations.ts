// Many random operations on each of many ptys at once.
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#lib/cli/random';
import { ModelledPty, randomProgram } from './modelledPty';
import type { Race } from './race';
import { OPERATIONS } from './rounds';

/** Of the operations that end the program, on average per pty; a third of the ptys is spared. */
const ENDINGS = 1.1;

type Operation = (model: ModelledPty, random: Random) => unknown;

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL'] as const;

const HARMLESS: Operation[] = [
  (model, random) => model.write(random.integer(0, 300), random.chance(0.5), random.chance(0.5)),
  (model, random) => model.write(random.integer(0, 300), random.chance(0.5), random.chance(0.5)),
  (model, random) => model.write(random.integer(1, 16_000), random.chance(0.5), true),
  (model, random) => model.resize(random.integer(1, 500), random.integer(1, 200)),
  (model) => model.pause(),
  (model) => model.resume(),
  (model) => model.resume(),
  (model, random) => model.pty.setEncoding(random.pick(['utf8', 'latin1', 'ascii', null])),
  (model) => model.pty.unref(),
  (model) => model.pty.ref(),
  (model, random) => model.listen(random),
  (model) => model.look(),
  (model, random) => model.pty.kill(random.pick(['SIGCONT', 'SIGWINCH', 'SIGURG'])),
  (model) => model.pty.clear(),
  (_, random) => delay(random.integer(0, 4)),
  (_, random) => delay(random.integer(0, 4)),
  () => new Promise(setImmediate),
];

const ENDING: Operation[] = [
  (model, random) => {
    const name = random.pick(SIGNALS);
    model.signals.add(constants.signals[name]);
    model.pty.kill(name);
  },
  (model) => model.destroy(),
  (model) => {
    model.destroy();
    model.pty[Symbol.dispose]();
  },
  (model) => {
    for (const number of [1, 9]) model.signals.add(number);
    // Not waited for, so that it runs beside what comes next.
    void model.pty.killTree({ graceMs: 5 });
  },
];

async function operate(model: ModelledPty, random: Random, churn: () => void): Promise<number> {
  const spared = random.chance(1 / 3);
  let endings = 0;
  for (let i = 0; i < OPERATIONS.each; i++) {
    if (!spared && random.chance(ENDINGS / OPERATIONS.each)) {
      // Together with others in one tick, where a late write meets the close.
      for (let together = random.integer(1, 3); together > 0; together--) {
        random.pick(ENDING)(model, random);
        endings += 1;
        random.pick(HARMLESS)(model, random);
      }
    }
    if (random.chance(0.3 / OPERATIONS.each)) model.end();
    await random.pick(HARMLESS)(model, random);
    if (random.chance(0.2)) churn();
  }
  return endings;
}

export const randomOperations: Race = async ({ random, canaries, faults }) => {
  const churn = random.part(OPERATIONS.ptys);
  const runs = Array.from({ length: OPERATIONS.ptys }, async (_, index) => {
    const own = random.part(index);
    const model = new ModelledPty(`pty ${index}`, randomProgram(own), faults);
    const endings = await operate(model, own, () => canaries.churn(churn));
    await model.finish();
    return { endings, writes: model.writes };
  });
  const done = await Promise.all(runs);
  return {
    ptys: done.length,
    spared: done.filter(({ endings }) => endings === 0).length,
    writes: done.reduce((sum, { writes }) => sum + writes, 0),
  };
};
