import assert from 'node:assert/strict';
import { success } from '../../src/removal/failure';
import { lostChanges } from '../../src/removal/warnings';
import { changesOf, NO_CHANGES } from '../../src/remotes/oxen/changes';
import type { Context } from '../../src/remotes/oxen/context';
import { filesBeside } from '../../src/remotes/oxen/folders';
import { proveCommit } from '../../src/remotes/oxen/proof';
import { FOLDER_PAGE, revisionOf } from '../../src/remotes/oxen/repositoryRequests';
import type { OxenEntry } from '../../src/remotes/oxen/shapes';
import type { ApiRequest, Send } from '../../src/remotes/request';
import { WORKSPACE, folder, listed, never, pathOf } from '../support/builders';

/** More than a call can have arguments. */
const MANY = 150_000;
const NAMES = Array.from({ length: MANY }, (_, n) => `n${String(n).padStart(6, '0')}`);
const PATHS = NAMES.map((name) => pathOf(`all/${name}`));

/** What is in the folder `all`, by revision; the root holds nothing but that folder. */
function contextOf(held: Readonly<Record<string, readonly string[]>>, folders: boolean): Context {
  const entry = (name: string, isFolder: boolean, hash: string): OxenEntry => ({
    name,
    folder: isFolder,
    bytes: 0,
    hash,
    ...(isFolder ? { files: 1 } : {}),
  });
  const send = (({ path, query = {} }: ApiRequest<unknown>) => {
    const [, revision = '', name = ''] = /\/dir\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const names = name === 'all' ? (held[revision] ?? []) : [];
    const page = Number(query.page);
    const some = names.slice((page - 1) * FOLDER_PAGE, page * FOLDER_PAGE);
    const pages = name === '' ? 1 : Math.ceil(names.length / FOLDER_PAGE);
    const entries = name === '' ? [entry('all', true, revision)] : some.map((one) => entry(one, folders, 'same'));
    return Promise.resolve(success({ entries, total: entries.length, pages }));
  }) as unknown as Send;
  const place = { namespace: 'ox', repository: 'r', workspace: 'w' };
  return { send, place } as unknown as Context;
}

describe('oxen: a hundred and fifty thousand of anything in one folder', function () {
  this.timeout(30_000);

  it('folders with something staged are read', () => {
    const rows = PATHS.map((path) => ({ path, num_files_staged: 0 }));
    const none = { entries: [] };
    const staged = {
      removed_files: none,
      added_files: none,
      modified_files: none,
      added_dirs: { paths: { all: rows } },
    };
    assert.equal(changesOf({ staged })?.bareFolders.length, MANY);
  });

  it('uploads and edits that would be lost are named', () => {
    const lost = lostChanges([listed(folder('all'), WORKSPACE)], () => ({ uploaded: PATHS, edited: PATHS }));
    assert.deepEqual([lost.uploaded.length, lost.edited.length], [MANY, MANY]);
  });

  it('files that came to the branch are found', async () => {
    const beside = await filesBeside(contextOf({ head: NAMES }, false), revisionOf('head'), [pathOf('all')], [], never);
    assert.equal(beside.ok && beside.value.length, MANY);
  });

  for (const [what, folders] of [
    ['files', false],
    ['folders', true],
  ] as const) {
    it(`${what} that a commit lost, or took as it should, are found`, async () => {
      const context = contextOf({ before: NAMES, after: ['n000000'] }, folders);
      const removed = PATHS.map((path) => (folders ? pathOf(`${path}/x`) : path)).slice(0, 2);
      const proof = await proveCommit(
        context,
        {
          changes: { ...NO_CHANGES, removed, uploaded: PATHS.slice(1) },
          emptyFolders: [],
          base: revisionOf('before'),
          emptied: [],
          parent: 'before',
          commit: 'after',
        },
        never,
      );
      assert.equal(proof.kind, 'differs');
      assert.ok(proof.missing.length >= MANY - 2, `${proof.missing.length}`);
    });
  }
});
