// timeout: 300 s
import path from 'node:path';
import t from 'tap';
import type { FdClass } from '#lib/cli/census';
import { type Fault, mutant } from '../helpers/mutant';
import { runStressCommand } from '../helpers/runStress';
import { isFullSize } from '../helpers/scale';

const ALL = ['clone', 'vfork', 'posix_spawn'];

const ENTRY_ERASED = {
  file: 'binding/environment.cc',
  line: 'if (entry->ended && entry->exited) entries_.erase(id);',
};

function stress(addon: string, launcher: string, count = 50) {
  const cli = path.join(__dirname, '../../lib/cli.js');
  const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: launcher };
  return runStressCommand(cli, ['--count', `${count}`], env);
}

t.test('control: the same sources, built the same way, are flat', async (t) => {
  const { file, line } = ENTRY_ERASED;
  const addon = mutant({ file, line, by: `/* as it is */ ${line}` });
  for (const launcher of isFullSize ? ALL : ['clone', 'posix_spawn']) {
    const { exitCode, result } = await stress(addon, launcher);
    t.strictSame(result.problems, [], launcher);
    t.equal(result.verdict, 'flat', launcher);
    t.equal(exitCode, 0, launcher);
  }
});

interface Leak {
  what: string;
  fault: Fault;
  launchers: string[];
  /** Descriptors of this class are left over. */
  leaked: FdClass;
}

const leaks: Leak[] = [
  {
    what: "the parent's slave stays open",
    fault: {
      file: 'unix/spawn.cc',
      after: 'std::shared_ptr<Pty> SpawnTerminal(',
      line: 'launched.outcome->Release(std::move(pair.slave));',
      by: 'static_cast<void>(pair.slave.release());',
    },
    launchers: ALL,
    leaked: 'pts',
  },
  {
    what: 'the master stays open',
    fault: {
      file: 'core/pty.cc',
      after: 'void Pty::CloseEnd() {',
      line: 'last = shared_.Close(lock);',
      by: 'new PtyShared::Lease(shared_.Close(lock));',
    },
    launchers: ['clone'],
    leaked: 'ptmx',
  },
  {
    what: 'the pidfd stays open',
    fault: {
      file: 'linux/poller_epoll.cc',
      after: '~PidfdWatch() override {',
      line: '::epoll_ctl(epoll_, EPOLL_CTL_DEL, pidfd_.get(), nullptr);',
      by:
        '::epoll_ctl(epoll_, EPOLL_CTL_DEL, pidfd_.get(), nullptr);' +
        ' static_cast<void>(pidfd_.release());',
    },
    launchers: ['clone'],
    leaked: 'pidfd',
  },
  {
    what: 'the status pipe stays open',
    fault: {
      file: 'unix/pipe_outcome.cc',
      after: 'failure_ = record;',
      line: 'read_end_.reset();',
      by: 'static_cast<void>(read_end_.release());',
    },
    // A clone's child tells its parent through memory.
    launchers: ['posix_spawn'],
    leaked: 'pipe',
  },
];

for (const { what, fault, launchers: all, leaked } of leaks) {
  const launchers = isFullSize ? all : all.slice(0, 1);
  t.test(`${what}: red, and named`, async (t) => {
    const addon = mutant(fault);
    for (const launcher of launchers) {
      const { exitCode, result } = await stress(addon, launcher);
      t.equal(exitCode, 1, `${launcher}: exit code`);
      t.equal(result.verdict, 'not flat', launcher);
      const row = result.difference?.classes.find(({ name }) => name === leaked);
      t.ok(row && row.delta >= 50, `${launcher}: ${row?.delta} of class ${leaked} left over`);
      const sentence = new RegExp(`^${row?.delta} extra ${leaked} `);
      t.ok(
        result.problems.some((problem) => sentence.test(problem)),
        `${launcher}: ${JSON.stringify(result.problems)}`,
      );
    }
  });
}

t.test('a child of a failed launch is not reaped: red, and named', async (t) => {
  const addon = mutant({
    file: 'unix/spawn.cc',
    after: 'Launched LaunchOn(',
    line: 'ReapNow(launched.pid);',
    by: '',
  });
  const { exitCode, result } = await stress(addon, 'clone');
  t.equal(exitCode, 1);
  t.ok(result.difference && result.difference.zombies.length > 0);
  t.match(result.problems.join('\n'), /^children not reaped: \d+, pid \d+/m);
});

// Growth can only be told from noise over thousands of ptys, for which the small run has no time.
if (isFullSize) {
  t.test('an ended pty stays in memory: red, and named', async (t) => {
    const addon = mutant({ ...ENTRY_ERASED, by: '' });
    const { exitCode, result } = await stress(addon, 'clone', 24_000);
    t.equal(exitCode, 1);
    t.equal(result.rss.flat, false);
    t.match(result.problems.join('\n'), /^resident memory grew by \d+\.\d MB/m);
    t.comment(`${(result.rss.growth / 1e6).toFixed(1)} MB more over the last half of the sequence`);
  });
}
