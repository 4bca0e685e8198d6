import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { oxenOffers } from '../../src/editor/accounts/oxenOffers';

const AUTH = `
[[host_configs]]
host = "hub.example.org"
auth_token = "hub-token"
[[host_configs]]
host = "localhost:3001"
auth_token = "port-token"
[[host_configs]]
host = "data.example.org"
auth_token = "host-token"
[[host_configs]]
host = "not a host/at all"
auth_token = "stray-token"
`;

const CLONE = `
remote_name = "origin"
remote_mode = true
workspace_name = "main: 3f2a"
[[remotes]]
name = "backup"
url = "https://hub.example.org/ox/copy"
[[remotes]]
name = "origin"
url = "http://data.example.org:3000/ox/data"
`;

describe('the Oxen servers a person already works with', () => {
  let base = '';
  const before = process.env.OXEN_CONFIG_DIR;
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    fs.writeFileSync(path.join(base, file), text);
  };

  beforeEach(() => {
    base = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-offers-'));
    process.env.OXEN_CONFIG_DIR = path.join(base, 'config');
  });
  afterEach(() => {
    if (before === undefined) delete process.env.OXEN_CONFIG_DIR;
    else process.env.OXEN_CONFIG_DIR = before;
    fs.rmSync(base, { recursive: true });
  });

  it('none without any configuration', async () => {
    assert.deepEqual(await oxenOffers([path.join(base, 'nowhere')]), []);
  });

  it('the hosts of the command line, http for this machine alone; what is no host is left out', async () => {
    write('config/auth_config.toml', AUTH);
    assert.deepEqual(await oxenOffers([]), [
      { origin: 'https://hub.example.org', token: 'hub-token' },
      { origin: 'http://localhost:3001', token: 'port-token' },
      { origin: 'https://data.example.org', token: 'host-token' },
    ]);
  });

  it('the remotes of a clone above the open folder, the current one first with its workspace; a host only once', async () => {
    write('config/auth_config.toml', AUTH);
    write('clone/.oxen/config.toml', CLONE);
    fs.mkdirSync(path.join(base, 'clone/images/raw'), { recursive: true });
    const inClone = { folder: 'clone', namespace: 'ox' };
    assert.deepEqual(await oxenOffers([path.join(base, 'clone/images/raw')]), [
      {
        origin: 'http://data.example.org:3000',
        clone: { ...inClone, repository: 'data', workspace: 'main: 3f2a' },
        token: 'host-token',
      },
      { origin: 'https://hub.example.org', clone: { ...inClone, repository: 'copy' }, token: 'hub-token' },
      { origin: 'http://localhost:3001', token: 'port-token' },
      { origin: 'https://data.example.org', token: 'host-token' },
    ]);
  });

  it('a configuration that is no TOML, or absurdly large, is passed over', async () => {
    write('config/auth_config.toml', '[[[');
    write('clone/.oxen/config.toml', `${CLONE}\n# ${'x'.repeat(2 << 20)}`);
    assert.deepEqual(await oxenOffers([path.join(base, 'clone')]), []);
  });
});
