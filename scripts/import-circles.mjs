// Finds modules that import each other in a circle: src/, test/, scripts/ and bench/. In a circle the
// order of loading decides whether a name is there yet. `import type` does not count: nothing is loaded.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) } },
});
const root = path.resolve(values.root);
const FOLDERS = ['src', 'test', 'scripts', 'bench'];
const ENDINGS = ['', '.ts', '.mts', '.cts', '.mjs', '.cjs', '.js'];

const IMPORT = /^(?:import|export)\s+(?!type\b)((?:[^'";]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm;

/** False for `{ type A, type B }`, of which nothing is left at run time. */
function loadsSomething(clause) {
  const names = clause?.match(/^\s*\{([\s\S]*)\}\s*from\s+$/)?.[1];
  if (names === undefined) return true;
  const parts = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return parts.length === 0 || parts.some((name) => !name.startsWith('type '));
}

/** The file that a relative import or `#lib/...` means; undefined for packages. */
function resolve(from, request) {
  const base = request.startsWith('#lib/')
    ? path.join(root, 'src', request.slice('#lib/'.length))
    : request.startsWith('.')
      ? path.resolve(path.dirname(from), request)
      : undefined;
  if (base === undefined) return undefined;
  const bare = base.replace(/\.(m|c)?js$/, '');
  const candidates = [...ENDINGS.map((end) => base + end), ...ENDINGS.map((end) => bare + end)];
  return candidates.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

function sources() {
  return FOLDERS.map((folder) => path.join(root, folder))
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) =>
      fs
        .readdirSync(folder, { recursive: true })
        .filter(
          (name) => /\.[mc]?[jt]s$/.test(name) && !/(^|[\\/])(node_modules|\.\w+)[\\/]/.test(name),
        )
        .map((name) => path.join(folder, name)),
    );
}

function importsOf(file) {
  return [...fs.readFileSync(file, 'utf8').matchAll(IMPORT)]
    .filter(([, clause]) => loadsSomething(clause))
    .map(([, , request]) => resolve(file, request))
    .filter((found) => found !== undefined);
}

/** One circle through each module that closes one, as a path that ends where it starts. */
function circles(graph) {
  const state = new Map();
  const found = [];
  const visit = (file, trail) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

const files = sources();
const found = circles(new Map(files.map((file) => [file, importsOf(file)])));
for (const circle of found) {
  console.error(`circle: ${circle.map((file) => path.relative(root, file)).join(' -> ')}`);
}
console.log(`import circles: ${files.length} modules, ${found.length} circles`);
process.exitCode = found.length === 0 && files.length > 0 ? 0 : 1;
