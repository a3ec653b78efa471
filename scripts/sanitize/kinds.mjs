// The three sanitizers: how each is compiled, and which options its runtime gets.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What each of the three builds has in common: stacks that can be read. */
const readable = ['-O1', '-g', '-fno-omit-frame-pointer', '-fno-optimize-sibling-calls'];

/**
 * node exports its std:: templates, and the loader would have the addon use those, which are not
 * instrumented, instead of its own.
 */
const own = ['-Wl,-Bsymbolic'];

/** A report is judged by the modules in it (%M), which are left out of frames that have a line. */
const common = { stack_trace_format: '"    #%n %p %F %S %M"' };

/**
 * `compile` and `link` are flags of gcc; `runtime` is the shared library that node has to load before
 * any other; `canaries` are functions of canary.c and what they must be reported as; `helper` says whether spawn-helper is instrumented too; `options` are what the runtimes
 * read, by runtime (see <name>_OPTIONS in their manuals).
 *
 * exitcode=0: a report is judged by what its stack names (reports.mjs), not by how the process ends,
 * because node itself leaks at its exit and tests look at exit codes.
 */
export const kinds = {
  asan: {
    title: 'AddressSanitizer and LeakSanitizer',
    runtime: 'libasan.so',
    canaries: { useAfterFree: /heap-use-after-free/, leak: /leak of 1234 byte/ },
    helper: true,
    compile: [...readable, '-fsanitize=address', '-D_GLIBCXX_ASSERTIONS'],
    link: [...own, '-fsanitize=address'],
    options: {
      asan: {
        // The library with these words comes before the runtime, which otherwise insists on being first.
        verify_asan_link_order: 0,
        abort_on_error: 1,
        exitcode: 0,
        detect_leaks: 1,
        detect_stack_use_after_return: 1,
        strict_string_checks: 1,
        check_initialization_order: 1,
        strict_init_order: 1,
        malloc_context_size: 30,
        quarantine_size_mb: 64,
      },
    },
  },
  ubsan: {
    title: 'UndefinedBehaviorSanitizer',
    runtime: 'libubsan.so',
    canaries: { overflow: /signed integer overflow/ },
    helper: true,
    compile: [
      ...readable,
      // Not vptr: it needs RTTI, which node-gyp turns off for addons.
      '-fsanitize=undefined,float-divide-by-zero,float-cast-overflow',
      '-fno-sanitize=vptr',
      '-D_GLIBCXX_ASSERTIONS',
    ],
    link: [...own, '-fsanitize=undefined'],
    options: { ubsan: { exitcode: 0, print_stacktrace: 1 } },
  },
  tsan: {
    title: 'ThreadSanitizer',
    runtime: 'libtsan.so',
    canaries: { race: /data race/ },
    // It has one thread.
    helper: false,
    compile: [...readable, '-fsanitize=thread'],
    link: [...own, '-fsanitize=thread'],
    options: {
      tsan: {
        exitcode: 0,
        // The default sleeps for a second at the end of every process.
        atexit_sleep_ms: 0,
        history_size: 4,
        second_deadlock_stack: 1,
        suppressions: path.join(here, 'tsan.supp'),
      },
    },
  },
};

/** The `a=1:b=2` that a runtime reads. */
export function optionText(options) {
  return Object.entries({ ...options, ...common })
    .map(([name, value]) => `${name}=${value}`)
    .join(':');
}
