import { type IncomingHttpHeaders } from 'node:http';
import { type Answer, describedError, noWorkspace } from './answers';
import { findWorkspace, type Repository, type Workspace } from './repository';
import { findRepository, type Store } from './store';
import { type BodyKind } from './bodies';
import { type Query } from './url';

/** One request, read. */
export interface Call {
  readonly store: Store;
  readonly method: string;
  /** The parts of the path that the route names, decoded once. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Handle = (call: Call) => Answer;

export interface Route {
  /** `HEAD` is `GET` without the body where a route of its own says so. */
  readonly method: string;
  /** `{name}` is one part of the path, `{name*}` the rest of it. */
  readonly path: string;
  readonly body: BodyKind;
  /** Clients whose name contains "oxen" must be new enough. */
  readonly isGated: boolean;
  /** Refused while the repository is busy. */
  readonly writes: boolean;
  readonly handle: Handle;
}

export function parameter(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** For the calls below `/api/repos/{ns}/{repo}`. */
export function inRepository(handle: (call: Call, repository: Repository) => Answer): Handle {
  return (call) => {
    const [namespace, name] = [parameter(call, 'ns'), parameter(call, 'repo')];
    const repository = findRepository(call.store, namespace, name);
    if (repository) return handle(call, repository);
    return describedError(404, 'resource_not_found', `Repository '${namespace}/${name}' not found`);
  };
}

/** For the calls below `…/workspaces/{ws}`, which takes an id or a name. */
export function inWorkspace(handle: (call: Call, workspace: Workspace, repository: Repository) => Answer): Handle {
  return inRepository((call, repository) => {
    const workspace = findWorkspace(repository, parameter(call, 'ws'));
    return workspace ? handle(call, workspace, repository) : noWorkspace(parameter(call, 'ws'));
  });
}
