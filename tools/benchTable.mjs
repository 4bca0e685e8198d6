// The figures of `npm run bench` as a markdown table.
import os from 'node:os';

/** Three digits that mean something. */
function short(value) {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

const range = (middle, least, most, suffix = '') =>
  least === most || least === undefined
    ? `${short(middle)}${suffix}`
    : `${short(middle)}${suffix} [${short(least)}–${short(most)}]`;

/** Median, smallest and largest of the rounds; the ratio likewise, taken inside each round. */
export function benchTable(figures) {
  const rows = figures.map(({ name, value, unit, min, max, ratio, ratioMin, ratioMax, baseline, goal, met }) => [
    name,
    range(value, min, max, unit && ` ${unit}`),
    ratio === undefined ? '' : range(ratio, ratioMin, ratioMax, ' ×'),
    baseline ?? '',
    goal ?? '',
    met === undefined ? '' : met ? 'yes' : 'NO',
  ]);
  const head = ['what', 'median [min–max]', 'ratio [min–max]', 'against', 'goal', 'met'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The machine, and how busy it was at the start, in the middle and at the end. */
export function machineLine(loads) {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  const load = loads.map((one) => one.toFixed(1)).join(', ');
  return `${date}: ${os.availableParallelism()} × ${cpu.model}, ${memory} GB, ${os.platform()} ${os.arch()}, Node ${process.versions.node}; load average ${load}`;
}
