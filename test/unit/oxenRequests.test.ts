import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ApiRequest } from '../../src/remotes/request';
import {
  branchRoute,
  onceDecoded,
  repositoryPlace,
  resourceRoute,
  segmentOf,
  workspaceIdOf,
  workspacePlace,
  type RepositoryPlace,
  type Segment,
  type WorkspacePlace,
} from '../../src/remotes/oxen/place';
import * as repositories from '../../src/remotes/oxen/repositoryRequests';
import * as workspaces from '../../src/remotes/oxen/workspaceRequests';
import { path } from '../support/oxenRig';

const address = { kind: 'oxen', account: 'a', namespace: 'ox', repository: 'r', workspace: 'ws' } as const;

function known<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

const place: WorkspacePlace = known(workspacePlace(address));
const main: Segment = known(segmentOf('main'));

/** What goes over the wire, without the parser. */
function sent<T>({ method, path: route, query, body, reads }: ApiRequest<T>): readonly unknown[] {
  return [`${method} ${route}`, query, body, reads];
}

describe('oxen: requests', () => {
  it('browse', () => {
    assert.deepEqual(sent(repositories.getVersion()), ['GET /api/version', undefined, undefined, true]);
    assert.deepEqual(sent(repositories.listFolder(place, main, path('a b/c#d'), 3)), [
      'GET /api/repos/ox/r/dir/main/a%20b/c%23d',
      { page: 3, page_size: 1000 },
      undefined,
      true,
    ]);
    assert.equal(sent(repositories.listFolder(place, main, '', 1))[0], 'GET /api/repos/ox/r/dir/main');
    assert.equal(
      sent(repositories.getEntry(place, main, path('50%+.txt')))[0],
      'GET /api/repos/ox/r/meta/main/50%25%2B.txt',
    );
    assert.deepEqual(sent(workspaces.findWorkspaces(place, 'feature/x: 1')), [
      'GET /api/repos/ox/r/workspaces',
      { name: 'feature/x: 1' },
      undefined,
      true,
    ]);
    assert.deepEqual(sent(workspaces.getChanges(place)), [
      'GET /api/repos/ox/r/workspaces/ws/changes',
      { page: 1, page_size: 1_000_000 },
      undefined,
      true,
    ]);
  });

  it('stage and unstage, with paths in the body only', () => {
    assert.deepEqual(sent(workspaces.stageRemovals(place, [path('images'), path('docs/50%.md')])), [
      'DELETE /api/repos/ox/r/workspaces/ws/files',
      undefined,
      { json: ['images', 'docs/50%.md'] },
      false,
    ]);
    assert.deepEqual(sent(workspaces.unstageKeys(place, ['docs/note.md', 'docs', ''])), [
      'DELETE /api/repos/ox/r/workspaces/ws/changes',
      undefined,
      { json: ['docs/note.md', 'docs', ''] },
      false,
    ]);
  });

  it('move tables, with + as it is', () => {
    const renamed = workspaces.renameStaged(place, path('a+b/t 1.csv'), path('a+b/t 1.csv.winnow-undo-1'));
    assert.deepEqual(sent(renamed), [
      'PATCH /api/repos/ox/r/workspaces/ws/files/a+b/t%201.csv',
      undefined,
      { json: { new_path: 'a+b/t 1.csv.winnow-undo-1' } },
      false,
    ]);
    const body = { bytes: new Uint8Array([1]), type: 'multipart/form-data; boundary=b' };
    assert.equal(
      sent(workspaces.uploadFile(place, path('a+b'), body))[0],
      'POST /api/repos/ox/r/workspaces/ws/files/a+b',
    );
    assert.equal(sent(workspaces.uploadFile(place, '', body))[0], 'POST /api/repos/ox/r/workspaces/ws/files/');
  });

  it('open, commit and delete a workspace', () => {
    assert.deepEqual(sent(workspaces.putWorkspace(place, { id: 'new', branch: 'main', name: 'n' })), [
      'PUT /api/repos/ox/r/workspaces',
      undefined,
      {
        json: {
          workspace_id: 'new',
          branch_name: 'main',
          name: 'n',
          resource_path: '/',
          entity_type: 'user',
          force: true,
        },
      },
      false,
    ]);
    const details = { branch: 'main', message: 'm', author: 'a', email: 'e' };
    assert.deepEqual(sent(workspaces.postCommit(place, known(branchRoute('feature/x')), details)), [
      'POST /api/repos/ox/r/workspaces/ws/merge/feature/x',
      undefined,
      { json: { message: 'm', author: 'a', email: 'e' } },
      false,
    ]);
    assert.equal(sent(workspaces.deleteWorkspace(place))[0], 'DELETE /api/repos/ox/r/workspaces/ws');
  });

  it('no id, no request: every workspace of a repository cannot be addressed for deletion', () => {
    for (const bad of ['', '.', '..', 'a/b', '/', 'a%2Fb', '\0', '\ud800']) {
      assert.equal(workspaceIdOf(bad), undefined, JSON.stringify(bad));
      assert.equal(workspacePlace({ ...address, workspace: bad }), undefined);
    }
    for (const bad of ['', '.', '..', 'a/b', '\0', '\ud800']) {
      assert.equal(segmentOf(bad), undefined);
      assert.equal(repositoryPlace(bad, 'r'), undefined);
      assert.equal(repositoryPlace('ox', bad), undefined);
    }
    const repository: RepositoryPlace = { namespace: place.namespace, repository: place.repository };
    // @ts-expect-error a repository alone is no place to delete: the type is what keeps `DELETE …/workspaces` from being written
    assert.throws(() => workspaces.deleteWorkspace(repository));
    // @ts-expect-error an id that nobody checked is none
    const unchecked: WorkspacePlace = { ...place, workspace: '' };
    assert.ok(unchecked);
    // @ts-expect-error no paths, no request: a bare `DELETE …/files` or `…/changes` cannot be written
    const bare: ApiRequest<unknown>[] = [workspaces.stageRemovals(place, []), workspaces.unstageKeys(place, [])];
    assert.equal(bare.length, 2);
  });

  it('no request that deletes ends in a slash or stops at a collection, whatever the names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(name, name, name, (namespace, repository, workspace) => {
        const somewhere = workspacePlace({ ...address, namespace, repository, workspace });
        if (somewhere === undefined) return;
        const deletes = [
          workspaces.deleteWorkspace(somewhere),
          workspaces.stageRemovals(somewhere, [path('x')]),
          workspaces.unstageKeys(somewhere, ['x']),
        ];
        for (const request of deletes) {
          assert.match(request.path, /^\/api\/repos\/[^/]+\/[^/]+\/workspaces\/[^/]+(\/files|\/changes)?$/);
          assert.equal(new URL(`http://h${request.path}`).pathname, request.path);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('every path comes back from its route', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((one) => segmentOf(one) !== undefined);
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = path(parts.join('/'));
        assert.equal(decodeURIComponent(resourceRoute(main, text)), `main/${text}`);
        // Decoded once, with the three escapes left as they are: so no name may depend on them.
        const once = onceDecoded(text).replace(/%(?!25|2F|2B)[0-9A-F]{2}/g, (escape) => escape);
        assert.ok(!/%2F|%2B/.test(once) || text.includes('%'));
      }),
    );
    assert.equal(branchRoute('50%'), undefined);
    assert.equal(branchRoute('a//b'), undefined);
    assert.equal(branchRoute(''), undefined);
  });
});
