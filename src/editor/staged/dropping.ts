import type * as vscode from 'vscode';
import type { Listed } from '../../removal/selection';
import type { Gesture } from '../removal/gesture';
import type { Report } from '../../removal/report';
import { URI_LIST } from '../ids';
import type { ViewContent } from '../late/lateView';
import { urisIn } from '../trees/dragging';
import { folderId, type TreeNode } from '../trees/node';
import { locationOf } from '../uri';
import type { StagedNode } from './stagedNode';

export interface DropParts {
  /** The row of an entry, when a tree has listed it. */
  readonly find: (key: string) => TreeNode | undefined;
  /** Entries as their servers list them now. */
  readonly resolve: (uris: readonly vscode.Uri[]) => Promise<Gesture | undefined>;
  readonly stage: (gesture: Gesture) => Promise<Report | undefined>;
  readonly mark: (listed: readonly Listed[]) => void;
}

/** What is dropped on the Staged view is staged or marked, as its remote has it; a drop never destroys. Nothing is dragged out of it. */
export function droppingOnStaged(parts: DropParts): ViewContent<StagedNode>['dragAndDrop'] {
  return {
    async handleDrop(_target, data) {
      const list = await data.get(URI_LIST)?.asString();
      const uris = urisIn(list ?? '').filter((uri) => locationOf(uri) !== undefined);
      const gesture = uris.length > 0 ? await gestureOf(uris, parts) : undefined;
      if (!gesture) return;
      const { listed, shown } = gesture;
      const toStage = listed.filter(({ remote }) => remote.kind === 'oxen');
      const toMark = listed.filter(({ remote }) => remote.kind === 'onedata');
      if (toMark.length > 0) parts.mark(toMark);
      if (toStage.length > 0) await parts.stage({ listed: toStage, shown });
    },
  };
}

/** Rows that were dragged out of a tree are known; for anything else its server is asked. */
async function gestureOf(uris: readonly vscode.Uri[], { find, resolve }: DropParts): Promise<Gesture | undefined> {
  const rows = uris.map(rowOf(find)).filter((row) => row !== undefined);
  return rows.length === uris.length ? { listed: rows, shown: [] } : resolve(uris);
}

const rowOf =
  (find: DropParts['find']) =>
  (uri: vscode.Uri): Listed | undefined => {
    const location = locationOf(uri);
    const node = location && find(folderId(location.remote, location.path));
    return node?.type === 'entry' ? { remote: node.address, entry: node.entry } : undefined;
  };
