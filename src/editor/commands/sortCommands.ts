import type * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { RemoteView } from '../trees/remoteView';
import { sortingOf } from '../trees/sorting';
import type { Handler } from './register';

/** By name, by size (largest first: what to clean up), by date (latest first); each view for itself, and as it was left. */
export function sortCommands(
  oxen: RemoteView,
  onedata: RemoteView,
  memento: vscode.Memento,
): Readonly<Record<string, Handler>> {
  const oxenOrder = sortingOf(oxen, 'oxen', memento);
  const onedataOrder = sortingOf(onedata, 'onedata', memento);
  oxenOrder.restore();
  onedataOrder.restore();
  return {
    [COMMANDS.oxenSortByName]: () => oxenOrder.sort('name'),
    [COMMANDS.oxenSortBySize]: () => oxenOrder.sort('size'),
    [COMMANDS.oxenSortByDate]: () => oxenOrder.sort('date'),
    [COMMANDS.onedataSortByName]: () => onedataOrder.sort('name'),
    [COMMANDS.onedataSortBySize]: () => onedataOrder.sort('size'),
    [COMMANDS.onedataSortByDate]: () => onedataOrder.sort('date'),
  };
}
