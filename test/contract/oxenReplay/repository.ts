import { type CallOptions, type Recorder, type Reply } from './recorder';

export const COMMIT = { message: 'seed', author: 'Ox', email: 'ox@oxen.ai' };

type Files = Readonly<Record<string, string>>;

export const FILES: Files = {
  'README.md': 'hello',
  'images/a.txt': 'a',
  'images/b.txt': 'b',
  'images/sub/d.txt': 'deep',
  'images2/c.txt': 'c',
  'data/t.csv': 'x,y\n1,2\n',
  'data/u.csv': 'x,y\n3,4\n',
  'docs/note.md': 'n',
  'solo/only.txt': 'one',
};

export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** A value inside parsed JSON. */
export function at(json: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], json);
}

interface Entry {
  readonly filename: string;
  readonly is_dir: boolean;
}

export const entriesOf = (json: unknown): readonly Entry[] => (at(json, 'entries') as Entry[] | undefined) ?? [];

/** One repository of a recording, and the calls on it. Everything is written down unless said otherwise. */
export type Repository = ReturnType<typeof repositoryAt>;

export function repositoryAt(recorder: Recorder, name: string) {
  const path = `/api/repos/ox/${name}`;
  const workspace = (id: string): string => `${path}/workspaces/${id}`;
  const call = (method: string, url: string, options?: CallOptions): Promise<Reply> =>
    recorder.call(method, url, options);

  const changes = (id: string, note?: string): Promise<Reply> =>
    call('GET', `${workspace(id)}/changes?page=1&page_size=1000000`, { note });

  const dir = (revision: string, folder = '', query = 'page=1&page_size=1000', note?: string): Promise<Reply> =>
    call('GET', `${path}/dir/${encodePath(revision)}${folder ? `/${encodePath(folder)}` : ''}?${query}`, { note });

  async function removed(id: string): Promise<readonly string[]> {
    const { json } = await recorder.quietly(() => changes(id));
    const entries = (at(json, 'staged', 'removed_files', 'entries') as Entry[] | undefined) ?? [];
    return entries.map((entry) => entry.filename).sort();
  }

  async function walk(revision: string, folder: string): Promise<readonly string[]> {
    const { json } = await dir(revision, folder);
    const paths: string[] = [];
    for (const entry of entriesOf(json)) {
      const below = folder ? `${folder}/${entry.filename}` : entry.filename;
      paths.push(entry.is_dir ? `${below}/` : below);
      if (entry.is_dir) paths.push(...(await walk(revision, below)));
    }
    return paths;
  }

  return {
    name,
    path,
    workspace,
    changes,
    dir,
    removed,
    create: () => call('POST', '/api/repos', { body: { namespace: 'ox', name } }),
    open: (id: string, named?: string, branch = 'main') =>
      call('PUT', `${path}/workspaces`, {
        body: {
          workspace_id: id,
          branch_name: branch,
          ...(named === undefined ? {} : { name: named }),
          resource_path: '/',
          entity_type: 'user',
          force: true,
        },
      }),
    async upload(id: string, files: Files): Promise<void> {
      const byFolder = new Map<string, Record<string, string>>();
      for (const [file, content] of Object.entries(files)) {
        const cut = file.lastIndexOf('/');
        const folder = cut < 0 ? '' : file.slice(0, cut);
        const some = byFolder.get(folder) ?? {};
        byFolder.set(folder, some);
        some[file.slice(cut + 1)] = content;
      }
      for (const [folder, some] of byFolder)
        await call('POST', `${workspace(id)}/files/${encodePath(folder)}`, { body: { files: some } });
    },
    commit: (id: string, note?: string, branch = 'main', body: object = COMMIT) =>
      call('POST', `${workspace(id)}/merge/${branch}`, { body, note }),
    stage: (id: string, paths: readonly string[], note?: string) =>
      call('DELETE', `${workspace(id)}/files`, { body: paths, note }),
    unstage: (id: string, paths: readonly string[], note?: string) =>
      call('DELETE', `${workspace(id)}/changes`, { body: paths, note }),
    /** Notes what is staged as removed. */
    async say(id: string, note: string): Promise<void> {
      recorder.say({ note, removed: await removed(id) });
    },
    /** Notes all of a revision; folders end with a slash. */
    async tree(note: string, revision = 'main'): Promise<void> {
      const paths = await recorder.quietly(() => walk(revision, ''));
      recorder.say({ note, tree: [...paths].sort() });
    },
  };
}

/** A repository with files on `main` and a named workspace "ws" open on it, made without writing it down. */
export async function seeded(
  recorder: Recorder,
  name: string,
  { files = FILES, hasWorkspace = true }: { readonly files?: Files; readonly hasWorkspace?: boolean } = {},
): Promise<Repository> {
  const repository = repositoryAt(recorder, `${name}-${recorder.nextNumber()}-${recorder.run}`);
  await recorder.quietly(async () => {
    await repository.create();
    await repository.open('seed-ws');
    await repository.upload('seed-ws', files);
    await repository.commit('seed-ws');
    if (hasWorkspace) await repository.open(`ws-${recorder.run}`, 'ws');
  });
  return repository;
}
