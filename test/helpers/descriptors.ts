// Which descriptors a program has, told by itself. Linux only.

/**
 * For `sh -c`: one line "<number> <target>" per descriptor of the shell. Expanding the pattern opens
 * and closes the folder, whose descriptor the -L test leaves out.
 */
export const LIST_DESCRIPTORS =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
  'for f in /proc/$$/fd/*; do if [ -L "$f" ]; then echo "${f##*/} $(readlink "$f")"; fi; done';

/** What LIST_DESCRIPTORS printed, as number to target. */
export function descriptorsIn(output: string): Record<string, string> {
  const lines = output.split(/\r?\n/).filter((line) => /^\d+ /.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}
