// Results as SVG, drawn without a browser.
import * as echarts from 'echarts';

const WIDTH = 900;
const HEIGHT = 380;
// Also different to people who see no red or green (Okabe and Ito).
const COLORS = {
  flatpty: '#0072b2',
  'flatpty-other': '#56b4e9',
  'node-pty-1.1': '#d55e00',
  'node-pty-beta': '#e69f00',
  lydell: '#f0e442',
  zigpty: '#009e73',
  ruspty: '#cc79a7',
  bun: '#999999',
  C: '#000000',
};

/** Metrics that are drawn; `log` when the values are decades apart. */
export const CHARTS = [
  {
    file: 'spawn-blocks',
    title: 'spawn() blocks, p50 µs (log)',
    case: 'spawn',
    key: 'p50us',
    log: true,
  },
  {
    file: 'spawn-cycles',
    title: 'spawn to exit, cycles/s',
    case: 'spawn',
    key: 'cyclesPerS',
    ids: ['small'],
  },
  { file: 'output-throughput', title: 'output, MB/s', case: 'output', key: 'mbPerS' },
  {
    file: 'output-process-cpu',
    title: 'output, process CPU, s/GB',
    case: 'output',
    key: 'cpuPerGB',
  },
  {
    file: 'output-main-cpu',
    title: 'output, main-thread CPU, s/GB',
    case: 'output',
    key: 'mainCpuPerGB',
  },
  { file: 'echo', title: 'echo p50, µs', case: 'echo', key: 'p50us' },
  {
    file: 'fairness-echo',
    title: 'echo p99 beside floods, µs (log)',
    case: 'fairness',
    key: 'p99us',
    log: true,
  },
  {
    file: 'fairness-busy',
    title: 'event loop busy beside floods, %',
    case: 'fairness',
    key: 'busy',
  },
  { file: 'loss', title: 'runs that lose output, %', case: 'loss', key: 'lossy', share: 'runs' },
  { file: 'input', title: 'input, MB/s', case: 'input', key: 'mbPerS' },
  { file: 'idle-memory', title: 'memory of an idle terminal, KB', case: 'idle', key: 'kbPerPty' },
  {
    file: 'idle-threads',
    title: 'threads more with so many terminals',
    case: 'idle',
    key: 'threads',
  },
];

function entryOf(results, chart, cell, library) {
  const entry = results.of(chart.case, cell.id, library, chart.key);
  if (entry === undefined || chart.share === undefined) return entry;
  const whole = results.of(chart.case, cell.id, library, chart.share).median / 100;
  return { median: entry.median / whole, min: entry.min / whole, max: entry.max / whole };
}

// A line from min to max over each bar.
function whiskers(name, entries, columns, column) {
  return {
    name,
    type: 'custom',
    silent: true,
    z: 10,
    data: entries.map((entry, index) => [index, entry?.min ?? 0, entry?.max ?? 0]),
    renderItem(_params, api) {
      const [low, high] = [api.value(1), api.value(2)];
      if (low === high) return undefined;
      const layout = api.barLayout({ barGap: '0%', barCategoryGap: '20%', count: columns });
      const offset = layout[column].offsetCenter;
      const [from, to] = [low, high].map((value) => api.coord([api.value(0), value]));
      const line = (x1, y1, x2, y2) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke: '#555', lineWidth: 1 },
      });
      const x = from[0] + offset;
      return {
        type: 'group',
        children: [
          line(x, from[1], x, to[1]),
          line(x - 2, from[1], x + 2, from[1]),
          line(x - 2, to[1], x + 2, to[1]),
        ],
      };
    },
  };
}

/** The SVG of one chart; undefined when the run has nothing of it. */
export function drawChart(results, chart) {
  const libraries = [...results.options.libraries, 'C'];
  const cells = results.cells.filter(
    (cell) =>
      cell.case === chart.case &&
      (chart.ids ?? [cell.id]).includes(cell.id) &&
      libraries.some((library) => entryOf(results, chart, cell, library)),
  );
  const columns = libraries
    .map((library) => ({
      library,
      entries: cells.map((cell) => entryOf(results, chart, cell, library)),
    }))
    .filter(({ entries }) => entries.some(Boolean));
  if (cells.length === 0) return undefined;
  const canvas = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: HEIGHT,
  });
  canvas.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: { text: chart.title, left: 'center', textStyle: { fontSize: 15 } },
    textStyle: { fontFamily: 'sans-serif' },
    legend: { bottom: 0, itemGap: 22, data: columns.map(({ library }) => library) },
    grid: { left: 70, right: 20, top: 40, bottom: 70 },
    xAxis: {
      type: 'category',
      data: cells.map((cell) => cell.title),
      axisLabel: { interval: 0, width: 120, overflow: 'break' },
    },
    yAxis: { type: chart.log ? 'log' : 'value' },
    series: columns.flatMap(({ library, entries }, column) => [
      {
        name: library,
        type: 'bar',
        barGap: '0%',
        barCategoryGap: '20%',
        itemStyle: { color: COLORS[library] },
        data: entries.map((entry) => entry?.median ?? '-'),
      },
      whiskers(library, entries, columns.length, column),
    ]),
  });
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  return svg;
}
