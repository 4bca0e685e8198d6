import type { CurlRequest } from '../../removal/commandLines';
import { deleteById } from './requests';
import { encodeId } from './pathSegment';

/** The page of a file or directory in the Onezone's own file browser. */
export function pageUrl(onezone: string, fileId: string): string | undefined {
  const id = encodeId(fileId);
  return id.ok ? `${onezone}/#/action/file/show/${id.value}` : undefined;
}

/** The request that deletes a file or directory permanently, to be shown as a command. */
export function removalRequest(provider: string, fileId: string): CurlRequest | undefined {
  const request = deleteById(fileId);
  if (!request.ok) return undefined;
  const { method, path } = request.value;
  return { method, url: `${provider}${path}`, token: { header: 'X-Auth-Token', prefix: '' } };
}
