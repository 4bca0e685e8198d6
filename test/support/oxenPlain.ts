import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

/**
 * A witness: talks to an Oxen server by plain HTTP and shares no code with `src/`. It seeds repositories, plays the other client (with
 * all its mistakes) and says what is in a branch.
 */
export interface PlainOxen {
  readonly url: string;
  readonly token: string | undefined;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown; text: string }>;
}

export function plainOxen(url: string, token?: string): PlainOxen {
  return {
    url,
    token,
    call: async (method, path, body) => {
      const form = body instanceof FormData;
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(body === undefined || form ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, text, json: safely(text) };
    },
  };
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const AUTHOR = { author: 'Ox', email: 'ox@example.org' };

/** Files by path; folders come from them. */
export type Files = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

export interface PlainRepository {
  readonly server: PlainOxen;
  readonly namespace: string;
  readonly name: string;
  readonly route: string;
  /** Opens a workspace on `main`, named like its id unless `name` says otherwise (`null`: unnamed). */
  open(id: string, name?: string | null): Promise<string>;
  upload(workspace: string, files: Files): Promise<void>;
  stage(workspace: string, paths: readonly string[]): Promise<number>;
  /** The plain unstaging of every other client: keys only, markers stay. */
  unstage(workspace: string, keys: readonly string[]): Promise<number>;
  commit(workspace: string, message?: string): Promise<number>;
  /** Everything in a revision, by walking its listings; folders end in `/`. Sorted. */
  tree(revision?: string): Promise<readonly string[]>;
  content(path: string, revision?: string): Promise<string | undefined>;
  staged(workspace: string): Promise<{ removed: string[]; added: string[]; modified: string[]; bare: string[] }>;
}

/** A new repository in the namespace `ox`, with `files` on `main`; empty without any. */
export async function plainRepository(server: PlainOxen, name: string, files: Files): Promise<PlainRepository> {
  const full = `${name}-${randomBytes(5).toString('hex')}`;
  const made = await server.call('POST', '/api/repos', { namespace: 'ox', name: full });
  assert.equal(made.status, 200, made.text);
  const repository = repositoryAt(server, full);
  if (Object.keys(files).length === 0) return repository;
  await repository.open('seed-workspace', null);
  await repository.upload('seed-workspace', files);
  assert.equal(await repository.commit('seed-workspace', 'seed'), 200);
  return repository;
}

function repositoryAt(server: PlainOxen, name: string): PlainRepository {
  const route = `/api/repos/ox/${name}`;
  const at = (workspace: string) => `${route}/workspaces/${workspace}`;
  return {
    server,
    namespace: 'ox',
    name,
    route,
    open: async (id, label = id) => {
      const body = { workspace_id: id, branch_name: 'main', ...(label === null ? {} : { name: label }) };
      const opened = await server.call('PUT', `${route}/workspaces`, body);
      assert.equal(opened.status, 200, opened.text);
      return id;
    },
    upload: async (workspace, files) => {
      for (const [folder, some] of byFolder(files)) {
        const form = new FormData();
        for (const [file, content] of some) form.append('file', new Blob([content]), file);
        const sent = await server.call(
          'POST',
          `${at(workspace)}/files/${encodePath(folder).replaceAll('%2B', '+')}`,
          form,
        );
        assert.equal(sent.status, 200, sent.text);
      }
    },
    stage: async (workspace, paths) => (await server.call('DELETE', `${at(workspace)}/files`, paths)).status,
    unstage: async (workspace, keys) => (await server.call('DELETE', `${at(workspace)}/changes`, keys)).status,
    commit: async (workspace, message = 'by another client') =>
      (await server.call('POST', `${at(workspace)}/merge/main`, { message, ...AUTHOR })).status,
    tree: async (revision = 'main') => {
      const all: string[] = [];
      await walk(server, `${route}/dir/${encodeURIComponent(revision)}`, '', all);
      return all.sort();
    },
    content: async (path, revision = 'main') => {
      const got = await server.call('GET', `${route}/file/${revision}/${encodePath(path)}`);
      return got.status === 200 ? got.text : undefined;
    },
    staged: async (workspace) => {
      const got = await server.call('GET', `${at(workspace)}/changes?page=1&page_size=1000000`);
      assert.equal(got.status, 200, got.text);
      return stagedIn(got.json);
    },
  };
}

interface Listed {
  entries: { filename: string; is_dir: boolean }[];
  total_pages: number;
}

async function walk(server: PlainOxen, route: string, folder: string, all: string[]): Promise<void> {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const path = folder === '' ? '' : `/${encodePath(folder)}`;
    const got = await server.call('GET', `${route}${path}?page=${page}&page_size=1000`);
    assert.equal(got.status, 200, `${folder}: ${got.text}`);
    const { entries, total_pages } = got.json as Listed;
    pages = total_pages;
    for (const { filename, is_dir } of entries) {
      const child = folder === '' ? filename : `${folder}/${filename}`;
      all.push(is_dir ? `${child}/` : child);
      if (is_dir) await walk(server, route, child, all);
    }
  }
}

interface Changes {
  staged: {
    added_dirs: { paths: Record<string, { path: string; num_files_staged: number }[]> };
    added_files: { entries: { filename: string }[] };
    modified_files: { entries: { filename: string }[] };
    removed_files: { entries: { filename: string }[] };
  };
}

function stagedIn(json: unknown): { removed: string[]; added: string[]; modified: string[]; bare: string[] } {
  const { staged } = json as Changes;
  const names = (list: { entries: { filename: string }[] }) => list.entries.map(({ filename }) => filename).sort();
  const rows = Object.values(staged.added_dirs.paths).flat();
  return {
    removed: names(staged.removed_files),
    added: names(staged.added_files),
    modified: names(staged.modified_files),
    bare: rows.flatMap(({ path, num_files_staged }) => (num_files_staged === 0 ? [path] : [])).sort(),
  };
}

function byFolder(files: Files): Map<string, [string, Files[string]][]> {
  const folders = new Map<string, [string, Files[string]][]>();
  for (const [path, content] of Object.entries(files)) {
    const cut = path.lastIndexOf('/');
    const folder = cut < 0 ? '' : path.slice(0, cut);
    folders.set(folder, [...(folders.get(folder) ?? []), [path.slice(cut + 1), content]]);
  }
  return folders;
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
