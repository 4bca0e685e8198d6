import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { type RequestListener } from 'node:http';
import path from 'node:path';
import { listen, type Listener, type ListenOptions } from './listen';
import { createOnedataSandbox } from './onedata/server';
import { createOxenSandbox } from './oxen/server';
import { addRepository, seedRepository, seedWorkspace, type Store } from './oxen/store';
import { type SampleOptions, sampleFiles } from './sample/sampleFiles';
import { sampleSpaces } from './sample/sampleSpace';

type Wrap = (handler: RequestListener) => RequestListener;

export interface SandboxStart {
  /** 0 or absent: any free port. */
  readonly oxenPort?: number;
  readonly onedataPort?: number;
  /** The Oxen server asks for a token, too. Onedata always does. */
  readonly auth?: boolean;
  /** PEM texts of a certificate for 127.0.0.1; then both servers speak https. */
  readonly tls?: NonNullable<ListenOptions['tls']>;
  /** Multiplies the large folder of 5,000 files. Default 1. */
  readonly scale?: number;
  /** Put round the handlers, for tests that make servers misbehave. */
  readonly wrapOxen?: Wrap;
  readonly wrapOnedata?: Wrap;
}

/** Two practice servers with sample data, on 127.0.0.1, until `stop()`. */
export interface Sandbox {
  /** Without a token it lets everybody in. */
  readonly oxen: { readonly url: string; readonly token?: string };
  /** `onezone` and `oneprovider` are the same address; their paths differ. */
  readonly onedata: { readonly onezone: string; readonly oneprovider: string; readonly token: string };
  /** For tests that count connections. */
  readonly listeners: { readonly oxen: Listener; readonly onedata: Listener };
  stop(): Promise<void>;
}

/** Where the sample data is found on the Oxen server. */
export const SAMPLE_REPOSITORY = { namespace: 'field-station', name: 'samples', workspace: 'tidy-up' } as const;

const asItIs: Wrap = (handler) => handler;

export async function startSandbox(start: SandboxStart = {}): Promise<Sandbox> {
  const sample = { scale: start.scale ?? 1, picture: readPicture };
  const oxenToken = start.auth ? newToken() : undefined;
  const oxen = createOxenSandbox(oxenToken === undefined ? {} : { token: oxenToken });
  seedOxen(oxen.store, sample);
  const onedataToken = newToken();
  const onedata = createOnedataSandbox({ token: onedataToken, spaces: sampleSpaces(sample) });

  const tls = start.tls ? { tls: start.tls } : {};
  const wrapOnedata = start.wrapOnedata ?? asItIs;
  const started: Listener[] = [];
  const begin = async (handler: RequestListener, port = 0): Promise<Listener> => {
    const listener = await listen(handler, { port, ...tls });
    started.push(listener);
    return listener;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((listener) => listener.stop()));
  };
  try {
    const oxenListener = await begin((start.wrapOxen ?? asItIs)(oxen.handler), start.oxenPort);
    const first = await begin(wrapOnedata(onedata.handler), start.onedataPort);
    const others: Listener[] = [];
    for (const handler of onedata.handlers.slice(1)) others.push(await begin(wrapOnedata(handler)));
    onedata.setDomains([first, ...others].map(({ port }) => `127.0.0.1:${port}`));
    return {
      oxen: { url: oxenListener.url, ...(oxenToken === undefined ? {} : { token: oxenToken }) },
      onedata: { onezone: first.url, oneprovider: first.url, token: onedataToken },
      listeners: { oxen: oxenListener, onedata: first },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function seedOxen(store: Store, sample: SampleOptions): void {
  const { namespace, name, workspace } = SAMPLE_REPOSITORY;
  const files = sampleFiles(sample).map((file) => ({ path: file.path, bytes: () => file.bytes() }));
  seedWorkspace(store, seedRepository(store, namespace, name, files), workspace);
  addRepository(store, namespace, 'empty');
}

/** The pictures lie in the nearest `media/sample` above this file: a bundle's folder is not the source's. */
function readPicture(name: string): Uint8Array {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'media', 'sample', name))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error(`The sample picture ${name} is missing.`);
    folder = above;
  }
  return fs.readFileSync(path.join(folder, 'media', 'sample', name));
}
