// How options are read. A property that was put on Object.prototype (a JSON merge gone
// wrong, an attack) is no option, while those that the caller's object inherits from the caller's own
// defaults, or has as a getter of its class, are, as in node-pty.

/** Longer prototype chains are those of a Proxy that never ends. */
const MAX_DEPTH = 64;

const { getPrototypeOf, hasOwn } = Object;

/** Whether `object` is the Object.prototype of some realm; jest has each test in one of its own. */
function isObjectPrototype(object: object): boolean {
  if (object === Object.prototype) return true;
  if (!hasOwn(object, 'hasOwnProperty')) return false;
  const maker = object.constructor;
  return typeof maker === 'function' && maker.prototype === object;
}

/** The Object.prototype that `object` inherits from; undefined when it inherits from none. */
function rootOf(object: object): object | undefined {
  let last = object;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next: object | null = getPrototypeOf(last);
    if (next === null) return last !== object && isObjectPrototype(last) ? last : undefined;
    last = next;
  }
  return undefined;
}

/** Whether `name` is found in `object` before the chain reaches `root`. */
function isOwnedBelow(object: object, root: object, name: PropertyKey): boolean {
  let at: object | null = object;
  for (let depth = 0; at !== null && at !== root && depth < MAX_DEPTH; depth++) {
    if (hasOwn(at, name)) return true;
    at = getPrototypeOf(at);
  }
  return false;
}

/** Reads the properties of one object of options, each as undefined when the caller has not given it. */
export class Given<T extends object> {
  private readonly _root: object | undefined;

  constructor(private readonly _options: T | undefined) {
    this._root = _options === undefined ? undefined : rootOf(_options);
  }

  get<K extends keyof T>(name: K): T[K] | undefined {
    const options = this._options;
    if (options === undefined) return undefined;
    const root = this._root;
    if (root !== undefined && hasOwn(root, name) && !isOwnedBelow(options, root, name)) {
      return undefined;
    }
    return options[name];
  }
}
