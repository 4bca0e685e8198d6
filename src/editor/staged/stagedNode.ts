import { remoteKey, type RemoteAddress } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';
import type { Leftover, UnfinishedTable } from '../../removal/staging';

/** `staged`: recorded by an Oxen server, waits for the commit. `marked`: put aside here for an Onedata deletion. */
export type Waiting = 'staged' | 'marked';

/** A workspace or a space in which something waits. */
export interface PlaceGroup {
  readonly type: 'place';
  readonly waiting: Waiting;
  readonly remote: RemoteAddress;
  readonly label: string;
  readonly entries: readonly Entry[];
  /** What has to be mended before a commit. */
  readonly trouble?: readonly Trouble[];
  /** When the server said so, ms since 1970; absent for marks. */
  readonly readAt?: number;
  /** What of it was not staged from this window. */
  readonly foreign?: ReadonlySet<RemotePath>;
}

/** A leftover of another client, or a table whose taking back was interrupted. */
export type Trouble = Leftover | UnfinishedTable;

/** Stands above everything else of its workspace. */
export interface TroubleRow {
  readonly type: 'trouble';
  readonly place: PlaceGroup;
  readonly trouble: Trouble;
}

export interface FolderGroup {
  readonly type: 'folder';
  readonly place: PlaceGroup;
  readonly folder: FolderPath;
  /** Its path, or a shorter one beside which the counts have room. */
  readonly label: string;
  readonly entries: readonly Entry[];
}

export interface WaitingRow {
  readonly type: 'entry';
  readonly group: FolderGroup;
  readonly entry: Entry;
}

export type StagedNode = PlaceGroup | TroubleRow | FolderGroup | WaitingRow;

/** The entries a row of the Staged view stands for. */
export function listedIn(node: StagedNode): readonly Listed[] {
  if (node.type === 'trouble') return [];
  const { remote } = placeOf(node);
  const entries = node.type === 'entry' ? [node.entry] : node.entries;
  return entries.map((entry) => ({ remote, entry }));
}

export function placeOf(node: StagedNode): PlaceGroup {
  if (node.type === 'place') return node;
  return node.type === 'entry' ? node.group.place : node.place;
}

export function troublePath(trouble: Trouble): RemotePath {
  return 'folder' in trouble ? trouble.folder : trouble.path;
}

/** Equal for the same row after every refresh. */
export function stagedRowId(node: StagedNode): string {
  const { remote, waiting } = placeOf(node);
  const place = `${waiting}:${remoteKey(remote)}`;
  if (node.type === 'place') return place;
  if (node.type === 'trouble') return `${place}//trouble/${troublePath(node.trouble)}`;
  return node.type === 'folder' ? `${place}/${node.folder}//` : `${place}/${node.entry.path}`;
}
