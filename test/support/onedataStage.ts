import fs from 'node:fs';
import path from 'node:path';
import { onedataSpace } from '../../src/remotes/onedata/space';
import { createSend } from '../../src/remotes/http';
import type { Send } from '../../src/remotes/request';
import type { Remote } from '../../src/removal/remote';
import { listen, type Listener } from '../../src/sandbox/listen';
import type { Node } from '../../src/sandbox/onedata/model';
import type { ProviderOptions } from '../../src/sandbox/onedata/provider';
import { createOnedataSandbox, type OnedataSandbox } from '../../src/sandbox/onedata/server';
import type { TokenGrant } from '../../src/sandbox/onedata/tokens';
import { sampleSpaces, type SampleSpace } from '../../src/sandbox/sample/sampleSpace';
import { withFaults, type FaultScript } from './faults';

export const TOKEN = 'the-person';

/** The bytes of a sample picture. */
export const picture = (name: string): Uint8Array => fs.readFileSync(path.join('media/sample', name));

export interface OnedataStageOptions {
  readonly providers?: readonly ProviderOptions[];
  readonly onezoneVersion?: string;
  readonly tokens?: readonly TokenGrant[];
  readonly trashDrainMs?: number;
  readonly statisticsLagMs?: number;
  /** Of the large folder: 1 is 5,000 files. */
  readonly scale?: number;
  /** Instead of the sample spaces. */
  readonly spaces?: readonly SampleSpace[];
}

interface SpaceOptions {
  readonly provider?: number;
  readonly token?: string;
  readonly send?: Send;
  readonly acting?: Send;
}

/** The simulated Onezone and Oneproviders on 127.0.0.1, each behind a fault script, and clients for them. */
export interface OnedataStage {
  readonly sandbox: OnedataSandbox;
  readonly listeners: readonly Listener[];
  readonly faults: readonly FaultScript[];
  /** To a provider by its position; the first is also the Onezone. */
  send(provider?: number, token?: string): Send;
  /** A client for a space, by the space's name. */
  space(name?: string, options?: SpaceOptions): Remote;
  /** What the servers really hold, without asking them: undefined when nothing is there. */
  truth(path: string, space?: string): Node | undefined;
  /** Every path of a space that is no folder. */
  files(space?: string): readonly string[];
  stop(): Promise<void>;
}

export async function onedataStage(options: OnedataStageOptions = {}): Promise<OnedataStage> {
  const { scale = 0.01, ...rest } = options;
  const sandbox = createOnedataSandbox({ token: TOKEN, spaces: sampleSpaces({ scale, picture }), ...rest });
  const faults = sandbox.handlers.map((handler) => withFaults(handler));
  const listeners: Listener[] = [];
  for (const { listener } of faults) listeners.push(await listen(listener));
  sandbox.setDomains(listeners.map(({ port }) => `127.0.0.1:${port}`));

  const send = (provider = 0, token = TOKEN): Send =>
    createSend({
      origin: listeners[provider]?.url ?? '',
      token: { header: 'X-Auth-Token', value: token },
      userAgent: 'winnow-test',
    });
  const spaceNamed = (name: string) => {
    const space = [...sandbox.world.spaces.values()].find((one) => one.name === name);
    if (!space) throw new Error(`no space ${name}`);
    return space;
  };
  return {
    sandbox,
    listeners,
    faults,
    send,
    space(name = SPACE, { provider = 0, token, send: given, acting } = {}) {
      const space = spaceNamed(name);
      return onedataSpace({
        address: { kind: 'onedata', account: 'sandbox', space: space.id },
        send: given ?? send(provider, token),
        ...(acting ? { acting } : {}),
        providerVersion: sandbox.providers[provider]?.version ?? '',
        readonly: space.storageIsReadOnly,
        now: Date.now,
      });
    },
    truth(at, space = SPACE) {
      let node: Node | undefined = spaceNamed(space).root;
      for (const name of at.split('/')) node = node?.type === 'DIR' ? node.children.get(name) : undefined;
      return node;
    },
    files: (space = SPACE) => [...filesBelow(spaceNamed(space).root, '')],
    stop: async () => {
      for (const listener of listeners) await listener.stop();
    },
  };
}

const SPACE = 'Field Station';

function* filesBelow(node: Node, above: string): Generator<string> {
  if (node.type !== 'DIR') {
    yield above;
    return;
  }
  for (const child of node.children.values())
    yield* filesBelow(child, above === '' ? child.name : `${above}/${child.name}`);
}
