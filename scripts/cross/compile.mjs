// How a product is compiled and linked: the flags of binding.gyp in zig's words, warnings as errors.
import fs from 'node:fs';
import path from 'node:path';
import { stripLocals } from './macho-strip.mjs';

const isC = (source) => source.endsWith('.c');

/** node-gyp's common.gypi has these for every addon. */
const COMMON_GYPI = ['-O2', '-fno-strict-aliasing'];
const COMMON_GYPI_CXX = ['-fno-rtti'];

// Above what binding.gyp asks for: warnings are not read here, and a function that the oldest
// macOS lacks shows as a crash on a Mac that we do not have.
const STRICT = ['-Wall', '-Wextra', '-Werror', '-Werror=unguarded-availability'];

export const zigTarget = (target, xcode) => `${target.cpu}-macos.${xcode.MACOSX_DEPLOYMENT_TARGET}`;

/** The arguments for zig that compile `source`, without `-c` and `-o`. */
export function compileArgs(source, target, { defines, includes, xcode }) {
  const inC = isC(source);
  const standard = inC ? xcode.GCC_C_LANGUAGE_STANDARD : xcode.CLANG_CXX_LANGUAGE_STANDARD;
  return [
    ...(inC ? ['cc'] : ['c++', ...COMMON_GYPI_CXX]),
    ...['-target', zigTarget(target, xcode), `-std=${standard}`],
    ...COMMON_GYPI,
    ...(xcode.GCC_SYMBOLS_PRIVATE_EXTERN === 'YES' ? ['-fvisibility=hidden'] : []),
    ...(xcode.OTHER_CFLAGS ?? []),
    ...STRICT,
    ...defines.map((define) => `-D${define}`),
    ...includes.flatMap((folder) => ['-isystem', folder]),
    source,
  ];
}

/**
 * Compiles libc++abi's operators new and delete once more, hidden and not weak. The ones in zig's
 * libc++ are weak exports, and dyld would merge them with those of every other image in the process.
 */
function operatorNewArgs(target, zigLib, { xcode }) {
  const source = path.join(zigLib, 'libcxxabi/src/stdlib_new_delete.cpp');
  return [
    ...['c++', '-target', zigTarget(target, xcode)],
    `-std=${xcode.CLANG_CXX_LANGUAGE_STANDARD}`,
    ...COMMON_GYPI,
    ...['-fvisibility=hidden', '-fvisibility-global-new-delete=source'],
    '-D_LIBCPP_WEAK=',
    '-D_LIBCPP_OVERRIDABLE_FUNC_VIS=__attribute__((visibility("hidden")))',
    ...['-D_LIBCPP_BUILDING_LIBRARY', '-D_LIBCXXABI_BUILDING_LIBRARY'],
    ...['-I', path.join(zigLib, 'libcxx/src'), '-I', path.join(zigLib, 'libcxxabi/include')],
    source,
  ];
}

/** The arguments that link `objects`, without what only a debugger reads. */
function linkArgs(objects, target, product, { xcode }) {
  const asAddon = [
    '-shared',
    // What the addon does not find in libSystem, node has; check.mjs allows only Node-API's names.
    '-Wl,-undefined,dynamic_lookup',
    `-Wl,-install_name,@rpath/${product.file}`,
  ];
  return [
    ...[product.isAddon ? 'c++' : 'cc', '-target', zigTarget(target, xcode)],
    ...(product.isAddon ? asAddon : []),
    ...['-Wl,-dead_strip', '-Wl,-s'],
    ...objects,
  ];
}

/** Runs the jobs, two at a time; throws the errors of all that failed as one. */
async function inPairs(jobs) {
  const waiting = [...jobs];
  const errors = [];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await job().catch((error) => errors.push(error));
    }
  };
  await Promise.all([worker(), worker()]);
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'));
}

/**
 * Builds one product into `folder`.
 * @param settings of readTarget in gyp.mjs, with the Node-API headers among the includes.
 * @returns {Promise<string>} the path of what came out.
 */
export async function buildProduct(tools, root, folder, target, product, settings) {
  const objects = [];
  const compile = (name, args) => {
    const object = path.join(folder, `${name.replaceAll('/', '-')}.o`);
    objects.push(object);
    return () => tools.zig([...args, '-c', '-o', object], root);
  };
  fs.mkdirSync(folder, { recursive: true });
  const jobs = settings.sources.map((source) =>
    compile(source, compileArgs(source, target, settings)),
  );
  if (product.isAddon) {
    jobs.push(compile('operator-new', operatorNewArgs(target, tools.zigLib, settings)));
  }
  await inPairs(jobs);
  const linked = path.join(folder, `${product.file}.linked`);
  await tools.zig([...linkArgs(objects, target, product, settings), '-o', linked], root);
  const result = path.join(folder, product.file);
  fs.writeFileSync(result, stripLocals(fs.readFileSync(linked)));
  return result;
}
