import type { RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
import type { Entry } from '../../removal/remote';
import { parentOf, type RemotePath } from '../../removal/remotePath';
import type { Connections } from '../accounts/connections';
import { folderId, isFolderNode } from '../trees/node';
import type { NodeTree } from '../trees/nodeTree';
import { neighbourIn, placeOf, tellsMore, withEntries } from './folderFiles';
import type { FolderFiles, Neighbour, Neighbours } from './folderFiles';

/** Pages that one step to a neighbour lists at most, beyond what is known. */
const PAGES_A_STEP = 5;

/** Where listings come from: the tree of a remote's kind, and the servers for what no tree has loaded. */
export interface SiblingParts {
  readonly treeOf: (kind: RemoteAddress['kind']) => Pick<NodeTree, 'find' | 'rowsInOrder'>;
  readonly connections: Pick<Connections, 'remote'>;
}

export interface FileAt {
  readonly remote: RemoteAddress;
  readonly path: RemotePath;
}

/**
 * The files beside a file. What its tree has loaded comes first; what was listed beyond that is kept here, and the tree neither shows it nor
 * loads it again: after every staging the trees are refreshed, and a person who goes through a folder would pay for all its pages each time.
 */
export class Siblings {
  /** Of the folder gone through last, what is known. */
  private last: { readonly folder: string; readonly known: FolderFiles } | undefined;
  private timesForgotten = 0;

  constructor(private readonly parts: SiblingParts) {}

  /** Where a file stands, from what is known already. */
  knownPlace(file: FileAt): Neighbours | undefined {
    const known = this.known(file, 0);
    return known && placeOf(known, file.path);
  }

  /** The same for a file in a folder that nothing is known of: one page is listed, whether or not the file is on it. */
  async listedPlace(file: FileAt, signal: AbortSignal): Promise<Neighbours | undefined> {
    if (this.known(file, 0)) return this.knownPlace(file);
    const listed = await this.listPage(file, undefined, signal);
    return listed.ok ? placeOf(listed.value, file.path) : undefined;
  }

  /**
   * The file before or behind a file. Pages are listed only when it is not known, one after another and a few at most; asking again goes on
   * from there.
   */
  async neighbour(file: FileAt, by: 1 | -1, signal: AbortSignal): Promise<Answer<Neighbour>> {
    let known = this.known(file, by);
    for (let pages = 0; ; pages += 1) {
      const found: Neighbour = known ? neighbourIn(known, file.path, by) : { kind: 'furtherOn', entries: 0 };
      if (found.kind !== 'furtherOn' || pages === PAGES_A_STEP) return success(found);
      const listed = await this.listPage(file, known, signal);
      if (!listed.ok) return listed;
      known = listed.value;
    }
  }

  /** Folders may hold other files now than those that were listed. */
  forget(): void {
    this.last = undefined;
    this.timesForgotten += 1;
  }

  private known(file: FileAt, by: 0 | 1 | -1): FolderFiles | undefined {
    const folder = folderId(file.remote, parentOf(file.path));
    const inTree = this.inTree(file.remote, folder);
    const kept = this.kept(folder, file.path);
    if (inTree && (!kept || inTree.next === undefined || inTree.entries > kept.entries)) {
      this.last = { folder, known: inTree };
      return inTree;
    }
    return inTree && kept ? tellsMore(inTree, kept, file.path, by) : kept;
  }

  private inTree(remote: RemoteAddress, folder: string): FolderFiles | undefined {
    const tree = this.parts.treeOf(remote.kind);
    const node = tree.find(folder);
    const rows = isFolderNode(node) ? tree.rowsInOrder(node) : undefined;
    if (!rows || rows.nodes.some(({ type }) => type === 'problem')) return undefined;
    const entries = rows.nodes.flatMap((row): readonly Entry[] => (row.type === 'entry' ? [row.entry] : []));
    return withEntries(undefined, entries, rows.next);
  }

  /** A folder that is known to its end and lacks the file has changed since. */
  private kept(folder: string, path: RemotePath): FolderFiles | undefined {
    if (this.last?.folder !== folder) return undefined;
    const { known } = this.last;
    return known.next !== undefined || known.files.includes(path) ? known : undefined;
  }

  private async listPage(
    { remote, path }: FileAt,
    before: FolderFiles | undefined,
    signal: AbortSignal,
  ): Promise<Answer<FolderFiles>> {
    const { timesForgotten } = this;
    const client = await this.parts.connections.remote(remote);
    if (!client.ok) return client;
    const page = await client.value.list(parentOf(path), before?.next, signal);
    const isCurrent = !signal.aborted && timesForgotten === this.timesForgotten;
    if (!page.ok) {
      // The token of the next page may have expired: another try begins anew.
      if (isCurrent) this.last = undefined;
      return page;
    }
    const known = withEntries(before, page.value.items, page.value.next);
    if (isCurrent) this.last = { folder: folderId(remote, parentOf(path)), known };
    return success(known);
  }
}
