/**
 * File ids as Onedata makes them: an opaque hexadecimal text that holds the entry's uuid, the space's id and, for an entry seen
 * through a share, the share's id. Any text of that form decodes, known or not; anything else may still be a space id.
 */
export interface FileIdParts {
  readonly uuid: string;
  readonly spaceId: string;
  readonly shareId?: string;
}

const HEADER = '00000000007E';

export function encodeFileId({ uuid, spaceId, shareId }: FileIdParts): string {
  const guid = shareId === undefined ? `guid#${uuid}#${spaceId}` : `shareGuid#${uuid}#${spaceId}#${shareId}`;
  return `${HEADER}${checksum(guid)}${Buffer.from(guid).toString('hex').toUpperCase()}`;
}

export function decodeFileId(id: string): FileIdParts | undefined {
  const body = id.slice(HEADER.length + 4);
  if (!id.startsWith(HEADER) || !/^(?:[0-9A-F]{2})+$/.test(body)) return undefined;
  const guid = Buffer.from(body, 'hex').toString('utf8');
  if (id.slice(HEADER.length, HEADER.length + 4) !== checksum(guid)) return undefined;
  const [kind, uuid, spaceId, shareId] = guid.split('#');
  if (!uuid || !spaceId) return undefined;
  if (kind === 'guid') return { uuid, spaceId };
  return kind === 'shareGuid' && shareId ? { uuid, spaceId, shareId } : undefined;
}

function checksum(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) & 0xffff;
  return sum.toString(16).toUpperCase().padStart(4, '0');
}
