/** Line plots over a common time axis, as an SVG document. */

export interface Panel {
  title: string;
  /** One per point in time. */
  values: readonly number[];
  /** A value as a label, e.g. "64 MB". */
  format(value: number): string;
}

export interface Plot {
  title: string;
  subtitle: string;
  /** When each value was taken, in seconds, ascending. */
  seconds: readonly number[];
  panels: readonly Panel[];
}

const WIDTH = 960;
const LEFT = 84;
const RIGHT = 24;
const TOP = 96;
const PANEL_HEIGHT = 180;
const PANEL_GAP = 56;
const BOTTOM = 48;

const STYLE = `
  svg { background: #ffffff; color: #1f2328; font: 13px system-ui, sans-serif; }
  text { fill: currentColor; }
  .title { font-size: 18px; font-weight: 600; }
  .dim { fill: #656d76; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .line { fill: none; stroke: #0969da; stroke-width: 1.5; stroke-linejoin: round; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; color: #e6edf3; }
    .dim { fill: #8d96a0; }
    .grid { stroke: #30363d; }
    .line { stroke: #4493f8; }
  }
`;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Round numbers from 0 to at or above `most`, some `wanted` of them: steps of 1, 2 or 5 times 10^n.
 * @param most 0 or more
 */
export function ticks(most: number, wanted: number): number[] {
  const rough = (most > 0 ? most : 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step);
}

const TIME_UNITS = [
  ['s', 1],
  ['min', 60],
  ['h', 3600],
  ['d', 86_400],
] as const;

/** The largest unit of which there are at least three. */
function timeUnit(seconds: number): readonly [name: string, seconds: number] {
  return TIME_UNITS.filter(([, size]) => seconds >= 3 * size).at(-1) ?? TIME_UNITS[0];
}

const round = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

/** A document that shows every panel below the one before. */
export function plotSvg({ title, subtitle, seconds, panels }: Plot): string {
  const height = TOP + panels.length * (PANEL_HEIGHT + PANEL_GAP) - PANEL_GAP + BOTTOM;
  const parts: string[] = [];
  const [unit, unitSeconds] = timeUnit(seconds.at(-1) ?? 0);
  const times = ticks((seconds.at(-1) ?? 0) / unitSeconds, 8);
  const lastTime = (times.at(-1) ?? 1) * unitSeconds;
  const x = (second: number): number => LEFT + (second / lastTime) * (WIDTH - LEFT - RIGHT);

  for (const [i, panel] of panels.entries()) {
    const top = TOP + i * (PANEL_HEIGHT + PANEL_GAP);
    // From zero, so that noise does not look like growth.
    const marks = ticks(Math.max(...panel.values), 4);
    const highest = marks.at(-1) ?? 1;
    const y = (value: number): number => top + PANEL_HEIGHT * (1 - value / highest);
    parts.push(`<text x="${LEFT}" y="${top - 12}">${escapeXml(panel.title)}</text>`);
    for (const mark of marks) {
      const at = round(y(mark));
      parts.push(
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/>`,
        `<text class="dim" x="${LEFT - 8}" y="${round(y(mark) + 4)}" text-anchor="end">` +
          `${escapeXml(panel.format(mark))}</text>`,
      );
    }
    const points = panel.values.map(
      (value, at) => `${round(x(seconds[at] ?? 0))},${round(y(value))}`,
    );
    parts.push(`<polyline class="line" points="${points.join(' ')}"/>`);
    for (const time of times) {
      const at = round(x(time * unitSeconds));
      const label = i === panels.length - 1 ? `${round(time)} ${unit}` : '';
      parts.push(
        `<line class="grid" x1="${at}" x2="${at}" y1="${top + PANEL_HEIGHT}" y2="${top + PANEL_HEIGHT + 5}"/>`,
        `<text class="dim" x="${at}" y="${top + PANEL_HEIGHT + 22}" text-anchor="middle">${label}</text>`,
      );
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<style>${STYLE}</style>
<text class="title" x="${LEFT}" y="26">${escapeXml(title)}</text>
<text class="dim" x="${LEFT}" y="46">${escapeXml(subtitle)}</text>
${parts.join('\n')}
</svg>
`;
}
