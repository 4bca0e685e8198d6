import type { Task } from './task';

/** What has still to be sent: tasks never tried, in their order, and tasks to be tried again. */
export interface Waiting {
  readonly fresh: readonly Task[];
  /** Position of the first task in `fresh` that was not taken yet. */
  next: number;
  again: Task[];
}

export function isLeft({ fresh, next, again }: Waiting): boolean {
  return again.length > 0 || next < fresh.length;
}

/** When the first task may be sent, ms since 1970: at once (0), later, or never (Infinity). */
export function firstDue({ fresh, next, again }: Waiting): number {
  if (next < fresh.length) return 0;
  return again.reduce((first, { dueAt }) => Math.min(first, dueAt), Infinity);
}

/**
 * Takes the tasks of one request: those that are due again first, then fresh ones, up to so many paths and bytes of JSON;
 * at least one when any is due.
 */
export function takeBatch(waiting: Waiting, now: number, maxPaths: number, maxBytes: number): readonly Task[] {
  const batch: Task[] = [];
  let bytes = 2;
  const fits = (task: Task): boolean => {
    if (batch.length >= maxPaths) return false;
    if (maxPaths === 1) return true;
    const size = jsonBytes(task.target.entry.path) + 1;
    if (batch.length > 0 && bytes + size > maxBytes) return false;
    bytes += size;
    return true;
  };
  if (waiting.again.length > 0) {
    const rest: Task[] = [];
    for (const task of waiting.again) {
      if (task.dueAt <= now && fits(task)) batch.push(task);
      else rest.push(task);
    }
    waiting.again = rest;
  }
  for (let task = waiting.fresh[waiting.next]; task !== undefined && fits(task); task = waiting.fresh[waiting.next]) {
    batch.push(task);
    waiting.next += 1;
  }
  return batch;
}

/** Nothing in it takes more than one byte. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Bytes of a text as a JSON string in UTF-8, quotes included. */
export function jsonBytes(text: string): number {
  if (PLAIN.test(text)) return text.length + 2;
  let bytes = 2;
  for (let index = 0; index < text.length; index += 1) bytes += jsonBytesOf(text.charCodeAt(index));
  return bytes;
}

/** Half of a surrogate pair counts 2, the pair 4. */
function jsonBytesOf(unit: number): number {
  if (unit < 0x20) return 6;
  if (unit === 0x22 || unit === 0x5c) return 2;
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
}
