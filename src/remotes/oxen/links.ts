import type { CurlRequest } from '../../removal/commandLines';
import type { OxenAddress } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import type { RemotePath } from '../../removal/remotePath';
import { repositoryPlace, repositoryRoute, resourceRoute, segmentOf, workspacePlace } from './place';
import { stageRemovals } from './workspaceRequests';

/** The address an entry of the base commit can be read from, with a token; undefined when a name in it can stand in no URL. */
export function entryUrl(
  origin: string,
  { namespace, repository }: OxenAddress,
  base: string,
  { kind, path }: Entry,
): string | undefined {
  const place = repositoryPlace(namespace, repository);
  const revision = segmentOf(base);
  if (!place || !revision) return undefined;
  return `${origin}${repositoryRoute(place)}/${kind === 'folder' ? 'dir' : 'file'}/${resourceRoute(revision, path)}`;
}

/** The page of an entry on the Oxen hub. Undefined for other servers: an oxen-server has no pages. */
export function pageUrl(origin: string, address: OxenAddress, base: string, { kind, path }: Entry): string | undefined {
  const { protocol, hostname } = new URL(origin);
  const revision = segmentOf(base);
  if (!revision || protocol !== 'https:' || !/(^|\.)oxen\.ai$/.test(hostname)) return undefined;
  const repository = [address.namespace, address.repository].map(encodeURIComponent).join('/');
  return `${origin}/${repository}/${kind === 'folder' ? 'dir' : 'file'}/${resourceRoute(revision, path)}`;
}

/** The request that stages these removals, to be shown as a command. */
export function removalRequest(
  origin: string,
  address: OxenAddress,
  paths: readonly RemotePath[],
): CurlRequest | undefined {
  const place = workspacePlace(address);
  const [first, ...others] = paths;
  if (!place || first === undefined) return undefined;
  const { method, path } = stageRemovals(place, [first, ...others]);
  return { method, url: `${origin}${path}`, token: { header: 'Authorization', prefix: 'Bearer ' }, json: paths };
}
