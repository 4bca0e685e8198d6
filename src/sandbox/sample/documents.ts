import { type SampleFile, textFile, SAMPLE, textFiles } from './sampleFile';

const SENSORS = ['north', 'east', 'south', 'west'] as const;

/** Texts and tables of a small field study: what lies around the pictures in a repository that people work in. */
export function documentFiles(): readonly SampleFile[] {
  return [
    ...textFiles(SAMPLE.documents),
    textFile('annotations/cat_001.xml', annotation('cat_001.png', 'cat'), 2),
    textFile('annotations/dog_001.xml', annotation('dog_001.jpg', 'dog'), 2),
    textFile('annotations/incorrect.xml', annotation('dog_031.jpg', 'dog').replace('</object>', ''), 3),
    textFile('tables/weather.csv', weather(','), 4),
    textFile('tables/weather.tsv', weather('\t'), 4),
    textFile('tables/weather-old.csv', weather(',').split('\n').slice(0, 40).join('\n'), 5),
    textFile('tables/events.jsonl', events(), 6),
    ...runs(),
  ];
}

function annotation(file: string, label: string): string {
  return `<annotation>\n  <filename>${file}</filename>\n  <object><name>${label}</name></object>\n</annotation>\n`;
}

function weather(separator: string): string {
  const rows = Array.from({ length: 120 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 2, 1 + day)).toISOString().slice(0, 10);
    const degrees = (11 + 9 * Math.sin(day / 40) + ((day * 13) % 7) / 2).toFixed(1);
    return [date, SENSORS[day % SENSORS.length], degrees, (day * 37) % 11].join(separator);
  });
  return [['date', 'sensor', 'celsius', 'rain_mm'].join(separator), ...rows, ''].join('\n');
}

function events(): string {
  const kinds = ['start', 'reading', 'reading', 'battery', 'reading', 'stop'];
  return Array.from({ length: 90 }, (_, i) =>
    JSON.stringify({ at: i * 60, sensor: SENSORS[i % SENSORS.length], kind: kinds[i % kinds.length] }),
  ).join('\n');
}

function runs(): readonly SampleFile[] {
  return ['run-01', 'run-02', 'run-10'].flatMap((run, i) => {
    const folder = `experiments/2024/classifier/${run}`;
    const losses = Array.from({ length: 20 }, (_, epoch) => `${epoch},${(2 / (epoch + 1 + i)).toFixed(4)}`);
    return [
      textFile(`${folder}/config.json`, `${JSON.stringify({ classes: 4, seed: i, epochs: 20 }, null, 2)}\n`, 20 + i),
      textFile(`${folder}/metrics.csv`, ['epoch,loss', ...losses, ''].join('\n'), 21 + i),
      textFile(`${folder}/logs/stdout.txt`, `${run}: 20 epochs done\n`, 21 + i),
      textFile(`${folder}/checkpoints/epoch-020.bin`, '\0\x01\x02 not really weights\n'.repeat(40), 22 + i),
    ];
  });
}
