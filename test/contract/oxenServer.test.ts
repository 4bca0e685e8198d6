import assert from 'node:assert/strict';
import { createSend } from '../../src/remotes/http';
import { oxenServer, type OxenServer } from '../../src/remotes/oxen/server';
import { plainRepository, type PlainRepository } from '../support/oxenPlain';
import { NEVER, oxenRig, valueOf, workspaceOf, type OxenRig } from '../support/oxenRig';
import { skipBecause } from '../support/skipping';

describe('oxen: a server', function () {
  this.timeout(120_000);
  let rig: OxenRig;
  let server: OxenServer;
  let repository: PlainRepository;
  before(async () => {
    rig = await oxenRig();
    server = oxenServer(rig.send);
    repository = await plainRepository(rig.plain, 'server', { 'a.txt': 'a', 'b/c.txt': 'cc' });
  });
  after(() => rig.stop());

  it('says its version, namespaces and repositories', async () => {
    const { version } = valueOf(await server.version(NEVER));
    assert.match(version, /^0\.\d+\.\d+/);
    if (rig.real) assert.equal(`oxen-server ${version}`, rig.label);
    assert.ok(valueOf(await server.namespaces(NEVER)).includes('ox'));
    const names = valueOf(await server.repositories('ox', NEVER)).map(({ name }) => name);
    assert.ok(names.includes(repository.name));
    assert.deepEqual(valueOf(await server.repositories('nobody', NEVER)), []);
  });

  it('lists repositories and workspaces by name, however the server keeps them', async () => {
    const lists = await plainRepository(rig.plain, 'lists', { 'a.txt': 'a' });
    for (const name of ['torn', 'ant', 'undo', 'a/b', 'late'])
      await lists.open(`id-of-${name.replace('/', '-')}`, name);
    await lists.open('mole', null);
    const workspaces = valueOf(await server.workspaces('ox', lists.name, NEVER));
    const shown = workspaces.map(({ id, name }) => name ?? id);
    assert.deepEqual(shown, ['a/b', 'ant', 'late', 'mole', 'torn', 'undo']);
    await plainRepository(rig.plain, 'first', { 'a.txt': 'a' });
    const repositories = valueOf(await server.repositories('ox', NEVER)).map(({ name }) => name);
    assert.deepEqual(repositories, [...repositories].sort());
  });

  it('tells size and branches of a repository', async () => {
    const told = valueOf(await server.repository('ox', repository.name, NEVER));
    assert.equal(told.empty, false);
    assert.equal(told.bytes, 3);
    assert.equal(told.files, 2);
    assert.equal(told.branches, 1);
    const branches = valueOf(await server.branches('ox', repository.name, NEVER));
    assert.deepEqual(
      branches.map(({ name }) => name),
      ['main'],
    );
  });

  it('opens a new workspace of a name, and none that another client has opened by it', async () => {
    const first = valueOf(
      await server.createWorkspace(
        'ox',
        repository.name,
        { name: 'feature/x: 1', branch: 'main', id: 'id-one' },
        NEVER,
      ),
    );
    assert.deepEqual([first.id, first.name], ['id-one', 'feature/x: 1']);
    const again = await server.createWorkspace(
      'ox',
      repository.name,
      { name: 'feature/x: 1', branch: 'main', id: 'id-two' },
      NEVER,
    );
    assert.equal(!again.ok && again.failure.code, 'workspaceNameTaken');
    assert.equal(valueOf(await server.workspaceByName('ox', repository.name, 'feature/x: 1', NEVER)).id, 'id-one');
    const [main] = valueOf(await server.branches('ox', repository.name, NEVER));
    assert.equal(first.commit.id, main?.commit);
    const missing = await server.workspaceByName('ox', repository.name, 'nobody', NEVER);
    assert.equal(!missing.ok && missing.failure.code, 'workspaceNotFound');
  });

  it('opens an unnamed workspace, and deletes one workspace only', async () => {
    const unnamed = valueOf(
      await server.createWorkspace('ox', repository.name, { branch: 'main', id: 'id-unnamed' }, NEVER),
    );
    assert.equal(unnamed.name, undefined);
    await repository.open('id-other');
    valueOf(await workspaceOf(rig, repository, 'id-unnamed').deleteWorkspace(NEVER));
    const ids = valueOf(await server.workspaces('ox', repository.name, NEVER)).map(({ id }) => id);
    assert.ok(ids.includes('id-other'));
    assert.ok(!ids.includes('id-unnamed'));
    const again = await workspaceOf(rig, repository, 'id-unnamed').deleteWorkspace(NEVER);
    assert.equal(!again.ok && again.failure.code, 'workspaceNotFound');
  });

  it('refuses an unknown branch, and a name that cannot stand in a URL', async () => {
    const branch = await server.createWorkspace('ox', repository.name, { name: 'n', branch: 'none', id: 'i' }, NEVER);
    assert.equal(!branch.ok && branch.failure.code, 'branchNotFound');
    for (const id of ['', '.', '..', 'a/b', 'a%2Fb']) {
      const bad = await server.createWorkspace('ox', repository.name, { branch: 'main', id }, NEVER);
      assert.equal(!bad.ok && bad.failure.code, 'badName', id);
    }
    const repositoryGone = await server.repository('ox', 'none', NEVER);
    assert.equal(!repositoryGone.ok && repositoryGone.failure.code, 'repositoryNotFound');
  });

  it('shows an empty repository as empty and never gives it a commit', async () => {
    const empty = await plainRepository(rig.plain, 'empty', {});
    assert.equal(valueOf(await server.repository('ox', empty.name, NEVER)).empty, true);
    assert.deepEqual(valueOf(await server.branches('ox', empty.name, NEVER)), []);
    assert.deepEqual(valueOf(await server.workspaces('ox', empty.name, NEVER)), []);
    const made = await server.createWorkspace('ox', empty.name, { name: 'n', branch: 'main', id: 'i' }, NEVER);
    assert.equal(!made.ok && made.failure.code, 'repositoryEmpty');
    assert.equal(valueOf(await server.repository('ox', empty.name, NEVER)).empty, true);
  });

  it('with a wrong token says so, whatever the body', async function () {
    if (rig.plain.token === undefined) skipBecause(this, 'this server was started without -a and lets everyone in');
    for (const value of ['wrong', 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA']) {
      const send = createSend({
        origin: rig.plain.url,
        userAgent: 'winnow-tests',
        token: { header: 'Authorization', value },
      });
      const answer = await oxenServer(send).version(NEVER);
      assert.equal(!answer.ok && answer.failure.kind, 'auth');
      assert.equal(!answer.ok && answer.failure.code, 'unauthorized');
    }
  });
});
