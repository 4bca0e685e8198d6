import { datasetFlags, effectiveFlags } from './access';
import { refuse } from './errors';
import { type Call } from './http';
import { lineageOf, namesOf, type Node, sizeOf } from './model';
import { encodeToken } from './fileRequest';
import { fileIdOf, type Provider } from './provider';
import { folderTotals } from './statistics';
import { type World } from './world';

/** What an attribute may depend on beside the entry. */
export interface View {
  readonly world: World;
  readonly provider: Provider;
  readonly shareId: string | undefined;
  /** Recursive listings: the path below the listed folder. */
  readonly path?: string;
}

type Attribute = (node: Node, view: View) => unknown;

/** All names of 21.02.5 and later (swagger file_attribute_names). */
const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  fileId: (node, { shareId }) => fileIdOf(node, shareId),
  index: (node) => encodeToken(node.name),
  type: (node) => node.type,
  activePermissionsType: () => 'posix',
  posixPermissions: (node) => node.mode.toString(8).padStart(3, '0').slice(-3),
  acl: () => [],
  name: (node) => node.name,
  conflictingName: (node) => node.conflictingName ?? null,
  path: (node, { path }) => path ?? `/${[node.space.name, ...namesOf(node)].join('/')}`,
  parentFileId: (node, { shareId }) => (node.parent ? fileIdOf(node.parent, shareId) : null),
  displayGid: () => 1001,
  displayUid: () => 1001,
  creationTime: (node) => node.created,
  atime: (node) => node.changed,
  mtime: (node) => node.changed,
  ctime: (node) => node.changed,
  size: (node, { world }) => (node.type === 'DIR' ? (folderTotals(world, node)?.bytes ?? null) : sizeOf(node)),
  isFullyReplicatedLocally: (node) => (node.type === 'DIR' ? null : true),
  localReplicationRate: () => 1,
  originProviderId: (_, { provider }) => provider.id,
  directShareIds: (node) => node.shares ?? [],
  ownerUserId: (node) => node.owner,
  hardlinkCount: (node) => (node.type === 'REG' || node.type === 'LNK' ? node.content.names.size : 1),
  symlinkValue: (node) => (node.type === 'SYMLNK' ? node.target : null),
  hasCustomMetadata: () => false,
  effProtectionFlags: (node) => effectiveFlags(node),
  effDatasetProtectionFlags: (node) => datasetFlags(node),
  effDatasetInheritancePath: (node) => inheritance(node),
  effQosInheritancePath: () => 'none',
  aggregateQosStatus: () => 'fulfilled',
  archiveRecallRootFileId: () => null,
  hasJsonMetadata: () => false,
  jsonMetadata: () => null,
};

/** Names before 21.02.5, still understood as `attribute=` after. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  file_id: 'fileId',
  parent_id: 'parentFileId',
  name: 'name',
  mode: 'posixPermissions',
  atime: 'atime',
  mtime: 'mtime',
  ctime: 'ctime',
  type: 'type',
  size: 'size',
  shares: 'directShareIds',
  index: 'index',
  storage_user_id: 'displayUid',
  storage_group_id: 'displayGid',
  owner_id: 'ownerUserId',
  provider_id: 'originProviderId',
  hardlinks_count: 'hardlinkCount',
  path: 'path',
};

/** What an entry seen through a share tells. */
const PUBLIC = (
  'fileId index type activePermissionsType posixPermissions name conflictingName parentFileId creationTime atime mtime ctime ' +
  'size directShareIds symlinkValue hasCustomMetadata hasJsonMetadata jsonMetadata path'
).split(' ');

/** Answer key → how to compute it. */
export type Selection = readonly (readonly [key: string, attribute: Attribute])[];

/** Without a choice: the old full set for one entry, ids and names (or paths) for listings, in both spellings where both exist. */
export type Defaults = 'instance' | 'children' | 'files';

export function selectAttributes(
  call: Call,
  { provider, shareId }: Omit<View, 'world'>,
  defaults: Defaults,
): Selection {
  const { camelCaseAttributes, creationTime, release25 } = provider.features;
  const isAllowed = (name: string): boolean =>
    (shareId === undefined || PUBLIC.includes(name)) &&
    (creationTime || name !== 'creationTime') &&
    (release25 || !name.toLowerCase().includes('jsonmetadata'));
  const wanted = camelCaseAttributes ? call.data.get('attributes') : undefined;
  if (wanted !== undefined) {
    const allowed = Object.keys(ATTRIBUTES).filter(isAllowed);
    return namesIn(wanted, 'attributes').map((name) => [name, pick(name, allowed, 'attributes')]);
  }
  const wantedOld = call.data.get('attribute');
  if (wantedOld !== undefined) {
    const allowed = Object.keys(OLD_NAMES).filter((name) => isAllowed(OLD_NAMES[name] ?? ''));
    return namesIn(wantedOld, 'attribute').map((name) => [name, pick(name, allowed, 'attribute', OLD_NAMES)]);
  }
  return defaultSelection(defaults, camelCaseAttributes)
    .filter(([, , name]) => isAllowed(name))
    .map(([key, attribute]) => [key, attribute]);
}

export function attributesOf(node: Node, selection: Selection, view: View): Record<string, unknown> {
  return Object.fromEntries(selection.map(([key, attribute]) => [key, attribute(node, view)]));
}

function defaultSelection(defaults: Defaults, hasNewNames: boolean): readonly (readonly [string, Attribute, string])[] {
  const old = {
    instance: Object.keys(OLD_NAMES).filter((name) => name !== 'path'),
    children: ['file_id', 'name'],
    files: ['file_id', 'path'],
  };
  return old[defaults].flatMap((key) => {
    const name = OLD_NAMES[key] ?? key;
    const attribute = ATTRIBUTES[name] ?? (() => null);
    const both = hasNewNames && key !== name ? [[name, attribute, name] as const] : [];
    return [[key, attribute, name] as const, ...both];
  });
}

function namesIn(value: unknown, key: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((name) => (typeof name === 'string' ? name : refuse('badData', { key })));
}

function pick(
  name: string,
  allowed: readonly string[],
  key: string,
  translate: Readonly<Record<string, string>> = {},
): Attribute {
  if (name.startsWith('xattr.')) return () => null;
  const attribute = ATTRIBUTES[translate[name] ?? name];
  if (attribute && allowed.includes(name)) return attribute;
  return refuse('badValueNotAllowed', { key, allowed: [...allowed, 'xattr.*'] });
}

function inheritance(node: Node): string {
  const hasAbove = [...lineageOf(node)].slice(1).some((above) => above.dataset);
  if (node.dataset) return hasAbove ? 'direct_and_ancestor' : 'direct';
  return hasAbove ? 'ancestor' : 'none';
}
