import http from 'node:http';
import { randomBytes } from 'node:crypto';
import { type Names, namesFrom, recordedNames } from './names';

/** One line of a recording: an exchange, or a fact that was read back. */
export interface Line {
  readonly scenario: string;
  readonly note?: string | undefined;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly [fact: string]: unknown;
}

export interface CallOptions {
  /** Anything but text and a form is sent as JSON. */
  readonly body?: unknown;
  /** The content type; null for none. */
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly note?: string | undefined;
  /** On a connection of its own. */
  readonly isAlone?: boolean;
}

export interface Form {
  readonly files: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  /** The parsed body with the recorded names, or undefined. */
  readonly json: unknown;
  readonly text: string;
}

/**
 * Talks to a server and writes down what was sent and answered, with ids, times and the run's suffix replaced by
 * placeholders. With a seed the server sees other names than the lines show.
 */
export interface Recorder {
  readonly run: string;
  readonly lines: readonly Line[];
  readonly scenario: (name: string) => void;
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Reply>;
  /** Without writing it down. */
  readonly quietly: <T>(work: () => Promise<T>) => Promise<T>;
  readonly say: (fact: Readonly<Record<string, unknown>>) => void;
  /** With placeholders. */
  readonly mask: (text: string) => string;
  readonly nextNumber: () => number;
  readonly end: () => void;
}

export function createRecorder(base: string, seed?: number): Recorder {
  const { hostname, port } = new URL(base);
  const run = randomBytes(3).toString('hex');
  const names = seed === undefined ? recordedNames : namesFrom(seed, run);
  const agent = new http.Agent({ keepAlive: true });
  const lines: Line[] = [];
  const mask = createMask(run);
  let scenario = '';
  let isWriting = true;
  let repositories = 0;

  async function call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const sent = encodeBody(options, names);
    const headers: Record<string, string> = { ...options.headers };
    const type = options.type === null ? undefined : (options.type ?? sent.type);
    if (type !== undefined) headers['Content-Type'] = type;
    if (sent.data !== undefined) headers['Content-Length'] = String(Buffer.byteLength(sent.data));
    const response = await exchange(
      { host: hostname, port, method, path: changeUrl(path, names), headers, agent: options.isAlone ? false : agent },
      sent.data,
    );
    const raw = response.raw.toString('utf8');
    const json = restoreNames(parse(raw), names);
    // Only names are restored: what a file holds is sent and read as it is.
    const text = json === undefined || !names.areChanged ? raw : JSON.stringify(json);
    if (isWriting) {
      const request = { method, path: mask(path), ...shownRequest(options, type, mask) };
      lines.push({ scenario, note: options.note, request, response: shownResponse(response, text, json, mask) });
    }
    return { status: response.status, json, text };
  }

  return {
    run,
    lines,
    scenario: (name) => void (scenario = name),
    call,
    async quietly(work) {
      const was = isWriting;
      isWriting = false;
      try {
        return await work();
      } finally {
        isWriting = was;
      }
    },
    say: (fact) => void lines.push({ scenario, ...fact }),
    mask,
    nextNumber: () => (repositories += 1),
    end: () => agent.destroy(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function restoreNames(value: unknown, names: Names): unknown {
  if (!names.areChanged) return value;
  if (typeof value === 'string') return names.restore(value);
  if (Array.isArray(value)) return value.map((item) => restoreNames(item, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [names.restore(key), restoreNames(item, names)] as const);
  return Object.fromEntries(entries);
}

function createMask(run: string): (text: string) => string {
  const seen = new Map<string, string>();
  return (text) =>
    text
      .replaceAll(run, 'RUN')
      .replace(/"[0-9a-f]{30,32}"/g, (hash) => {
        const known = seen.get(hash) ?? `"<hash ${seen.size + 1}>"`;
        seen.set(hash, known);
        return known;
      })
      .replace(/\b[0-9a-f]{30,32}\b/g, (hash) => seen.get(`"${hash}"`)?.slice(1, -1) ?? '<hash>')
      .replace(/"disk_usage":\{[^}]*\}/, '"disk_usage":{}')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, '<time>');
}

const isForm = (body: unknown): body is Form => typeof body === 'object' && body !== null && 'files' in body;

function encodeBody({ body }: CallOptions, names: Names): { readonly data?: string | Buffer; readonly type?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string') return { data: names.change(body), type: 'application/json' };
  if (isForm(body)) return encodeForm(body, names);
  const changed: unknown = JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    typeof value === 'string' && key !== 'entity_type' ? names.change(value) : value,
  );
  return { data: JSON.stringify(changed), type: 'application/json' };
}

