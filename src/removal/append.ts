/** Adds items to the end of a list, however many: `push(...items)` hands each over as an argument, and some 125,000 are too many. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
