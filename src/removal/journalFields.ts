/** Reading back what may have been torn, edited or written by another version: every field is checked. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Thrown by the `need…` functions and caught in one place: a record is whole, or it is none. */
export class DamagedRecord extends Error {}

export function needFields(value: unknown): Fields {
  if (!isFields(value)) throw new DamagedRecord();
  return value;
}

export function needText(value: unknown): string {
  if (typeof value !== 'string') throw new DamagedRecord();
  return value;
}

export function needTexts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(needFields(value)).map(([key, text]) => [key, needText(text)]));
}

export function needNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new DamagedRecord();
  return value;
}

/** Milliseconds since 1970 that a calendar has: no date can be made of others, and one of them would keep every run from being listed. */
export function needTime(value: unknown): number {
  const time = needNumber(value);
  if (Math.abs(time) > LAST_DAY) throw new DamagedRecord();
  return time;
}

const LAST_DAY = 8.64e15;

export function needOneOf<T extends string>(value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new DamagedRecord();
  return found;
}

export function needList<T>(value: unknown, read: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw new DamagedRecord();
  return value.map((item: unknown) => read(item));
}

/** `{ [key]: value }`, or nothing when the field is absent: for optional fields under `exactOptionalPropertyTypes`. */
export function maybe<K extends string, T>(key: K, value: unknown, read: (value: unknown) => T): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: read(value) } as Partial<Record<K, T>>);
}

/** The members of a union as a list that the compiler keeps complete. */
export function members<T extends string>(all: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(all) as T[];
}
