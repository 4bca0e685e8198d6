import { createHash } from 'node:crypto';
import { type SampleSpace } from '../sample/sampleSpace';
import { decodeFileId } from './fileIds';
import { type FileNode, type FolderNode, type Node, type Share, type Space } from './model';
import { type TokenGrant } from './tokens';

/** The person the sandbox belongs to, a colleague whose files they see, and people with less access. */
export const USERS = {
  person: 'person',
  colleague: 'colleague',
  reader: 'reader',
  stranger: 'stranger',
  nobody: 'nobody',
} as const;

/** Everything the servers hold. One world, however many providers look at it. */
export interface World {
  readonly spaces: ReadonlyMap<string, Space>;
  readonly nodes: Map<string, Node>;
  readonly shares: ReadonlyMap<string, Share>;
  readonly tokens: Map<string, TokenGrant>;
  readonly blockedUsers: Set<string>;
  /** Lists a user's spaces by name; its id is what looking up an empty path answers. */
  readonly userRoots: ReadonlyMap<string, FolderNode>;
  readonly trashed: TrashedFolder[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly trashDrainMs: number;
  readonly statisticsLagMs: number;
  newUuid(): string;
}

export interface TrashedFolder {
  readonly folder: FolderNode;
  /** Milliseconds since 1970 at which the server starts to free its space. */
  readonly due: number;
}

export interface WorldOptions {
  readonly spaces: readonly SampleSpace[];
  readonly providerIds: readonly string[];
  readonly tokens: readonly TokenGrant[];
  readonly now: () => number;
  readonly trashDrainMs: number;
  readonly statisticsLagMs: number;
}

/** Ids look like Onedata's: 32 hexadecimal digits and a four-digit check. The same name gives the same id in every run. */
export function idFor(kind: string, name: string): string {
  const hash = createHash('md5').update(`${kind}:${name}`).digest('hex');
  return `${hash}ch${hash.slice(0, 4)}`;
}

export function userOf(grant: TokenGrant): string {
  return grant.user ?? USERS.person;
}

export function isMember(space: Space, user: string | undefined): boolean {
  return user !== undefined && space.members.has(user);
}

export function spacesOf(world: World, user: string): readonly Space[] {
  return [...world.spaces.values()].filter((space) => isMember(space, user));
}

export function nodeById(world: World, fileId: string): Node | undefined {
  const parts = decodeFileId(fileId);
  return parts && world.nodes.get(parts.uuid);
}

/** Seconds since 1970, as Onedata counts them. */
export const seconds = (world: World): number => Math.floor(world.now() / 1000);

/** Takes an entry out of every register; its parent must have let go of it already. */
export function forget(world: World, node: Node): void {
  world.nodes.delete(node.uuid);
  if (node.type === 'REG' || node.type === 'LNK') node.content.names.delete(node);
}

export function register<T extends Node>(world: Pick<World, 'nodes'>, node: T): T {
  world.nodes.set(node.uuid, node);
  return node;
}

/** One more entry for the bytes of `target`. */
export function hardLink(target: FileNode, fields: Omit<FileNode, 'type' | 'content'>): FileNode {
  const link: FileNode = { ...fields, type: 'LNK', content: target.content };
  target.content.names.add(link);
  return link;
}
