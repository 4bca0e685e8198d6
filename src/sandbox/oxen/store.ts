import { randomUUID } from 'node:crypto';
import { commitWorkspace } from './commit';
import { fileContent } from './fileContent';
import {
  createInitialCommit,
  headOf,
  newRepository,
  openWorkspace,
  type Repository,
  type Workspace,
} from './repository';
import { stageUpload } from './staging';
import { type Commit } from './tree';

/** Everything one practice server holds. */
export interface Store {
  readonly repositories: Map<string, Repository>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** 0 up to 1. Decides the order of `/changes`. */
  readonly random: () => number;
  /** While set, every call that writes is refused with 429; the value is the `Retry-After`. */
  busy: string | undefined;
}

export function createStore(clock: () => number = Date.now, random: () => number = Math.random): Store {
  return { repositories: new Map(), clock, random, busy: undefined };
}

export function findRepository(store: Store, namespace: string, name: string): Repository | undefined {
  return store.repositories.get(`${namespace}/${name}`);
}

export function addRepository(store: Store, namespace: string, name: string): Repository {
  const repository = newRepository(namespace, name, randomUUID());
  store.repositories.set(`${namespace}/${name}`, repository);
  return repository;
}

/** A file for a new repository. `bytes` is called again whenever the content is read, so it costs no memory until then. */
export interface SeedFile {
  readonly path: string;
  readonly bytes: Uint8Array | (() => Uint8Array);
}

/** A repository with these files on `main`, made by two commits like any first upload. */
export function seedRepository(store: Store, namespace: string, name: string, files: Iterable<SeedFile>): Repository {
  const repository = addRepository(store, namespace, name);
  const time = store.clock();
  const base = createInitialCommit(repository, 'main', time);
  const workspace = openWorkspace(repository, base, { id: 'seed', name: undefined, created: time });
  for (const { path, bytes } of files) stageUpload(workspace, path, fileContent(path, bytes));
  const text = { message: 'Add the first files', author: 'Ox', email: 'ox@example.org' };
  commitWorkspace(repository, workspace, base, 'main', { ...text, time });
  repository.workspaces.delete('seed');
  return repository;
}

/** A named workspace on the head of `main`. */
export function seedWorkspace(store: Store, repository: Repository, name: string): Workspace {
  const head: Commit = headOf(repository, 'main') ?? createInitialCommit(repository, 'main', store.clock());
  return openWorkspace(repository, head, { id: randomUUID(), name, created: store.clock() });
}
