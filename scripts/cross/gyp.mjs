// Reads binding.gyp as gyp would on macOS, so that there is one list of sources. It knows as much of
// gyp as binding.gyp and node-addon-api use, and throws at anything else.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** A .gyp file is a Python literal, with comments. */
export function loadLiteral(file) {
  const program =
    'import ast,json,sys; json.dump(ast.literal_eval(open(sys.argv[1]).read()),sys.stdout)';
  return JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' }));
}

function holdsOnMac(condition, variables) {
  const [, , system] = condition.match(/^\s*OS\s*==\s*(['"])(\w+)\1\s*$/) ?? [];
  if (system) return system === 'mac';
  const [, name, value] = condition.match(/^\s*(\w+)\s*==\s*(\d+)\s*$/) ?? [];
  // A variable's default is under its name with a percent sign.
  const known = variables[name] ?? variables[`${name}%`];
  if (known === undefined) throw new Error(`condition not understood: ${condition}`);
  return String(known) === value;
}

/** gyp's merge: lists are joined, dictionaries merged, anything else replaced. */
function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (Array.isArray(old) && Array.isArray(value)) into[key] = [...old, ...value];
    else if (isDictionary(old) && isDictionary(value)) into[key] = merge({ ...old }, value);
    else into[key] = value;
  }
  return into;
}

const isDictionary = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A dictionary with its includes and those of its conditions that hold on macOS, at every depth. */
function settle(dictionary, folder, variables = {}) {
  const { includes = [], conditions = [], ...own } = dictionary;
  const result = {};
  for (const [key, value] of Object.entries(own)) {
    result[key] = isDictionary(value) ? settle(value, folder, variables) : value;
  }
  for (const name of includes) {
    const file = path.join(folder, name);
    merge(result, settle(loadLiteral(file), path.dirname(file)));
  }
  for (const [condition, then, otherwise = {}] of conditions) {
    merge(result, settle(holdsOnMac(condition, variables) ? then : otherwise, folder, variables));
  }
  return result;
}

/** Puts the variables' lists where `<@(name)` stands. */
function expandList(list, variables) {
  return list.flatMap((item) => {
    const name = item.match(/^<@\((\w+)\)$/)?.[1];
    if (name === undefined) return item;
    if (!(name in variables)) throw new Error(`variable not known: ${name}`);
    return expandList(variables[name], variables);
  });
}

/** Runs the commands in a `<!(command)`, in `folder`. */
function expandCommands(text, folder) {
  return text.replace(/<!\((.*)\)(?=:|$)/, (_, command) =>
    execFileSync('/bin/sh', ['-c', command], { cwd: folder, encoding: 'utf8' }).trim(),
  );
}

/** The defines and include folders that a dependency (`file.gyp:target`) gives to what uses it. */
function readDependency(dependency, folder) {
  const reference = expandCommands(dependency, folder);
  const colon = reference.lastIndexOf(':');
  const file = path.resolve(folder, reference.slice(0, colon));
  const name = reference.slice(colon + 1);
  const found = loadLiteral(file).targets.find((target) => target.target_name === name);
  if (!found) throw new Error(`no target ${name} in ${file}`);
  const { defines = [], include_dirs = [] } = settle(
    found.direct_dependent_settings ?? {},
    path.dirname(file),
  );
  return { defines, includes: include_dirs.map((dir) => path.resolve(path.dirname(file), dir)) };
}

/**
 * A target of `folder`/binding.gyp on macOS.
 * @returns {{sources: string[], defines: string[], includes: string[], xcode: Record<string, string>}}
 *   sources relative to `folder`, include folders absolute; `xcode` are the settings for Release.
 * @param given values for binding.gyp's variables, as `-D` gives them to gyp.
 */
export function readTarget(folder, name, given = {}) {
  const gyp = loadLiteral(path.join(folder, 'binding.gyp'));
  const variables = { ...gyp.variables, ...given };
  const found = gyp.targets.find((target) => target.target_name === name);
  if (!found) throw new Error(`no target ${name} in binding.gyp`);
  const { sources, defines, include_dirs, dependencies, xcode_settings, configurations } = merge(
    settle(gyp.target_defaults, folder, variables),
    settle(found, folder, variables),
  );
  const used = (dependencies ?? []).map((dependency) => readDependency(dependency, folder));
  return {
    sources: expandList(sources, variables),
    defines: [...(defines ?? []), ...used.flatMap((dependency) => dependency.defines)],
    includes: [
      ...(include_dirs ?? []).map((dir) => path.resolve(folder, dir)),
      ...used.flatMap((dependency) => dependency.includes),
    ],
    xcode: { ...xcode_settings, ...configurations?.Release?.xcode_settings },
  };
}
