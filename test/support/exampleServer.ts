import type { RequestListener } from 'node:http';
import type { SampleFile } from '../../src/sandbox/sample/sampleFile';

/** Entries of one answer to `GET /list`. */
const PAGE = 500;

/** A server of a third kind, as small as it can be: folders exist as long as they hold a file. See exampleRemote.ts. */
export function exampleServer(sample: readonly SampleFile[]): RequestListener {
  const files = new Map(sample.map((file) => [file.path, file]));
  const describe = (path: string): object | undefined => {
    const file = files.get(path);
    if (file) return { path, kind: 'file', bytes: file.size, modified: file.modified };
    const inside = [...files.values()].filter((one) => one.path.startsWith(`${path}/`));
    const bytes = inside.reduce((sum, { size }) => sum + size, 0);
    return inside.length > 0 ? { path, kind: 'folder', bytes, files: inside.length } : undefined;
  };
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://example');
    const path = searchParams.get('path') ?? '';
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const entry = describe(path);
    if (pathname === '/content' && files.has(path)) {
      response.writeHead(200).end(files.get(path)?.bytes());
    } else if (pathname === '/list' && (path === '' || !files.has(path))) {
      const below = path === '' ? '' : `${path}/`;
      const inside = [...files.keys()].filter((name) => name.startsWith(below));
      const names = [...new Set(inside.map((name) => name.slice(below.length).split('/')[0] ?? ''))].sort();
      const from = Number(searchParams.get('from') ?? 0);
      const entries = names.slice(from, from + PAGE).map((name) => describe(below + name));
      const next = from + PAGE < names.length ? { next: String(from + PAGE) } : {};
      json(names.length > 0 ? 200 : 404, { entries, ...next });
    } else if (request.method === 'DELETE' && entry) {
      for (const name of files.keys()) if (name === path || name.startsWith(`${path}/`)) files.delete(name);
      json(200, {});
    } else {
      json(entry ? 200 : 404, entry ?? {});
    }
  };
}
