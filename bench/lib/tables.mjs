// Results as tables that read well as Markdown and in a terminal.

const THREE_DIGITS = 3;

/** A number with three digits that count, and no more. */
export function figure(value) {
  if (value === undefined) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5) return `${Math.round(value / 1e3)} k`;
  if (size >= 100) return Math.round(value).toString();
  return String(Number(value.toPrecision(THREE_DIGITS)));
}

/** `median (min–max)`. */
export function spread(entry) {
  if (entry === undefined) return '–';
  if (entry.count === 1 || entry.min === entry.max) return figure(entry.median);
  return `${figure(entry.median)} (${figure(entry.min)}–${figure(entry.max)})`;
}

/** A Markdown table whose columns line up. */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => [...row[column]].length)));
  const line = (row) =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column] - [...text].length)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The rows of a case: one for each cell and metric of which there is a figure. */
function rowsOf(cells, libraries, text) {
  return cells.flatMap((cell) =>
    cell.metrics.flatMap((metric) => {
      const texts = libraries.map((library) => text(cell, metric, library));
      if (texts.every((entry) => entry === '–')) return [];
      return [[cell.title, metric.title, ...texts]];
    }),
  );
}

/** Two tables of one case: ratios to the C limit, and the figures. */
export function caseTables(results, caseName, libraries) {
  const cells = results.cells.filter((cell) => cell.case === caseName);
  const ratios = rowsOf(cells, libraries, (cell, metric, library) => {
    const entry = results.ratio(caseName, cell.id, library, 'C', metric.key);
    return entry ? `×${spread(entry)}` : '–';
  });
  const columns = [...libraries, 'C'];
  const figures = rowsOf(cells, columns, (cell, metric, library) => {
    const entry = results.of(caseName, cell.id, library, metric.key);
    const failure = results.failure(caseName, cell.id, library);
    if (failure === undefined) return spread(entry);
    return entry === undefined ? failure : `${spread(entry)}, ${failure}`;
  });
  return {
    ratios: ratios.length > 0 ? table(['', '', ...libraries], ratios) : undefined,
    figures: figures.length > 0 ? table(['', '', ...columns], figures) : undefined,
  };
}
