// In a process under the shim: what fails from here on (shim/rules.h).

/** Each rule of `fault` fails as `when` says; without arguments nothing does. */
export function arm(fault = '', when = ''): void {
  const rules = fault === '' ? [] : fault.split(',');
  process.env.FAULT = rules.map((rule) => `${rule}:${when}`).join(',');
}

/** How many calls were made to fail since then. */
export function hits(): number {
  return Number(process.env.FAULT_HITS);
}