function encodeForm({ files }: Form, names: Names): { readonly data: Buffer; readonly type: string } {
  const mark = `----${randomBytes(8).toString('hex')}`;
  const parts = Object.entries(files).map(([name, content]) => {
    const disposition = `Content-Disposition: form-data; name="file"; filename="${names.change(name)}"`;
    return `--${mark}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`;
  });
  return { data: Buffer.from(`${parts.join('')}--${mark}--\r\n`), type: `multipart/form-data; boundary=${mark}` };
}

/** The parts of an address that are names; all else are words of the API. */
function changeUrl(url: string, names: Names): string {
  if (!names.areChanged) return url;
  const [path = '', query] = url.split('?');
  const parts = path.split('/');
  const isName = (index: number): boolean => {
    if (parts[2] === 'namespaces') return index === 3;
    if (parts[2] !== 'repos' || index < 3 || index === 5) return false;
    if (parts[5] === 'workspaces') return index !== 7;
    return index < 5 || index > (parts[5] === 'commits' ? 6 : 5);
  };
  const changed = parts.map((text, index) => (isName(index) ? changeEncoded(text, names) : text)).join('/');
  if (query === undefined) return changed;
  return `${changed}?${query.replace(/(?<=\bname=)[^&]*/, (name) => changeEncoded(name, names))}`;
}

function changeEncoded(text: string, names: Names): string {
  return encodeURIComponent(names.change(decodeURIComponent(text)));
}

interface RawResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: Buffer;
}

function exchange(options: http.RequestOptions, data: string | Buffer | undefined): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, raw: Buffer.concat(parts) }),
      );
      request.off('error', reject);
      request.on('error', () => undefined); // the rest of a refused body could not be sent: the answer is there
    });
    request.on('error', reject);
    if (data !== undefined) request.write(data);
    request.end();
  });
}

function shownRequest({ body, headers = {} }: CallOptions, type: string | undefined, mask: (text: string) => string) {
  return {
    ...(type === undefined ? {} : { type: type.replace(/boundary=.*/, 'boundary=…') }),
    ...('Authorization' in headers ? { authorization: headers.Authorization } : {}),
    ...('User-Agent' in headers ? { userAgent: headers['User-Agent'] } : {}),
    ...shownBody(body, mask),
  };
}

function shownBody(body: unknown, mask: (text: string) => string) {
  if (body === undefined) return {};
  if (typeof body === 'string') return { text: body };
  if (isForm(body)) return { multipart: Object.keys(body.files) };
  const json = JSON.stringify(body);
  const count = Array.isArray(body) ? body.length : '?';
  return { json: json.length > 3000 ? `<${json.length} bytes, ${count} items>` : parse(mask(json)) };
}

const SHOWN_HEADERS = ['retry-after', 'www-authenticate', 'oxen-version', 'location'];

function shownResponse(
  { status, headers, raw }: RawResponse,
  text: string,
  json: unknown,
  mask: (text: string) => string,
) {
  const isBig = raw.length > 6000;
  const shown: Record<string, unknown> = { status, type: headers['content-type'] ?? null };
  for (const header of SHOWN_HEADERS) if (headers[header] !== undefined) shown[header] = headers[header];
  if (json !== undefined && !isBig) return { ...shown, json: parse(mask(JSON.stringify(json))) };
  return { ...shown, text: mask(text.slice(0, 600)), ...(isBig ? { bytes: raw.length } : {}) };
}
