import type { IncomingMessage, RequestListener } from 'node:http';
import type { RemoteAddress } from '../../src/removal/address';
import type { Action } from '../../src/removal/plan';
import type { Act, BatchLimits, Remote, Target } from '../../src/removal/remote';
import type { StagingRemote } from '../../src/removal/staging';
import { onedataSpace } from '../../src/remotes/onedata/space';
import { oxenWorkspace } from '../../src/remotes/oxen/workspace';
import type { Send } from '../../src/remotes/request';
import { listen } from '../../src/sandbox/listen';
import type { Node } from '../../src/sandbox/onedata/model';
import { createOnedataSandbox } from '../../src/sandbox/onedata/server';
import { createOxenSandbox } from '../../src/sandbox/oxen/server';
import { seedRepository, seedWorkspace } from '../../src/sandbox/oxen/store';
import { textFile } from '../../src/sandbox/sample/sampleFile';
import { compressedSend } from './compressedClock';
import { withFaults, type FaultScript } from './faults';
import { sendTo } from './remoteFixtures';

/** A remote on a sandbox server, and what really happened there, seen from behind the server and not through the client. */
export interface RemovalStage {
  readonly address: RemoteAddress;
  /** With the timeouts as they are. */
  readonly remote: Remote;
  /** With compressed timeouts. */
  readonly act: Act;
  readonly faults: FaultScript;
  /** The effect is there: deleted, staged, or no longer staged; of a folder: for everything in it. */
  isDone(path: string): boolean;
  /** Files and folders that are done, whoever did it. */
  done(): readonly string[];
  /** What no removal ever makes: uploads, edits, entries that were not there. */
  strange(): readonly string[];
  /** The server was sent a request that names the target, answered or not. */
  wasAsked(target: Target): boolean;
  /** Requests that change something, since the last `forget`. */
  writes(): number;
  /** Calls at each of them, before anything happens. */
  onWrite(call: (nth: number) => void): void;
  forget(): void;
  stop(): Promise<void>;
}

/** What a stage is made of. */
export interface StagePlan {
  readonly action: Extract<Action, 'stageRemoval' | 'unstage' | 'deletePermanently'>;
  /** Files; their folders are made. */
  readonly files: readonly string[];
  /** How much a request carries. */
  readonly limits: Partial<BatchLimits>;
}

const TOKEN = 'the-person';

export function removalStage(plan: StagePlan): Promise<RemovalStage> {
  return plan.action === 'deletePermanently' ? onOnedata(plan) : onOxen(plan);
}

/** Every folder above a file. */
export function foldersOf(files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const names = file.split('/');
    for (let length = 1; length < names.length; length += 1) folders.add(names.slice(0, length).join('/'));
  }
  return [...folders];
}

async function onOxen({ action, files, limits }: StagePlan): Promise<RemovalStage> {
  const { handler, store } = createOxenSandbox({ token: TOKEN });
  const repository = seedRepository(
    store,
    'ns',
    'repo',
    files.map((path) => textFile(path, path)),
  );
  const { id, staged } = seedWorkspace(store, repository, 'work');
  const faults = withFaults(handler);
  const witness = witnessOf(faults.listener);
  const listener = await listen(witness.listener);
  const wire = sendTo(listener.url, 'Authorization', TOKEN);
  const address = { kind: 'oxen', account: 'oxen', namespace: 'ns', repository: 'repo', workspace: id } as const;
  const through = (send: Send): StagingRemote => oxenWorkspace(send, address, Date.now);
  const isRemoved = (path: string): boolean => {
    const entry = staged.get(path);
    return entry?.kind === 'file' && entry.status === 'Removed';
  };
  const folders = foldersOf(files);
  const isDone = (path: string): boolean => {
    const held = files.filter((file) => file === path || file.startsWith(`${path}/`));
    return held.every((file) => isRemoved(file) === (action === 'stageRemoval'));
  };
  const fast = through(compressedSend(wire));
  const act = action === 'stageRemoval' ? fast.removal : fast.unstaging;
  return {
    address,
    remote: through(wire),
    act: { ...act, limits: { ...act.limits, ...limits } },
    faults,
    isDone,
    done: () => [...files, ...folders].filter(isDone),
    strange: () =>
      staged
        .under('')
        .filter(([path, entry]) => entry.kind === 'file' && (entry.status !== 'Removed' || !files.includes(path)))
        .map(([path]) => path),
    ...witness.told,
    wasAsked: ({ entry }) => witness.seen.some(({ body }) => isNamedIn(body, entry.path, files)),
    stop: () => listener.stop(),
  };
}

