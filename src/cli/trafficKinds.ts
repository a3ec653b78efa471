/** What the ptys of the live traffic do. What each of them prints and how it ends is known before. */
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random';
import type { ChildPlan, StressPty } from './stressChild';
import { compareOutput, payload } from './stressChild';

export interface TrafficKind {
  name: string;
  /** @param random makes every choice, also those while the program runs */
  plan(random: Random, label: string): ChildPlan;
}

/** What has been printed so far, for those who answer to it. */
class Screen {
  public text = '';
  private over = false;
  private wake: () => void = () => undefined;

  public constructor(pty: StressPty) {
    pty.onData((data) => {
      this.text += data;
      this.wake();
    });
    pty.onExit(() => {
      this.over = true;
      this.wake();
    });
  }

  /** Waits for `condition`; false when the program ended before. */
  public async until(condition: () => boolean): Promise<boolean> {
    while (!condition()) {
      if (this.over) {
        return false;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return true;
  }
}

const FLOOD_LINES = 60_000;
let floodText = '';

/** What `seq 1 lines` prints: no piece of it can be lost, doubled or swapped unseen. */
function numbers(lines: number): string {
  if (floodText === '') {
    floodText = Array.from({ length: FLOOD_LINES }, (_, i) => `${i + 1}\n`).join('');
  }
  return floodText.slice(0, floodText.indexOf(`\n${lines}\n`) + `\n${lines}\n`.length);
}

function shell(label: string, script: string, rest: Partial<ChildPlan>): ChildPlan {
  return {
    label,
    file: '/bin/sh',
    args: ['-c', script],
    options: { cols: 80, rows: 24 },
    exitCode: 0,
    checkOutput: () => null,
    ...rest,
  };
}

function randomSize(random: Random): [cols: number, rows: number] {
  return [random.integer(1, 300), random.integer(1, 100)];
}

function planEcho(random: Random, label: string): ChildPlan {
  const text = payload(random.integer(0, 999_999), random.integer(1, 32_768));
  const script = `stty raw -echo; printf R; exec head -c ${text.length}`;
  return shell(label, script, {
    checkOutput: (output) => compareOutput(`R${text}`, output),
    drive: async (pty, alive) => {
      const screen = new Screen(pty);
      await screen.until(() => screen.text !== '');
      for (let at = 0; at < text.length && alive(); ) {
        const size = random.integer(1, 8192);
        pty.write(text.slice(at, at + size));
        at += size;
        if (random.chance(0.3)) {
          pty.resize(...randomSize(random));
        }
        if (random.chance(0.7)) {
          await sleep(random.integer(0, 20));
        }
      }
    },
  });
}

function planFlood(random: Random, label: string): ChildPlan {
  const lines = random.integer(1000, FLOOD_LINES);
  return shell(label, `stty -opost; exec seq 1 ${lines}`, {
    checkOutput: (output) => compareOutput(numbers(lines), output),
  });
}

function planPause(random: Random, label: string): ChildPlan {
  return {
    ...planFlood(random, label),
    drive: async (pty, alive) => {
      for (let turns = random.integer(1, 10); turns > 0 && alive(); turns--) {
        pty.pause();
        await sleep(random.integer(0, 40));
        pty.resume();
        await sleep(random.integer(0, 10));
      }
    },
  };
}

function planResize(random: Random, label: string): ChildPlan {
  const sizes = Array.from({ length: random.integer(1, 6) }, () => randomSize(random));
  // The terminal echoes the line that asks.
  const answers = sizes.map(([cols, rows]) => `\r\n${rows} ${cols}\r\n`);
  return shell(label, 'while read -r ask; do stty size; done', {
    checkOutput: (output) => compareOutput(answers.join(''), output),
    drive: async (pty) => {
      const screen = new Screen(pty);
      let length = 0;
      for (const [i, size] of sizes.entries()) {
        pty.resize(...size);
        pty.write('\r');
        length += answers[i]?.length ?? 0;
        if (!(await screen.until(() => screen.text.length >= length))) {
          return;
        }
      }
      pty.write('\x04');
    },
  });
}

/** Signals a program that would stay for ever. */
function planKill(random: Random, label: string): ChildPlan {
  const name = random.pick(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL'] as const);
  return shell(label, 'exec sleep 600', {
    signal: constants.signals[name],
    drive: async (pty) => {
      await sleep(random.integer(0, 100));
      pty.kill(name);
    },
  });
}

/** Kills a program that prints without end, sometimes while its output is held back. */
function planKillFlood(random: Random, label: string): ChildPlan {
  return shell(label, 'exec yes', {
    signal: constants.signals.SIGKILL,
    checkOutput: (output) =>
      /^(y\r\n)*(y\r?)?$/.test(output) ? null : `${output.length} bytes, not all of them "y\\r\\n"`,
    drive: async (pty) => {
      await sleep(random.integer(0, 20));
      const held = random.chance(0.5);
      if (held) {
        pty.pause();
        await sleep(random.integer(0, 20));
      }
      pty.kill('SIGKILL');
      if (held) {
        pty.resume();
      }
    },
  });
}

/** Closes the terminal under a program, which is hung up. */
function planHangUp(random: Random, label: string): ChildPlan {
  return shell(label, 'exec sleep 600', {
    signal: constants.signals.SIGHUP,
    drive: async (pty) => {
      await sleep(random.integer(0, 60));
      // Not in node-pty's declarations, though its terminals have it.
      if (pty.destroy === undefined) {
        pty.kill('SIGHUP');
      } else {
        pty.destroy();
      }
    },
  });
}

export const TRAFFIC_KINDS: readonly TrafficKind[] = [
  { name: 'echo', plan: planEcho },
  { name: 'flood', plan: planFlood },
  { name: 'pause', plan: planPause },
  { name: 'resize', plan: planResize },
  { name: 'kill', plan: planKill },
  { name: 'kill flood', plan: planKillFlood },
  { name: 'hang up', plan: planHangUp },
];
