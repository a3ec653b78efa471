// Test files (or folders of them) that say nothing under a sanitizer. Everything else in test/ runs.

const everywhere = ['asan', 'ubsan', 'tsan'];
const memory = 'measures memory, of which a sanitizer keeps its own books';
const time = 'measures time, of which a sanitizer takes its own';

export const leftOut = [
  { path: 'test/cross', under: everywhere, reason: 'is about addons for another system' },
  ...['package', 'install', 'bundling', 'types', 'bench', 'programs'].map((name) => ({
    path: `test/${name}`,
    under: everywhere,
    reason: 'is about the package, or loads the packed addon, which is not instrumented',
  })),
  {
    path: 'test/kqueue',
    under: everywhere,
    reason: 'builds an addon of its own, which is not instrumented',
  },
  {
    path: 'test/leak/a-close-taken-out-turns-the-stress-run-red.test.ts',
    under: everywhere,
    reason: 'builds addons of its own, which are not instrumented',
  },
  {
    path: 'test/faults',
    under: ['asan', 'tsan'],
    reason: 'its preloaded shim calls libc before the runtime has started, which then gives up',
  },
  {
    path: 'test/leak/no-process-or-thread-to-be-had-leaves-nothing.test.ts',
    under: ['asan'],
    reason: 'LeakSanitizer wants a thread of its own at the end, and aborts without',
  },
  {
    path: 'test/launcher/LD_PRELOAD-reaches-only-the-program.test.ts',
    under: ['asan', 'ubsan'],
    reason: 'is about a static spawn-helper, which an instrumented one is not',
  },
  {
    path: 'test/launcher/where-clone-is-refused-vfork-goes-on.test.ts',
    under: ['asan', 'tsan'],
    reason: 'refuses clone, by which LeakSanitizer looks and which ThreadSanitizer makes of vfork',
  },
  ...['help-and-version', 'wrong-usage-is-exit-code-2'].map((name) => ({
    path: `test/cli/${name}.test.ts`,
    under: everywhere,
    reason: 'loads no addon, but starts thirty processes',
  })),
  ...['on-a-terminal-there-is-colour-and-progress', 'piped-output-is-plain-lines'].map((name) => ({
    path: `test/cli/${name}.test.ts`,
    under: everywhere,
    reason: `${memory}: a stress run's verdict is about it too`,
  })),
  {
    path: 'test/leak/thousands-of-ptys-in-every-way-leave-nothing.test.ts',
    under: everywhere,
    reason: `${memory}; the races script does more of the same`,
  },
  {
    path: 'test/leak/thousands-of-opened-pairs-do-not-grow-memory.test.ts',
    under: everywhere,
    reason: memory,
  },
  {
    path: 'test/scale/thousand-live-ptys-are-cheap-and-leave-nothing.test.ts',
    under: ['asan', 'tsan'],
    reason: memory,
  },
  {
    path: 'test/launcher/spawn-blocks-no-longer-in-a-large-process.test.ts',
    under: everywhere,
    reason: `${time}, and ThreadSanitizer turns vfork into fork`,
  },
  {
    path: 'test/output/unheard-output-is-bounded.test.ts',
    under: ['asan'],
    reason: memory,
  },
  {
    path: 'test/output/flood-of-200-mb-leaves-the-event-loop-free.test.ts',
    under: everywhere,
    reason: time,
  },
  ...[
    'fuzz',
    'cli/live-traffic-is-flat-and-recorded.test.ts',
    'errors/exit-is-reported-though-pidfds-are-refused.test.ts',
    'errors/no-descriptor-to-be-had-is-EMFILE.test.ts',
    'errors/no-thread-or-process-to-be-had-is-EAGAIN.test.ts',
    'launcher/helper-that-cannot-run-is-named-with-its-cure.test.ts',
    'leak/descriptors-that-run-out-halfway-leave-nothing.test.ts',
    'leak/no-process-or-thread-to-be-had-leaves-nothing.test.ts',
  ].map((name) => ({
    path: `test/${name}`,
    under: ['tsan'],
    reason: 'compares all descriptors, and the runtime opens libraries to look up a suppression',
  })),
];

/** Why `file` is not run under `name`; undefined when it is. */
export function reasonAgainst(file, name) {
  return leftOut.find(
    ({ path, under }) => under.includes(name) && (file === path || file.startsWith(`${path}/`)),
  )?.reason;
}
