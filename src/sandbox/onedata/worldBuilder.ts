import { type SampleSpace } from '../sample/sampleSpace';
import { attach, type FolderNode, newFile, newFolder, type Node, type Share, type Space } from './model';
import { hardLink, idFor, register, USERS, type World, type WorldOptions } from './world';

const FOLDER_MODE = 0o775;
const FILE_MODE = 0o664;
/** The virtual owner of everything at the root of a space. */
const SPACE_OWNER = 'spaceOwner';

/** Builds the servers' state from the sample data. */
export function buildWorld({ spaces: samples, providerIds, tokens, ...options }: WorldOptions): World {
  const nodes = new Map<string, Node>();
  let count = 0;
  const newUuid = (): string => `5d0c${String(++count).padStart(28, '0')}`;
  const builder: Builder = { nodes, newUuid, shares: new Map(), started: Math.floor(options.now() / 1000) };
  const spaces = samples.map((sample) => buildSpace(builder, sample, providerIds));
  return {
    ...options,
    spaces: new Map(spaces.map((space) => [space.id, space])),
    nodes,
    shares: builder.shares,
    tokens: new Map(tokens.map((grant) => [grant.token, grant])),
    blockedUsers: new Set(),
    userRoots: new Map(Object.values(USERS).map((user) => [user, userRoot(builder, user, spaces)])),
    trashed: [],
    newUuid,
  };
}

interface Builder {
  readonly nodes: Map<string, Node>;
  readonly shares: Map<string, Share>;
  readonly newUuid: () => string;
  readonly started: number;
}

function buildSpace(builder: Builder, sample: SampleSpace, providerIds: readonly string[]): Space {
  const id = idFor('space', sample.name);
  const special = (name: string, kind: NonNullable<FolderNode['special']>): FolderNode =>
    register(
      builder,
      newFolder({ ...common(builder, space, name), mode: FOLDER_MODE, owner: SPACE_OWNER, special: kind }),
    );
  const space: Space = {
    id,
    name: sample.name,
    get root() {
      return root;
    },
    get trash() {
      return trash;
    },
    get archives() {
      return archives;
    },
    members: new Map([
      ...(sample.isForeign ? [] : ([[USERS.person, { canWrite: true, isOwner: false }]] as const)),
      [USERS.colleague, { canWrite: true, isOwner: true }],
      [USERS.reader, { canWrite: false, isOwner: false }],
    ]),
    supportedBy: sample.supportedBy.flatMap((position) => providerIds[position] ?? []),
    storageIsReadOnly: sample.readOnlyStorage,
    storedPaths: new Set(sample.readOnlyStorage ? sample.files.map((file) => file.path) : []),
    statistics: 'enabled',
  };
  const root = special(sample.name, 'spaceRoot');
  const trash = special('.__onedata__trash', 'trash');
  const archives = special('.__onedata__archive', 'archives');
  fill(builder, space, sample);
  return space;
}

function fill(builder: Builder, space: Space, sample: SampleSpace): void {
  const owner = (path: string): string => (sample.foreign.includes(path) ? USERS.colleague : USERS.person);
  const base = (path: string, mode: number) => ({
    ...common(builder, space, path.slice(path.lastIndexOf('/') + 1)),
    mode: sample.modes[path] ?? mode,
    owner: owner(path),
  });
  const folders = new Map<string, FolderNode>([['', space.root]]);
  const folderAt = (path: string): FolderNode => {
    const known = folders.get(path);
    if (known) return known;
    const made = register(builder, newFolder(base(path, FOLDER_MODE)));
    attach(folderAt(parentPath(path)), made, 'unsorted');
    folders.set(path, made);
    return made;
  };
  const at = new Map<string, Node>();
  const add = (path: string, node: Node): void => {
    attach(folderAt(parentPath(path)), register(builder, node), 'unsorted');
    at.set(path, node);
  };
  for (const file of sample.files) {
    const changed = Math.floor(file.modified / 1000);
    add(
      file.path,
      newFile({ ...base(file.path, FILE_MODE), changed, created: changed }, file.size, () => file.bytes()),
    );
  }
  for (const path of sample.emptyFolders) folderAt(path);
  for (const { path, target } of sample.symlinks) add(path, { ...base(path, 0o777), type: 'SYMLNK', target });
  for (const { path, target } of sample.hardLinks) {
    const file = at.get(target);
    if (file && 'content' in file) add(path, hardLink(file, base(path, FILE_MODE)));
  }
  for (const path of sample.conflicts) addConflict(builder, at.get(path), base(path, FILE_MODE), space);
  mark(builder, space, sample, (path) => at.get(path) ?? folderAt(path));
}

function addConflict(
  builder: Builder,
  file: Node | undefined,
  fields: ReturnType<typeof common> & { mode: number; owner: string },
  space: Space,
): void {
  if (!file?.parent || file.type === 'DIR') return;
  const other = space.supportedBy.at(-1) ?? 'unknown';
  const node = newFile({ ...fields, name: `${file.name}@${other}`, conflictingName: file.name }, 24, () =>
    Buffer.from('The other of the twins.\n'),
  );
  attach(file.parent, register(builder, node), 'unsorted');
}

function mark(builder: Builder, space: Space, sample: SampleSpace, find: (path: string) => Node): void {
  for (const { path, name } of sample.shares) {
    const node = find(path);
    const share: Share = { id: idFor('share', `${space.id}/${path}`), name, node };
    builder.shares.set(share.id, share);
    node.shares = [...(node.shares ?? []), share.id];
  }
  for (const { path, isProtected } of sample.datasets)
    find(path).dataset = {
      id: idFor('dataset', `${space.id}/${path}`),
      flags: isProtected ? ['data_protection', 'metadata_protection'] : [],
    };
  for (const path of sample.archived) archive(builder, space, find(path));
}

/** An archive keeps a copy of the files below a folder in the hidden tree of the space. */
function archive(builder: Builder, space: Space, original: Node): void {
  const copy = (node: Node): Node => {
    const fields = { ...common(builder, space, node.name), mode: node.mode, owner: node.owner };
    if (node.type === 'SYMLNK') return register(builder, { ...fields, type: node.type, target: node.target });
    if (node.type !== 'DIR') return register(builder, newFile(fields, node.content.size, node.content.bytes));
    const folder = register(builder, newFolder(fields));
    for (const child of node.children.values()) attach(folder, copy(child), 'unsorted');
    return folder;
  };
  attach(space.archives, copy(original), 'unsorted');
}

function userRoot(builder: Builder, user: string, spaces: readonly Space[]): FolderNode {
  const home = spaces[0];
  if (!home) throw new Error('A world needs at least one space.');
  const root = newFolder({ ...common(builder, home, ''), mode: FOLDER_MODE, owner: user, special: 'userRoot' });
  for (const space of spaces) if (space.members.has(user)) root.children.set(space.name, space.root);
  root.index.names = [...root.children.keys()];
  root.index.isSorted = false;
  return register(builder, root);
}

function common(builder: Builder, space: Space, name: string) {
  return {
    uuid: builder.newUuid(),
    space,
    name,
    parent: undefined,
    changed: builder.started,
    created: builder.started,
  };
}

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
