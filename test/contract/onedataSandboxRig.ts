import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { listen, type Listener } from '../../src/sandbox/listen';
import { type Node, type Space } from '../../src/sandbox/onedata/model';
import { fileIdOf, type ProviderOptions } from '../../src/sandbox/onedata/provider';
import { createOnedataSandbox, type OnedataSandbox } from '../../src/sandbox/onedata/server';
import { type TokenGrant } from '../../src/sandbox/onedata/tokens';
import { USERS } from '../../src/sandbox/onedata/world';
import { type SampleSpace, sampleSpaces } from '../../src/sandbox/sample/sampleSpace';

export const PREFIX = '/api/v3/oneprovider';
export const ZONE = '/api/v3/onezone';
export const TOKEN = 'persons-token';

/** Tokens of everybody else in the practice world, by user. */
const OTHERS: readonly TokenGrant[] = Object.values(USERS).map((user) => ({ token: `token-of-${user}`, user }));

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The parsed body, undefined when it is no JSON. */
  readonly json: unknown;
}

export interface Ask {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Position of the provider; default the first. */
  readonly provider?: number;
}

/** A running sandbox and a clock that only moves when told to. */
export interface Rig {
  readonly sandbox: OnedataSandbox;
  /** Sends a request target byte by byte, as no URL library would. */
  raw(method: string, target: string, ask?: Ask): Promise<RawReply>;
  space(name?: string): Space;
  /** The entry at a path of a space, or undefined. */
  find(path: string, space?: Space): Node | undefined;
  id(path: string, space?: Space): string;
  advance(ms: number): void;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly version?: string;
  readonly providers?: readonly ProviderOptions[];
  readonly tokens?: readonly TokenGrant[];
  readonly spaces?: (usual: readonly SampleSpace[]) => readonly SampleSpace[];
  /** Listens for every provider; default only the first, so that the others are offline. */
  readonly listensForAll?: boolean;
}

const picture = (name: string): Uint8Array => fs.readFileSync(path.join('media/sample', name));

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  let now = Date.UTC(2026, 0, 15, 12);
  const usual = sampleSpaces({ scale: 0.002, picture });
  const sandbox = createOnedataSandbox({
    token: TOKEN,
    spaces: options.spaces?.(usual) ?? usual,
    tokens: [...OTHERS, ...(options.tokens ?? [])],
    providers: options.providers ?? [
      { name: 'Krakow', ...(options.version !== undefined && { version: options.version }) },
      { name: 'Lisbon' },
    ],
    now: () => now,
    trashDrainMs: 10_000,
    statisticsLagMs: 5_000,
  });
  const listeners: Listener[] = [];
  for (const handler of options.listensForAll ? sandbox.handlers : [sandbox.handler])
    listeners.push(await listen(handler));
  sandbox.setDomains(listeners.map(({ port }) => `127.0.0.1:${String(port)}`));
  const space = (name = 'Field Station'): Space => {
    const found = [...sandbox.world.spaces.values()].find((one) => one.name === name);
    if (!found) throw new Error(`no space ${name}`);
    return found;
  };
  const find = (at: string, of = space()): Node | undefined =>
    at
      .split('/')
      .reduce<Node | undefined>((node, name) => (node?.type === 'DIR' ? node.children.get(name) : undefined), of.root);
  return {
    sandbox,
    raw: (method, target, ask = {}) => rawRequest(listeners[ask.provider ?? 0]?.port ?? 0, method, target, ask),
    space,
    find,
    id: (at, of) => fileIdOf(find(at, of) ?? missing(at)),
    advance: (ms) => {
      now += ms;
    },
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.stop()));
    },
  };
}

function missing(at: string): never {
  throw new Error(`the sample has no ${at}`);
}

function rawRequest(port: number, method: string, target: string, ask: Ask): Promise<RawReply> {
  const token = 'token' in ask ? ask.token : TOKEN;
  const body = Buffer.from(ask.body ?? '');
  const headers = {
    host: `127.0.0.1:${String(port)}`,
    connection: 'close',
    ...(token !== undefined && { 'x-auth-token': token }),
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    ...ask.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
      socket.write(body);
    });
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => resolve(parseReply(Buffer.concat(parts))));
  });
}

function parseReply(bytes: Buffer): RawReply {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bytes.subarray(end + 4);
  return { status: Number(first.split(' ')[1]), headers, body, json: parseJson(body) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Status and error in one word: `204`, `400 posix/enoent`, `401 unauthorized/badToken`, `400 spaceNotSupportedBy`, `404 -`. */
export function outcome(reply: RawReply): string {
  if (reply.status < 400) return String(reply.status);
  const error = (
    reply.json as { error?: { id: string; details?: { errno?: string; authError?: { id: string } } } } | undefined
  )?.error;
  const inner = error?.details?.errno ?? error?.details?.authError?.id;
  return `${String(reply.status)} ${error?.id ?? '-'}${inner === undefined ? '' : `/${inner}`}`;
}

/** Every path of a space, folders with a trailing slash. */
export function everything(space: Space): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node, at: string): void => {
    if (node.type === 'DIR') {
      for (const child of node.children.values()) visit(child, at === '' ? child.name : `${at}/${child.name}`);
      if (at !== '') found.push(`${at}/`);
    } else found.push(at);
  };
  visit(space.root, '');
  return found.sort();
}

/** A name as one path segment, encoded once, the way a careful client does. */
export const segment = (name: string): string => encodeURIComponent(name);

export const pathOf = (text: string): string => text.split('/').map(segment).join('/');