async function onOnedata({ files, limits }: StagePlan): Promise<RemovalStage> {
  const space = { ...PLAIN_SPACE, files: files.map((path) => textFile(path, path)) };
  const sandbox = createOnedataSandbox({ token: TOKEN, spaces: [space] });
  const faults = withFaults(sandbox.handler);
  const witness = witnessOf(faults.listener);
  const listener = await listen(witness.listener);
  sandbox.setDomains([`127.0.0.1:${listener.port}`]);
  const [world] = [...sandbox.world.spaces.values()];
  if (world === undefined) throw new Error('the world is empty');
  const wire = sendTo(listener.url, 'X-Auth-Token', TOKEN);
  const address = { kind: 'onedata', account: 'onedata', space: world.id } as const;
  const through = (send: Send): Remote =>
    onedataSpace({ address, send, providerVersion: '25.0', readonly: false, now: Date.now });
  const paths = [...files, ...foldersOf(files)];
  const there = (): readonly string[] => [...pathsBelow(world.root, '')];
  const act = through(compressedSend(wire)).removal;
  return {
    address,
    remote: through(wire),
    act: { ...act, limits: { ...act.limits, ...limits } },
    faults,
    isDone: (path) => !there().includes(path),
    done: () => {
      const left = new Set(there());
      return paths.filter((path) => !left.has(path));
    },
    strange: () => there().filter((path) => !paths.includes(path)),
    ...witness.told,
    wasAsked: ({ entry: { id = '', parentId = '', path } }) =>
      witness.seen.some(({ url }) => {
        const names = url.split('?')[0]?.split('/') ?? [];
        const name = decodeURIComponent(names.at(-1) ?? '');
        return name === id || (names.includes(parentId) && name === path.split('/').at(-1));
      }),
    stop: () => listener.stop(),
  };
}

interface SeenWrite {
  readonly url: string;
  body: string;
}

/** Writes down what comes in, before any fault is played. */
function witnessOf(listener: RequestListener): {
  readonly listener: RequestListener;
  readonly seen: readonly SeenWrite[];
  readonly told: Pick<RemovalStage, 'writes' | 'onWrite' | 'forget'>;
} {
  const seen: SeenWrite[] = [];
  let tell = (_nth: number): void => undefined;
  const told: Pick<RemovalStage, 'writes' | 'onWrite' | 'forget'> = {
    writes: () => seen.length,
    onWrite: (call) => {
      tell = call;
    },
    forget: () => void seen.splice(0),
  };
  return {
    seen,
    told,
    listener: (req: IncomingMessage, res) => {
      if (req.method !== 'GET') {
        const write: SeenWrite = { url: req.url ?? '', body: '' };
        seen.push(write);
        // A second listener on the stream's data: the handler reads the same chunks.
        const emit = req.emit.bind(req);
        req.emit = (event: string, ...args: unknown[]): boolean => {
          if (event === 'data') write.body += String(args[0]);
          return emit(event, ...args);
        };
        tell(seen.length);
      }
      listener(req, res);
    },
  };
}

/** Unstaging names the files of a folder, staging the folder itself. */
function isNamedIn(body: string, path: string, files: readonly string[]): boolean {
  const held = files.filter((file) => file.startsWith(`${path}/`));
  return [path, ...held].some((name) => body.includes(JSON.stringify(name)));
}

function* pathsBelow(node: Node, above: string): Generator<string> {
  if (node.type !== 'DIR') return;
  for (const child of node.children.values()) {
    const path = above === '' ? child.name : `${above}/${child.name}`;
    yield path;
    yield* pathsBelow(child, path);
  }
}

const PLAIN_SPACE = {
  name: 'Plain',
  emptyFolders: [],
  symlinks: [],
  hardLinks: [],
  shares: [],
  datasets: [],
  archived: [],
  modes: {},
  foreign: [],
  conflicts: [],
  readOnlyStorage: false,
  isForeign: false,
  supportedBy: [0],
};
