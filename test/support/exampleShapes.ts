import type { Entry, Page, PageToken } from '../../src/removal/remote';
import { parseRemotePath } from '../../src/removal/remotePath';
import { countAt, recordsAt, stringAt, type JsonRecord } from '../../src/remotes/reply';

/** An entry as the example server tells it, or undefined when it is none: a server's word is never taken for a shape. */
export function entryOf(body: JsonRecord): Entry | undefined {
  const parsed = parseRemotePath(stringAt(body, 'path') ?? '');
  const kind = stringAt(body, 'kind');
  const [bytes, files, modified] = [countAt(body, 'bytes'), countAt(body, 'files'), countAt(body, 'modified')];
  if (!parsed.ok || (kind !== 'file' && kind !== 'folder') || bytes === undefined) return undefined;
  const more = { ...(files === undefined ? {} : { files }), ...(modified === undefined ? {} : { modified }) };
  return { path: parsed.path, kind, bytes, ...more, traits: [] };
}

/** A page of them; one odd entry makes the page unreadable, since dropping it would make the listing look complete. */
export function pageOf(body: JsonRecord): Page<Entry> | undefined {
  const listed = recordsAt(body, 'entries')?.map(entryOf);
  const items = listed?.filter((entry) => entry !== undefined);
  if (!listed || !items || items.length < listed.length) return undefined;
  const next = stringAt(body, 'next') as PageToken | undefined;
  return { items, ...(next === undefined ? {} : { next }) };
}
