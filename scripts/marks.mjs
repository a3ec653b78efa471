/** `text` with `part` between the two marks. */
export function between(text, [begin, end], part) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`there is no ${begin} with ${end} behind it`);
  return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`;
}
