/** How the command tells that it could not do its work: one line, or with --json one object. */

/** The first line of an error's message; the others are for people who debug Node itself. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] as string;
}

/**
 * Writes why the command has failed: to stderr in one line, or, for a program that reads the output as
 * JSON, to stdout as `{ok, code, message}`.
 * @param more lines below the reason, for a person only
 */
export function tellFailure(error: unknown, json: boolean, more = ''): void {
  const { message, code } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const words = firstLine(typeof message === 'string' ? message : String(error));
  if (json) {
    const failure = { ok: false, code: code ?? 'ERR_FAILED', message: words };
    process.stdout.write(`${JSON.stringify(failure, null, 2)}\n`);
  } else {
    process.stderr.write(`flatpty: ${words}\n${more}`);
  }
}
