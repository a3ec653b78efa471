// A small line plot as an SVG document that reads well on a light and on a dark page.
const WIDTH = 720;
const HEIGHT = 300;
const EDGE = { left: 56, right: 190, top: 64, bottom: 48 };
const COLOURS = ['#cf222e', '#0969da'];

const STYLE = `
  svg { background: #ffffff; color: #1f2328; font: 13px system-ui, sans-serif; }
  text { fill: currentColor; }
  .title { font-size: 15px; font-weight: 600; }
  .dim { fill: #656d76; }
  .grid { stroke: #d1d9e0; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; color: #e6edf3; }
    .dim { fill: #8d96a0; }
    .grid { stroke: #30363d; }
  }
`;

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * @param {{title: string, subtitle: string, xLabel: string, xs: number[],
 *   series: {name: string, values: number[]}[]}} plot one value per x
 */
export function linesSvg({ title, subtitle, xLabel, xs, series }) {
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const lastX = Math.max(...xs);
  const x = (value) => EDGE.left + (value / lastX) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - (value / most) * (HEIGHT - EDGE.top - EDGE.bottom);
  const text = (px, py, words, attributes = '') =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" ${attributes}>${escapeXml(words)}</text>`;

  const parts = [
    text(16, 26, title, 'class="title"'),
    text(16, 46, subtitle, 'class="dim"'),
    text((x(0) + x(lastX)) / 2, HEIGHT - 10, xLabel, 'class="dim" text-anchor="middle"'),
  ];
  for (const part of [0, 0.5, 1]) {
    const value = Math.round(most * part);
    parts.push(
      `<line class="grid" x1="${x(0)}" x2="${x(lastX)}" y1="${y(value)}" y2="${y(value)}"/>`,
    );
    parts.push(text(x(0) - 8, y(value) + 4, String(value), 'class="dim" text-anchor="end"'));
    const at = Math.round(lastX * part);
    parts.push(
      text(x(at), HEIGHT - EDGE.bottom + 18, String(at), 'class="dim" text-anchor="middle"'),
    );
  }
  for (const [i, { name, values }] of series.entries()) {
    const points = values.map((value, n) => `${x(xs[n]).toFixed(1)},${y(value).toFixed(1)}`);
    parts.push(`<polyline class="line" stroke="${COLOURS[i]}" points="${points.join(' ')}"/>`);
    const label = `${name}: ${values.at(-1)}`;
    parts.push(text(x(lastX) + 8, y(values.at(-1)) + 4, label, `style="fill: ${COLOURS[i]}"`));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(title)}">
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}
