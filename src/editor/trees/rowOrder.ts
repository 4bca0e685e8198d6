import type { TreeNode } from './node';

/** `name`: as the server lists them. `size`: largest first. `date`: latest change first. */
export type RowOrder = 'name' | 'size' | 'date';

/** Entries in the wanted order; those of which the server does not tell come after the others, and rows that are no entries last. */
export function inOrder(rows: readonly TreeNode[], order: RowOrder): readonly TreeNode[] {
  if (order === 'name') return rows;
  return [...rows].sort((a, b) => weight(b, order) - weight(a, order));
}

function weight(row: TreeNode, order: 'size' | 'date'): number {
  if (row.type !== 'entry') return -2;
  return (order === 'size' ? row.entry.bytes : row.entry.modified) ?? -1;
}
