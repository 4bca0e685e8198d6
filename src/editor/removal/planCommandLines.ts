import type { RemoteAddress } from '../../removal/address';
import { append } from '../../removal/append';
import { curlCommand, oxenRemoveCommands, type CurlRequest } from '../../removal/commandLines';
import type { Plan } from '../../removal/plan';
import type { Target } from '../../removal/remote';
import { byRemote } from '../../removal/selection';
import { deletionOf } from '../../remotes/onedata/deletion';
import { workspacePlace } from '../../remotes/oxen/place';
import { stageRemovals } from '../../remotes/oxen/workspaceRequests';
import type { Endpoint } from '../accounts/connections';

/** Commands for a shell, and how many targets none of them can name. */
export interface CommandLines {
  readonly lines: readonly string[];
  readonly inexpressible: number;
}

/** Paths in one command: a shell takes 128 KB in one argument. */
const PATHS_A_REQUEST = 200;

/** Whether a plan can be told as commands: what it sends is known before it is sent. */
export function hasCommands({ action }: Plan): boolean {
  return action === 'deletePermanently' || action === 'stageRemoval';
}

/** The requests that a plan would send, as `curl` commands; `$TOKEN` stands for the token. */
export function curlLines(plan: Plan, endpointOf: (remote: RemoteAddress) => Endpoint): CommandLines {
  const lines: string[] = [];
  for (const group of byRemote(plan.targets)) {
    const [first] = group;
    if (first === undefined) continue;
    const requests = requestsOf(first.remote, group, endpointOf(first.remote));
    append(lines, requests.map(curlCommand));
  }
  const told = plan.action === 'stageRemoval' ? plan.targets.length : lines.length;
  return { lines, inexpressible: plan.targets.length - told };
}

/** The plan's Oxen targets as commands of the oxen client. */
export function oxenLines(plan: Plan): CommandLines {
  const lines: string[] = [];
  let inexpressible = 0;
  for (const group of byRemote(plan.targets)) {
    const [first] = group;
    if (first?.remote.kind !== 'oxen') continue;
    const commands = oxenRemoveCommands(
      first.remote,
      group.map(({ entry }) => entry.path),
    );
    append(lines, commands.lines);
    inexpressible += commands.inexpressible.length;
  }
  return { lines, inexpressible };
}

function requestsOf(
  remote: RemoteAddress,
  targets: readonly Target[],
  { origin, version }: Endpoint,
): readonly CurlRequest[] {
  if (remote.kind === 'onedata') {
    const token = { header: 'X-Auth-Token', prefix: '' };
    return targets.flatMap(({ entry }) => {
      const request = deletionOf({ space: remote.space, version }, entry);
      return request.ok ? [{ method: request.value.method, url: origin + request.value.path, token }] : [];
    });
  }
  const place = workspacePlace(remote);
  if (place === undefined) return [];
  const token = { header: 'Authorization', prefix: 'Bearer ' };
  const requests: CurlRequest[] = [];
  for (let start = 0; start < targets.length; start += PATHS_A_REQUEST) {
    const [first, ...others] = targets.slice(start, start + PATHS_A_REQUEST).map(({ entry }) => entry.path);
    if (first === undefined) continue;
    const json = [first, ...others];
    const { method, path } = stageRemovals(place, [first, ...others]);
    requests.push({ method, url: origin + path, token, json });
  }
  return requests;
}
