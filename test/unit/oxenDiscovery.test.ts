import assert from 'node:assert/strict';
import {
  parseAuthConfig,
  parseCloneConfig,
  parseRemoteUrl,
  parseUserConfig,
  tokenFor,
} from '../../src/remotes/oxen/discovery';

const AUTH = `
default_host = "hub.oxen.ai"
[[host_configs]]
host = "hub.oxen.ai"
auth_token = "hub-token"
[[host_configs]]
host = "localhost"
auth_token = "local-token"
[[host_configs]]
host = "localhost:3001"
auth_token = "port-token"
[[host_configs]]
host = "nothing.example"
`;

const CLONE = `
remote_name = "origin"
min_version = "0.36.0"
vnode_size = 10000
remote_mode = true
workspace_name = "main: 3f2a"
[[remotes]]
name = "backup"
url = "https://hub.oxen.ai/ox/other"
[[remotes]]
name = "origin"
url = "http://localhost:3000/ox/my-repo"
[storage]
kind = "local"
`;

describe('oxen: what a person already has', () => {
  it('hosts and tokens: host and port first, then the host alone', () => {
    const config = parseAuthConfig(AUTH);
    assert.ok(config);
    assert.equal(tokenFor('https://hub.oxen.ai', config), 'hub-token');
    assert.equal(tokenFor('http://localhost:3001/ox/r', config), 'port-token');
    assert.equal(tokenFor('http://localhost:3000', config), 'local-token');
    assert.equal(tokenFor('http://LOCALHOST:3001', config), 'port-token');
    assert.equal(tokenFor('https://nothing.example', config), undefined);
    assert.equal(tokenFor('https://evil-hub.oxen.ai', config), undefined);
    assert.equal(tokenFor('no url', config), undefined);
  });

  it('an empty set of hosts, unknown keys, and what is no TOML', () => {
    assert.deepEqual(parseAuthConfig('host_configs = []\nnew_key = 1'), { hosts: [] });
    assert.deepEqual(parseAuthConfig('host_configs = [1, { host = 2 }, { host = "h" }]'), { hosts: [{ host: 'h' }] });
    assert.equal(parseAuthConfig('default_host = '), undefined);
  });

  it('who commits', () => {
    assert.deepEqual(parseUserConfig('name = "Ox"\nemail = "ox@example.org"\neditor = "vi"'), {
      name: 'Ox',
      email: 'ox@example.org',
    });
    assert.deepEqual(parseUserConfig('name = ""'), {});
    assert.equal(parseUserConfig('name'), undefined);
  });

  it('a clone: its remotes, the current one, and the workspace of a remote-mode clone', () => {
    const clone = parseCloneConfig(CLONE);
    assert.deepEqual(clone?.current, {
      remote: 'origin',
      origin: 'http://localhost:3000',
      namespace: 'ox',
      repository: 'my-repo',
    });
    assert.deepEqual([clone.remotes.length, clone.workspace], [2, 'main: 3f2a']);
    assert.equal(parseCloneConfig(CLONE.replace('remote_mode = true', 'remote_mode = false'))?.workspace, undefined);
    assert.equal(parseCloneConfig(CLONE.replace('"origin"', '"gone"'))?.current?.remote, 'backup');
    assert.deepEqual(parseCloneConfig(''), { remotes: [] });
  });

  it('only web addresses of one repository are remotes', () => {
    for (const bad of ['', 'ftp://h/a/b', 'https://h/a', 'https://h/a/b/c', 'file:///a/b', 'https://h/%zz/b']) {
      assert.equal(parseRemoteUrl(bad), undefined, bad);
    }
    assert.deepEqual(parseRemoteUrl('https://user:secret@h:8443/a/b/'), {
      origin: 'https://h:8443',
      namespace: 'a',
      repository: 'b',
    });
  });
});
