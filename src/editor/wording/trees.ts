import * as vscode from 'vscode';
import type { Entry, Trait } from '../../removal/remote';
import { nameOf } from '../../removal/remotePath';
import type {
  MoreNode,
  NoteNode,
  OthersNode,
  ProblemNode,
  RepositoryNode,
  TreeNode,
  WorkspaceNode,
} from '../trees/node';
import { accountDescription } from './access';
import { explain } from './failures';
import { ago, bytes, dateTime, extent, files, number } from './format';
import { onHover } from './names';
import { spaceDescription } from './spaces';

const t = vscode.l10n.t;

export const openTitle = (): string => t('Open');

/** `ox · 3.4 MB · 2 branches`; the namespace only where no row above says it. */
export function repositoryDescription({ parent, namespace, facts }: RepositoryNode): string {
  const place = parent?.type === 'namespace' ? [] : [namespace];
  return [...place, ...factWords(facts)].join(' · ');
}

export function repositoryTooltip({ namespace, name, facts }: RepositoryNode): string {
  return onHover([`${namespace}/${name}`, ...factWords(facts)]);
}

function factWords(facts: RepositoryNode['facts']): readonly string[] {
  if (!facts) return [];
  if (facts.empty) return [t('no commits yet')];
  const { bytes: size, branches } = facts;
  return [
    ...(size === undefined ? [] : [bytes(size)]),
    ...(branches === undefined ? [] : [branches === 1 ? t('1 branch') : t('{0} branches', number(branches))]),
  ];
}

export const othersLabel = (): string => t('Other workspaces');
export const othersDescription = ({ workspaces }: OthersNode): string => number(workspaces.length);
export const othersTooltip = (): string => t('Made by the server for its own use, and gone again by themselves');

/** What waits first, since descriptions are cut on the right. */
export function workspaceDescription(node: WorkspaceNode): string {
  const { commit, staged = 0 } = node;
  return [
    ...(staged === 0 ? [] : [t('{0} staged', number(staged))]),
    ...behindWords(node),
    ...(commit.time === undefined ? [] : [ago(commit.time, Date.now())]),
  ].join(' · ');
}

function behindWords({ merge }: WorkspaceNode): readonly string[] {
  if (!merge || (merge.behind === 0 && merge.mergeable)) return [];
  if (!merge.mergeable) return [t('conflicts with {0}', merge.branch)];
  return [t('{0} behind {1}', number(merge.behind), merge.branch)];
}

export function workspaceTooltip(node: WorkspaceNode): string {
  const { label, commit, address, merge } = node;
  const based = t('Based on commit {0}: {1}', commit.id.slice(0, 8), commit.message);
  const when = commit.time === undefined ? [] : [dateTime(commit.time)];
  const stands = !merge
    ? []
    : merge.behind === 0
      ? [t('Level with {0}', merge.branch)]
      : [t('{0} has {1} more commits', merge.branch, number(merge.behind))];
  return onHover([label, based, ...when, ...stands, t('Workspace ID: {0}', address.workspace)]);
}

/** Words for what is special about an entry; the state first, since descriptions are cut on the right. */
export function entryDescription(entry: Entry, isMarked: boolean): string {
  const states = [
    ...(isMarked ? [t('marked for deletion')] : []),
    ...entry.traits.map((trait) => traitLabel(trait, entry)),
  ];
  return [...states, ...sizeWords(entry)].join(' · ');
}

export function entryTooltip(entry: Entry, isMarked: boolean): string {
  const lines = [entry.path, ...sizeWords(entry)];
  if (entry.modified !== undefined) lines.push(t('Changed {0}', dateTime(entry.modified)));
  if (entry.linkTarget !== undefined) lines.push(t('Points to {0}', entry.linkTarget));
  if (isMarked) lines.push(t('Marked for deletion: nothing has been sent'));
  return onHover([...lines, ...entry.traits.map(traitSentence)]);
}

function sizeWords(entry: Entry): readonly string[] {
  if (entry.kind === 'folder' && entry.files !== undefined && entry.bytes !== undefined) {
    return [extent({ files: entry.files, bytes: entry.bytes, precision: 'exact', countedAt: 0 })];
  }
  if (entry.kind === 'folder' && entry.files !== undefined) return [files(entry.files)];
  return entry.bytes === undefined ? [] : [bytes(entry.bytes)];
}

