import type { Fault } from '../helpers/mutant';

/** A change of one place in lib/, as it is compiled. */
export interface TsFault {
  /** Relative to lib/. */
  file: string;
  /** Text that stands once in the file. */
  line: string;
  by: string;
}

export interface Mutation {
  what: string;
  native?: Fault;
  typescript?: TsFault;
  /** Files of the small run, each of which it turns red. */
  tests: string[];
}

/** The lines that matter most: what closes, drains, reaps and signals, and the order of the events. */
export const MUTATIONS: Mutation[] = [
  {
    what: "the parent's slave stays open",
    native: {
      file: 'unix/spawn.cc',
      after: 'std::shared_ptr<Pty> SpawnTerminal(',
      line: 'launched.outcome->Release(std::move(pair.slave));',
      by: 'static_cast<void>(pair.slave.release());',
    },
    tests: ['leak/destroyed-ptys-leave-nothing.test.ts'],
  },
  {
    what: 'the master stays open',
    native: {
      file: 'core/pty.cc',
      after: 'void Pty::CloseEnd() {',
      line: 'last = shared_.Close(lock);',
      by: 'new PtyShared::Lease(shared_.Close(lock));',
    },
    tests: ['leak/destroyed-ptys-leave-nothing.test.ts'],
  },
  {
    what: 'the pidfd stays open',
    native: {
      file: 'linux/poller_epoll.cc',
      after: '~PidfdWatch() override {',
      line: '::epoll_ctl(epoll_, EPOLL_CTL_DEL, pidfd_.get(), nullptr);',
      by:
        '::epoll_ctl(epoll_, EPOLL_CTL_DEL, pidfd_.get(), nullptr);' +
        ' static_cast<void>(pidfd_.release());',
    },
    tests: ['leak/killed-ptys-leave-nothing-without-destroy.test.ts'],
  },
  {
    what: 'a child is not reaped',
    native: {
      file: 'core/pty_child.cc',
      after: 'bool PtyChild::Reap() {',
      line: 'exit_ = child_->Reap();',
      by: '',
    },
    tests: ['exit/exited-resolves-with-the-exit.test.ts'],
  },
  {
    what: 'the child of a failed launch is not reaped',
    native: {
      file: 'unix/spawn.cc',
      after: 'Launched LaunchOn(',
      line: 'ReapNow(launched.pid);',
      by: '',
    },
    tests: ['leak/failed-spawns-leave-nothing.test.ts'],
  },
  {
    what: 'what was printed before the exit is not drained',
    native: {
      file: 'core/pty.cc',
      after: 'bool Pty::ReapAndDrain(TimePoint now) {',
      line: 'DrainAfterExit(now);',
      by: 'Finish(now);',
    },
    tests: ['output/short-lived-program-is-read-to-the-end.test.ts'],
  },
  {
    what: 'a hang-up is taken for the end',
    native: {
      file: 'core/pty.cc',
      after: 'void Pty::HungUp(TimePoint now) {',
      line: 'if (shared_.kind() == PtyKind::kSlave) return Finish(now);',
      by: 'return Finish(now);',
    },
    tests: ['output/program-that-reopens-its-terminal.test.ts'],
  },
  {
    what: 'a reaped pid is signalled',
    native: {
      file: 'core/pty_child.cc',
      after: 'bool PtyChild::Kill(int signal) {',
      line: 'if (reaped(lock)) return false;',
      by: '',
    },
    tests: ['races/kill-against-exit.test.ts'],
  },
  {
    what: 'a paused terminal goes on reading',
    native: {
      file: 'core/pty_output.cc',
      after: 'bool PtyOutput::Settle(',
      line: 'SetReading(lock, waiting >= full_at_ ? Reading::kFull : Reading::kOn);',
      by: 'SetReading(lock, Reading::kOn);',
    },
    tests: ['output/paused-flood-is-held-back.test.ts'],
  },
  {
    what: 'an ended terminal stays in memory',
    native: {
      file: 'binding/environment.cc',
      line: 'entries_.erase(id);',
      by: 'static_cast<void>(id);',
    },
    tests: ['leak/thousands-of-opened-pairs-do-not-grow-memory.test.ts'],
  },
  {
    what: 'the exit is told before the last data and the close',
    typescript: {
      file: 'terminal/ending.js',
      line: 'if (this._stage === Stage.CloseTold)',
      by: 'if (this._stage !== Stage.CloseTold)',
    },
    tests: ['exit/exit-comes-once-and-last.test.ts'],
  },
];
