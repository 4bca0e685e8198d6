import * as vscode from 'vscode';
import type { Extent, Target } from '../../removal/remote';

const t = vscode.l10n.t;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, as both servers' web pages show them: 3.4 MB. */
export function bytes(count: number): string {
  const step = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const value = count / 1000 ** step;
  return `${number(step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10)} ${UNITS[step] ?? 'B'}`;
}

/** Made at the first need and kept: a window's language never changes, and a formatter costs as much as a hundred uses of it. */
const formatter = <T>(make: (language: string) => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make(vscode.env.language));
};
const numbers = formatter((language) => new Intl.NumberFormat(language));
const times = formatter((language) => new Intl.DateTimeFormat(language, { timeStyle: 'short' }));
const dateTimes = formatter(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
);

export function number(count: number): string {
  return numbers().format(count);
}

export function files(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', number(count));
}

export function items(count: number): string {
  return count === 1 ? vscode.l10n.t('1 item') : vscode.l10n.t('{0} items', number(count));
}

/** `12 files, 3.4 MB`; never a lower bound without saying so. */
export function extent({ files: count, bytes: size, precision }: Extent): string {
  const text = vscode.l10n.t('{0}, {1}', files(count), bytes(size));
  return precision === 'exact' ? text : vscode.l10n.t('at least {0}', text);
}

/** What targets hold together: a size that no server told is not taken for 0 B. */
export function held(targets: readonly Target[], total: Extent): string {
  if (total.precision !== 'exact' || targets.every(hasSize)) return extent(total);
  return total.bytes === 0 ? files(total.files) : t('{0}, at least {1}', files(total.files), bytes(total.bytes));
}

function hasSize({ entry, extent: { bytes: counted } }: Target): boolean {
  return entry.kind !== 'file' || entry.bytes !== undefined || counted > 0;
}

export function time(ms: number): string {
  return times().format(ms);
}

export function dateTime(ms: number): string {
  return dateTimes().format(ms);
}

/** `3 days ago`, rounded to the largest unit that fits. */
export function ago(ms: number, now: number): string {
  const relative = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  const seconds = Math.round((ms - now) / 1000);
  const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(seconds, 'second');
}
