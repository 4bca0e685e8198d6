import { sampleDate, type SampleFile } from './sampleFile';

/** Files in `measurements/` at scale 1. */
export const MEASUREMENTS = 5000;

/** One very large folder. The content of a file follows from its number, and all contents are equally long. */
export function measurementFiles(scale: number): readonly SampleFile[] {
  const count = Math.max(1, Math.round(MEASUREMENTS * scale));
  const width = Math.max(5, String(count).length);
  const size = content(0).length;
  return Array.from({ length: count }, (_, i) => ({
    path: `measurements/m_${String(i + 1).padStart(width, '0')}.txt`,
    size,
    modified: sampleDate(i % 365),
    bytes: () => Buffer.from(content(i)),
  }));
}

function content(i: number): string {
  const celsius = (((i * 7919) % 400) / 10).toFixed(1).padStart(4, '0');
  return `reading ${String(i + 1).padStart(9, '0')} celsius ${celsius}\n`;
}
