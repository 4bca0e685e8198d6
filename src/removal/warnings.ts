import { remoteKey, type RemoteAddress } from './address';
import type { Plan, Warning } from './plan';
import type { Trait } from './remote';
import { isInside, parentOf, ROOT, type FolderPath, type RemotePath } from './remotePath';
import { byRemote, type Listed } from './selection';

/** A folder as a view shows it: how many of its entries are loaded, and whether these are all. */
export interface ShownFolder {
  readonly remote: RemoteAddress;
  readonly folder: FolderPath;
  readonly loaded: number;
  readonly complete: boolean;
  /** Entries in all, when the server tells. */
  readonly total?: number;
}

/** What a workspace holds beside its base commit, as far as a removal could drop it. */
export interface WorkspaceChanges {
  readonly uploaded: readonly RemotePath[];
  readonly edited: readonly RemotePath[];
}

/** How many names a warning carries at most: enough to recognise, not enough to bury the sentence. */
const NAMES = 5;

const CODE_OF_TRAIT: readonly (readonly [Trait, Warning['code']])[] = [
  ['uploaded', 'dropsUploads'],
  ['edited', 'dropsEdits'],
  ['shared', 'detachesShares'],
  ['dataset', 'detachesDataset'],
  ['hardlink', 'hardlinkDataStays'],
  ['protected', 'willRefuse'],
  ['readonlyStorage', 'metadataOnly'],
];

const isUncommitted = (trait: Trait): boolean => trait === 'uploaded' || trait === 'edited';

/** Warnings that the entries' own traits give. */
export function traitWarnings(action: Plan['action'], listed: readonly Listed[]): readonly Warning[] {
  if (action === 'unstage' || action === 'heal' || action === 'finish' || action === 'commit') return [];
  return CODE_OF_TRAIT.flatMap(([trait, code]) =>
    warningOf(
      code,
      listed.filter(({ entry }) => entry.traits.includes(trait)).map(({ entry }) => entry.path),
    ),
  );
}

/** Warnings about uploads and edits that would be dropped. */
export function lossWarnings(
  listed: readonly Listed[],
  changesOf: (remote: RemoteAddress) => WorkspaceChanges,
): readonly Warning[] {
  const { uploaded, edited } = lostChanges(listed, changesOf);
  return [...warningOf('dropsUploads', uploaded), ...warningOf('dropsEdits', edited)];
}

/** Uploads and edits that lie in a folder whose removal is staged, or were made to a file since a view listed it. */
export function lostChanges(
  listed: readonly Listed[],
  changesOf: (remote: RemoteAddress) => WorkspaceChanges,
): WorkspaceChanges {
  const lost = byRemote(listed).flatMap((group): readonly WorkspaceChanges[] => {
    const [first] = group;
    if (first === undefined) return [];
    const folders = group.filter(({ entry }) => entry.kind === 'folder').map(({ entry }) => entry.path);
    const unaware = new Set(
      group
        .filter(({ entry: { kind, traits } }) => kind !== 'folder' && !traits.some(isUncommitted))
        .map(({ entry }) => entry.path),
    );
    const isDropped = (path: RemotePath) => unaware.has(path) || folders.some((folder) => isInside(path, folder));
    const { uploaded, edited } = changesOf(first.remote);
    return [{ uploaded: uploaded.filter(isDropped), edited: edited.filter(isDropped) }];
  });
  return { uploaded: lost.flatMap(({ uploaded }) => uploaded), edited: lost.flatMap(({ edited }) => edited) };
}

/**
 * `partlyLoaded`: every loaded row of a folder was chosen, and it has more. What is not loaded is never a target: an incomplete listing does not
 * widen a removal.
 */
export function loadingWarnings(listed: readonly Listed[], shown: readonly ShownFolder[]): readonly Warning[] {
  const keyOf = (remote: RemoteAddress, folder: FolderPath) => `${remoteKey(remote)}\0${folder}`;
  const chosenIn = new Map<string, Set<string>>();
  for (const { remote, entry } of listed) {
    const key = keyOf(remote, parentOf(entry.path));
    chosenIn.set(key, (chosenIn.get(key) ?? new Set()).add(`${entry.path}\0${entry.id ?? ''}`));
  }
  return shown.flatMap(({ remote, folder, loaded, complete, total }): readonly Warning[] => {
    const chosen = chosenIn.get(keyOf(remote, folder))?.size ?? 0;
    if (complete || chosen === 0 || chosen < loaded) return [];
    const names = folder === ROOT ? [] : [folder];
    return [{ code: 'partlyLoaded', count: chosen, names, loaded, ...(total === undefined ? {} : { total }) }];
  });
}

/** One warning about these entries, or none when there are none. */
export function warningOf(code: Warning['code'], paths: readonly string[]): readonly Warning[] {
  return paths.length === 0 ? [] : [{ code, count: paths.length, names: paths.slice(0, NAMES) }];
}

/** Puts warnings of one code together, in the order in which the codes first appear. */
export function mergeWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const merged = new Map<string, Warning>();
  for (const warning of warnings) {
    const key = warning.code === 'partlyLoaded' ? `partlyLoaded\0${warning.names.join('/')}` : warning.code;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? warning
        : { ...known, count: known.count + warning.count, names: [...known.names, ...warning.names].slice(0, NAMES) },
    );
  }
  return [...merged.values()];
}
