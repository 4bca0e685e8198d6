import { remoteKey, type RemoteAddress } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import type { FolderPath } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';

/** `staged`: recorded by an Oxen server, waits for the commit. `marked`: put aside here for an Onedata deletion. */
export type Waiting = 'staged' | 'marked';

/** A workspace or a space in which something waits. */
export interface PlaceGroup {
  readonly type: 'place';
  readonly waiting: Waiting;
  readonly remote: RemoteAddress;
  readonly label: string;
  readonly entries: readonly Entry[];
  /** When the server said so, ms since 1970; absent for marks. */
  readonly readAt?: number;
}

export interface FolderGroup {
  readonly type: 'folder';
  readonly place: PlaceGroup;
  readonly folder: FolderPath;
  readonly entries: readonly Entry[];
}

export interface WaitingRow {
  readonly type: 'entry';
  readonly group: FolderGroup;
  readonly entry: Entry;
}

export type StagedNode = PlaceGroup | FolderGroup | WaitingRow;

/** The entries a row of the Staged view stands for. */
export function listedIn(node: StagedNode): readonly Listed[] {
  const { remote } = placeOf(node);
  const entries = node.type === 'entry' ? [node.entry] : node.entries;
  return entries.map((entry) => ({ remote, entry }));
}

export function placeOf(node: StagedNode): PlaceGroup {
  if (node.type === 'place') return node;
  return node.type === 'folder' ? node.place : node.group.place;
}

/** Equal for the same row after every refresh. */
export function stagedRowId(node: StagedNode): string {
  const { remote, waiting } = placeOf(node);
  const place = `${waiting}:${remoteKey(remote)}`;
  if (node.type === 'place') return place;
  return node.type === 'folder' ? `${place}/${node.folder}//` : `${place}/${node.entry.path}`;
}