function traitLabel(trait: Trait, { path }: Entry): string {
  switch (trait) {
    case 'staged':
      return t('removal staged');
    case 'uploaded':
      return t('uploaded, not committed');
    case 'edited':
      return t('edited, not committed');
    case 'shared':
      return t('shared');
    case 'dataset':
      return t('dataset');
    case 'hardlink':
      return t('hard link');
    case 'protected':
      return t('protected');
    case 'readonlyStorage':
      return t('read-only storage');
    case 'conflict':
      return t('name conflict');
    case 'special':
      return specialLabel(path);
  }
}

/** Onedata's own folders by the names that op-worker gives them. */
function specialLabel(path: string): string {
  if (path.endsWith('__trash')) return t('trash');
  return path.endsWith('__archive') ? t('archives') : t('system folder');
}

function traitSentence(trait: Trait): string {
  switch (trait) {
    case 'staged':
      return t('Its removal is staged and waits for the commit');
    case 'uploaded':
      return t('Only in this workspace: it is in no commit yet');
    case 'edited':
      return t('Changed in this workspace: the change is in no commit yet');
    case 'shared':
      return t('Shared: deleting it leaves the share pointing to nothing');
    case 'dataset':
      return t('A dataset: deleting it detaches the dataset, and archives made of it stay');
    case 'hardlink':
      return t('One of several hard links: the data stays while another link exists');
    case 'protected':
      return t('Protected by a dataset: the server will refuse to delete it');
    case 'readonlyStorage':
      return t('On read-only storage: a deletion removes the entry, and the bytes stay where they are');
    case 'conflict':
      return t('Several providers created an entry of this name');
    case 'special':
      return t('Kept by the server itself: it cannot be removed');
  }
}

export const loadingAll = (): string => t('Loading the whole folder, to sort it');

/** How far a folder is loaded. */
export function loadedText({ loaded, total }: Pick<MoreNode, 'loaded' | 'total'>): string {
  return total === undefined ? number(loaded) : t('{0} of {1}', number(loaded), number(total));
}

export function loadMoreLabel({ loaded, total }: MoreNode): string {
  return total === undefined
    ? t('Load More… ({0} loaded)', number(loaded))
    : t('Load More… ({0} of {1} loaded)', number(loaded), number(total));
}

export function problemLabel({ failure, account }: ProblemNode): string {
  return explain(failure, new URL(account.origin).host).message;
}

export function problemHint({ failure, account }: ProblemNode): string {
  return explain(failure, new URL(account.origin).host).hint;
}

export function noteLabel({ note }: NoteNode): string {
  switch (note) {
    case 'emptyFolder':
      return t('Empty folder');
    case 'noCommits':
      return t('No commits yet, so there is nothing to browse. Winnow never makes the first one.');
    case 'noRepositories':
      return t('No repositories on this server');
    case 'noWorkspaces':
      return t('No workspaces yet: right-click the repository, Create Workspace…');
    case 'noSpaces':
      return t('This token gives access to no space');
  }
}

/** What a screen reader says: kind, name, state, and more that is known of an entry. */
export function spokenLabel(node: TreeNode, isMarked: boolean, more?: string): string {
  switch (node.type) {
    case 'account':
      return [t('Account {0}', node.account.name), accountDescription(node)].filter(Boolean).join(', ');
    case 'namespace':
      return t('Namespace {0}', node.name);
    case 'repository':
      return [t('Repository {0}', node.name), repositoryDescription(node)].filter(Boolean).join(', ');
    case 'others':
      return t('{0}, {1}', othersLabel(), othersDescription(node));
    case 'workspace':
      return t('Workspace {0}, {1}', node.label, workspaceDescription(node));
    case 'space':
      return t('Space {0}, served by {1}', node.label, spaceDescription(node));
    case 'entry':
      return [kindLabel(node.entry), nameOf(node.entry.path), entryDescription(node.entry, isMarked), more]
        .filter(Boolean)
        .join(', ');
    case 'more':
      return loadMoreLabel(node);
    case 'problem':
      return `${problemLabel(node)} ${problemHint(node)}`;
    case 'note':
      return noteLabel(node);
  }
}

function kindLabel(entry: Entry): string {
  if (entry.kind === 'folder') return t('Folder');
  return entry.kind === 'symlink' ? t('Symbolic link') : t('File');
}
