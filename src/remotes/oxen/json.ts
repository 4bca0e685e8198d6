import { isRecord, type JsonRecord } from '../reply';

/** Reads of unknown JSON: what is missing or of another type is undefined, never an exception. */
export function objectOf(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Every item read by `read`, or undefined when the value is no list or one item cannot be read. */
export function allOf<T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  const items = listOf(value);
  if (items === undefined) return undefined;
  const all: T[] = [];
  for (const item of items) {
    const one = read(item);
    if (one === undefined) return undefined;
    all.push(one);
  }
  return all;
}
