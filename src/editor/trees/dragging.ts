import * as vscode from 'vscode';
import { URI_LIST } from '../ids';
import type { ViewContent } from '../late/lateView';
import { entryUri } from '../uri';
import type { TreeNode } from './node';

/** Entries can be dragged out of a remote view; nothing can be dropped on it. */
export const draggingEntries: ViewContent<TreeNode>['dragAndDrop'] = {
  handleDrag(rows, data) {
    const uris = rows.flatMap((row) => (row.type === 'entry' ? [entryUri(row.address, row.entry.path)] : []));
    if (uris.length > 0) data.set(URI_LIST, new vscode.DataTransferItem(uris.join('\r\n')));
  },
};

/** The URIs of a list that was dropped; lines that are none are passed over. */
export function urisIn(list: string): readonly vscode.Uri[] {
  return list.split(/\r?\n/).flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    try {
      return [vscode.Uri.parse(line, true)];
    } catch {
      return [];
    }
  });
}
