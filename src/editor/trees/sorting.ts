import type * as vscode from 'vscode';
import type { RemoteView } from './remoteView';
import type { RowOrder } from './rowOrder';

/** The order of a view's rows, kept for this window's workspace. */
export interface Sorting {
  readonly restore: () => void;
  readonly sort: (order: RowOrder) => Promise<void>;
}

export function sortingOf({ tree }: RemoteView, view: 'oxen' | 'onedata', memento: vscode.Memento): Sorting {
  const key = `winnow.order.${view}`;
  return {
    restore: () => {
      const order = memento.get<RowOrder>(key, 'name');
      if (order !== 'name') tree.sort(order);
    },
    sort: async (order) => {
      tree.sort(order);
      await memento.update(key, order);
    },
  };
}
