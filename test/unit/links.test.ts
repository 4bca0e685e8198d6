import assert from 'node:assert/strict';
import { curlCommand } from '../../src/removal/commandLines';
import * as onedata from '../../src/remotes/onedata/links';
import * as oxen from '../../src/remotes/oxen/links';
import { WORKSPACE, file, folder, pathOf } from '../support/builders';

const HUB = 'https://hub.oxen.ai';
const SERVER = 'http://127.0.0.1:3000';

describe('links', () => {
  it('an Oxen entry is read from its base commit, every name encoded', () => {
    const { namespace, repository } = WORKSPACE;
    const at = `${SERVER}/api/repos/${namespace}/${repository}`;
    assert.equal(
      oxen.entryUrl(SERVER, WORKSPACE, 'abc', file('a b/50%#?.txt')),
      `${at}/file/abc/a%20b/50%25%23%3F.txt`,
    );
    assert.equal(oxen.entryUrl(SERVER, WORKSPACE, 'abc', folder('images')), `${at}/dir/abc/images`);
    assert.equal(oxen.entryUrl(SERVER, WORKSPACE, '..', file('a')), undefined);
  });

  it('only the hub has pages, and only over https', () => {
    const page = `${HUB}/${WORKSPACE.namespace}/${WORKSPACE.repository}/file/abc/a.txt`;
    assert.equal(oxen.pageUrl(HUB, WORKSPACE, 'abc', file('a.txt')), page);
    for (const origin of [SERVER, 'http://hub.oxen.ai', 'https://oxen.ai.example.org', 'https://notoxen.ai'])
      assert.equal(oxen.pageUrl(origin, WORKSPACE, 'abc', file('a.txt')), undefined, origin);
  });

  it('a removal on Oxen is one request, and no name breaks out of the command', () => {
    const request = oxen.removalRequest(SERVER, WORKSPACE, [pathOf("it's $(rm -rf).txt")]);
    assert.ok(request);
    const line = curlCommand(request);
    assert.ok(line.includes(`--data-raw '["it'\\''s $(rm -rf).txt"]'`), line);
    assert.ok(line.includes('"Authorization: Bearer $TOKEN"'), line);
    assert.equal(oxen.removalRequest(SERVER, WORKSPACE, []), undefined);
  });

  it('an Onedata id that could change the path gives no link and no command', () => {
    assert.equal(
      onedata.pageUrl('https://zone.example.org', '00AB'),
      'https://zone.example.org/#/action/file/show/00AB',
    );
    for (const id of ['', '../x', 'a/b', 'a?b', 'a#b']) {
      assert.equal(onedata.pageUrl('https://zone.example.org', id), undefined, id);
      assert.equal(onedata.removalRequest('https://provider.example.org', id), undefined, id);
    }
  });
});
