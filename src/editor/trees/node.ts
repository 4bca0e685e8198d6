import type { OnedataAddress, OxenAddress, RemoteAddress } from '../../removal/address';
import { remoteKey } from '../../removal/address';
import type { Answer, Failure } from '../../removal/failure';
import type { Entry } from '../../removal/remote';
import { ROOT, type FolderPath } from '../../removal/remotePath';
import type { OxenWorkspace } from '../../remotes/oxen/server';
import type { OnedataProvider, OnedataScope } from '../../remotes/onedata/scope';
import type { Account } from '../accounts/account';
import { lineOf } from './ancestry';

interface NodeBase {
  /** Unique in the whole tree, and the same after every refresh: VS Code keeps expansion and selection by it. */
  readonly id: string;
  readonly parent: TreeNode | undefined;
}

export interface AccountNode extends NodeBase {
  readonly type: 'account';
  readonly account: Account;
  /** Oxen: the server's version, once it has told. */
  readonly version?: string;
  /** Onedata only: what its token reaches, or why it is not accepted; undefined before it was asked. */
  readonly scope?: Answer<OnedataScope> | undefined;
}

export interface NamespaceNode extends NodeBase {
  readonly type: 'namespace';
  readonly account: Account;
  readonly name: string;
}

export interface RepositoryNode extends NodeBase {
  readonly type: 'repository';
  readonly account: Account;
  readonly namespace: string;
  readonly name: string;
  /** Once the server has told. `bytes`: of the branch `main`. */
  readonly facts?: { readonly empty: boolean; readonly bytes?: number; readonly branches?: number };
}

/** Folds away the workspaces that the server made for its own use. */
export interface OthersNode extends NodeBase {
  readonly type: 'others';
  readonly parent: RepositoryNode;
  readonly workspaces: readonly OxenWorkspace[];
}

export interface WorkspaceNode extends NodeBase {
  readonly type: 'workspace';
  readonly address: OxenAddress;
  readonly label: string;
  readonly commit: { readonly id: string; readonly message: string; readonly time: number | undefined };
  /** How it stands to the branch it was last committed to, else the default one. Once the server has told. */
  readonly merge?: { readonly branch: string; readonly behind: number; readonly mergeable: boolean };
  /** Staged removals, once the workspace was opened. */
  readonly staged?: number;
}

export interface SpaceNode extends NodeBase {
  readonly type: 'space';
  readonly address: OnedataAddress;
  readonly label: string;
  /** The provider that is used; undefined when none is online. */
  readonly provider: OnedataProvider | undefined;
  /** All that serve the space. */
  readonly providers: readonly OnedataProvider[];
  /** Id of the one that the person chose, online or not. */
  readonly preferred: string | undefined;
  /** The token allows reading only. */
  readonly readonly: boolean;
}

export interface EntryNode extends NodeBase {
  readonly type: 'entry';
  readonly address: RemoteAddress;
  readonly entry: Entry;
  /** The account's token or the storage forbids removals here. */
  readonly readonly: boolean;
}

/** The row after a page: loads the next one. Never a target. */
export interface MoreNode extends NodeBase {
  readonly type: 'more';
  readonly parent: TreeNode;
  readonly loaded: number;
  readonly total: number | undefined;
}

/** The row that stands where children could not be listed. */
export interface ProblemNode extends NodeBase {
  readonly type: 'problem';
  readonly parent: TreeNode;
  readonly failure: Failure;
  readonly account: Account;
}

/** A row that says why there are no rows. */
export interface NoteNode extends NodeBase {
  readonly type: 'note';
  readonly note: 'emptyFolder' | 'noCommits' | 'noRepositories' | 'noWorkspaces' | 'noSpaces';
}

export type TreeNode =
  | AccountNode
  | NamespaceNode
  | RepositoryNode
  | OthersNode
  | WorkspaceNode
  | SpaceNode
  | EntryNode
  | MoreNode
  | ProblemNode
  | NoteNode;

/** A node whose children are a remote's entries. */
export type FolderNode = WorkspaceNode | SpaceNode | EntryNode;

export function isFolderNode(node: TreeNode | undefined): node is FolderNode {
  return (
    node?.type === 'workspace' || node?.type === 'space' || (node?.type === 'entry' && node.entry.kind === 'folder')
  );
}

/** Which of the two remote views a row is in. */
export function kindOf(row: TreeNode): 'oxen' | 'onedata' {
  const [kind = 'oxen'] = lineOf(row).flatMap((at) =>
    'address' in at ? [at.address.kind] : 'account' in at ? [at.account.kind] : [],
  );
  return kind;
}

/** The workspace or space that a row is, or lies in. */
export function remoteAbove(row: TreeNode | undefined): WorkspaceNode | SpaceNode | undefined {
  return row && lineOf(row).find((at) => at.type === 'workspace' || at.type === 'space');
}

export function folderOf(node: FolderNode): FolderPath {
  return node.type === 'entry' ? node.entry.path : ROOT;
}

export function folderId(address: RemoteAddress, folder: FolderPath): string {
  return folder === ROOT ? remoteKey(address) : `${remoteKey(address)}/${folder}`;
}
