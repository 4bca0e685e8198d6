import { findOxenServer, realFiles, seedRepository, startOxenServer } from '../../../tools/oxenServer.mjs';
import { say } from './step';

/** The Oxen half's stage: where it is, what to open on the way, and what is taken out. */
export interface OxenStage {
  readonly url: string;
  readonly token?: string;
  readonly namespace: string;
  readonly repository: string;
  readonly workspace: string;
  readonly account: string;
  /** Labels to expand, from the account to the folder that holds the targets. */
  readonly way: readonly string[];
  /** That folder's path. */
  readonly folder: string;
  /** A folder in it, staged by its context menu, and two neighbours, staged by the Delete key. */
  readonly target: string;
  readonly byKey: readonly [string, string];
  stop(): Promise<void>;
}

/** The practice server. */
export function sandboxOxen({ url, token }: { readonly url: string; readonly token: string | null }): OxenStage {
  return {
    url,
    ...(token ? { token } : {}),
    namespace: 'field-station',
    repository: 'samples',
    workspace: 'tidy-up',
    account: 'Sandbox (Oxen)',
    way: ['Sandbox (Oxen)', 'samples', 'tidy-up', 'experiments', '2024', 'classifier'],
    folder: 'experiments/2024/classifier',
    target: 'run-01',
    byKey: ['run-02', 'run-10'],
    stop: () => Promise.resolve(),
  };
}

/** A real server with a few thousand real files: those of the npm packages that are installed here. */
export async function realOxen(): Promise<OxenStage> {
  const binary = findOxenServer();
  if (!binary) throw new Error('no oxen-server: set OXEN_SERVER, or put one on the PATH');
  const server = await startOxenServer(binary);
  const files = realFiles(process.cwd(), 3000);
  const [target = '', first = '', second = ''] = [...new Set(files.map((file) => file.split('/')[1] ?? ''))];
  const place = { namespace: 'field-station', name: 'packages', workspace: 'tidy-up' };
  await seedRepository(server.url, { ...place, folder: process.cwd(), files });
  say(`oxen-server ${server.version} with ${files.length.toLocaleString('en')} real files`);
  return {
    url: server.url,
    namespace: place.namespace,
    repository: place.name,
    workspace: place.workspace,
    account: 'Sandbox (Oxen)',
    way: ['Sandbox (Oxen)', place.name, place.workspace, 'node_modules'],
    folder: 'node_modules',
    target,
    byKey: [first, second],
    stop: () => server.stop(),
  };
}
