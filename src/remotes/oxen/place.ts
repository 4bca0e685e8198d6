import type { OxenAddress } from '../../removal/address';
import type { RemotePath } from '../../removal/remotePath';
import type { FolderPath } from '../../removal/remotePath';

declare const segment: unique symbol;

/** A name that can stand as one segment of a URL: not empty, no `/`, no dot segment. Only `segmentOf` makes one. */
export type Segment = string & { readonly [segment]: true };

declare const workspaceId: unique symbol;

/**
 * Id of a workspace, fit for a URL. `DELETE …/workspaces/` with an empty id would delete EVERY workspace of the repository, so a request
 * for a workspace takes this type and nothing else. `%` is refused: that route is not decoded a second time.
 */
export type WorkspaceId = string & { readonly [workspaceId]: true };

export interface RepositoryPlace {
  readonly namespace: Segment;
  readonly repository: Segment;
}

export interface WorkspacePlace extends RepositoryPlace {
  readonly workspace: WorkspaceId;
}

export function segmentOf(name: string): Segment | undefined {
  return isSegment(name) ? (name as Segment) : undefined;
}

export function workspaceIdOf(id: string): WorkspaceId | undefined {
  return isSegment(id) && !id.includes('%') ? (id as WorkspaceId) : undefined;
}

export function repositoryPlace(namespace: string, repository: string): RepositoryPlace | undefined {
  const names = { namespace: segmentOf(namespace), repository: segmentOf(repository) };
  return names.namespace === undefined || names.repository === undefined
    ? undefined
    : { namespace: names.namespace, repository: names.repository };
}

export function workspacePlace(address: OxenAddress): WorkspacePlace | undefined {
  const place = repositoryPlace(address.namespace, address.repository);
  const workspace = workspaceIdOf(address.workspace);
  return place === undefined || workspace === undefined ? undefined : { ...place, workspace };
}

export function repositoryRoute({ namespace, repository }: RepositoryPlace): string {
  return `/api/repos/${encodeURIComponent(namespace)}/${encodeURIComponent(repository)}`;
}

export function workspaceRoute(place: WorkspacePlace): string {
  return `${repositoryRoute(place)}/workspaces/${onceDecoded(place.workspace)}`;
}

/** A revision and a path as `/dir`, `/meta`, `/file` and `/commits/history` take them: decoded twice, so every name can be sent. */
export function resourceRoute(revision: Segment, path: FolderPath): string {
  return [revision, ...(path === '' ? [] : path.split('/'))].map(encodeURIComponent).join('/');
}

/** Whether a path can stand in a route that is decoded once, with `%2F`, `%25` and `%2B` left as they are: names with `%` cannot. */
export function fitsOnceDecoded(path: string): boolean {
  return !path.includes('%');
}

/** A path for such a route: `+` stays as it is, because the escape would be taken literally. */
export function onceDecoded(path: RemotePath | WorkspaceId | FolderPath): string {
  return path
    .split('/')
    .map((name) => encodeURIComponent(name).replaceAll('%2B', '+'))
    .join('/');
}

/** A branch name (which may hold `/`) for a route that is decoded once, or undefined when it cannot be sent. */
export function branchRoute(branch: string): string | undefined {
  const names = branch.split('/');
  return names.every((name) => isSegment(name)) && fitsOnceDecoded(branch)
    ? names.map((name) => encodeURIComponent(name).replaceAll('%2B', '+')).join('/')
    : undefined;
}

function isSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name) && name.isWellFormed();
}
