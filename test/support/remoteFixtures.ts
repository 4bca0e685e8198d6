import type { Remote } from '../../src/removal/remote';
import { createSend } from '../../src/remotes/http';
import { onedataSpace } from '../../src/remotes/onedata/space';
import { oxenWorkspace } from '../../src/remotes/oxen/workspace';
import type { Send } from '../../src/remotes/request';
import { listen } from '../../src/sandbox/listen';
import { createOxenSandbox } from '../../src/sandbox/oxen/server';
import { seedRepository, seedWorkspace } from '../../src/sandbox/oxen/store';
import { sampleFiles } from '../../src/sandbox/sample/sampleFiles';
import type { SampleFile } from '../../src/sandbox/sample/sampleFile';
import { exampleRemote } from './exampleRemote';
import { exampleServer } from './exampleServer';
import { withFaults, type FaultScript } from './faults';
import { onedataStage, picture, TOKEN } from './onedataStage';

/** One remote on its sandbox. Both hold the same files, so one suite can ask both the same questions. */
export interface RemoteOnStage {
  readonly remote: Remote;
  readonly faults: FaultScript;
  /** Path → bytes of every file that it holds. */
  readonly files: ReadonlyMap<string, number>;
  /** The same remote behind another wire. */
  through(send: Send): Remote;
  stop(): Promise<void>;
}

export interface RemoteFixture {
  readonly name: string;
  /** `scale` 1: the large folder holds 5,000 files. */
  start(scale: number): Promise<RemoteOnStage>;
}

/**
 * The sample files; `scale` multiplies the large folder of 5,000. Without the name that holds a backslash: an oxen-server's staging area
 * takes it for a slash, so no upload can bring it there (onedataDeletion.test.ts has it).
 */
function sampleOf(scale: number): readonly SampleFile[] {
  return sampleFiles({ scale, picture }).filter(({ path }) => !path.includes('\\'));
}

const sizesOf = (sample: readonly SampleFile[]): ReadonlyMap<string, number> =>
  new Map(sample.map((file) => [file.path, file.size]));

export function sendTo(origin: string, header: 'Authorization' | 'X-Auth-Token', value: string): Send {
  return createSend({ origin, token: { header, value }, userAgent: 'winnow-test' });
}

const oxen: RemoteFixture = {
  name: 'an Oxen workspace',
  async start(scale) {
    const sample = sampleOf(scale);
    const { handler, store } = createOxenSandbox({ token: TOKEN });
    const repository = seedRepository(store, 'ns', 'repo', sample);
    const workspace = seedWorkspace(store, repository, 'work');
    const faults = withFaults(handler);
    const listener = await listen(faults.listener);
    const address = {
      kind: 'oxen',
      account: 'oxen',
      namespace: 'ns',
      repository: 'repo',
      workspace: workspace.id,
    } as const;
    const through = (send: Send): Remote => oxenWorkspace(send, address, Date.now);
    return {
      remote: through(sendTo(listener.url, 'Authorization', TOKEN)),
      faults,
      files: sizesOf(sample),
      through,
      stop: () => listener.stop(),
    };
  },
};

const onedata: RemoteFixture = {
  name: 'a Onedata space (simulated)',
  async start(scale) {
    const sample = sampleOf(scale);
    const stage = await onedataStage({ spaces: [{ ...PLAIN_SPACE, files: sample }] });
    const [space] = stage.sandbox.world.spaces.values();
    const [faults] = stage.faults;
    if (space === undefined || faults === undefined) throw new Error('the stage is empty');
    const through = (send: Send): Remote =>
      onedataSpace({
        address: { kind: 'onedata', account: 'onedata', space: space.id },
        send,
        providerVersion: '25.0',
        readonly: false,
        now: Date.now,
      });
    return { remote: through(stage.send()), faults, files: sizesOf(sample), through, stop: () => stage.stop() };
  },
};

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

/** The example of ARCHITECTURE.md, "Adding a third server". */
const example: RemoteFixture = {
  name: 'the example of a third server',
  async start(scale) {
    const sample = sampleOf(scale);
    const faults = withFaults(exampleServer(sample));
    const listener = await listen(faults.listener);
    const address = { kind: 'onedata', account: 'example', space: 'example' } as const;
    const through = (send: Send): Remote => exampleRemote(send, address, Date.now);
    return {
      remote: through(sendTo(listener.url, 'Authorization', TOKEN)),
      faults,
      files: sizesOf(sample),
      through,
      stop: () => listener.stop(),
    };
  },
};

export const REMOTE_FIXTURES: readonly RemoteFixture[] = [oxen, onedata, example];
