import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { WinnowExports } from '../../src/editor/api';
import { linkOf } from '../../src/editor/links';

const ENTRY = 'oxen://hub/ns/repo/ws/images/a%26b%20%25.png';
const link = (path: string, ...uris: readonly string[]): vscode.Uri =>
  vscode.Uri.parse(
    `vscode://winnow-vscode.winnow/${path}?${uris.map((uri) => `uri=${encodeURIComponent(uri)}`).join('&')}`,
  );

describe('what other extensions get', () => {
  const winnow = async (): Promise<WinnowExports> => {
    const extension = vscode.extensions.getExtension<WinnowExports>('winnow-vscode.winnow');
    assert.ok(extension);
    return extension.activate();
  };

  it('version 1 of the API', async () => {
    const api = (await winnow()).getAPI(1);
    assert.equal(api.version, 1);
    assert.deepEqual(await api.remotes(), [], 'there is no account');
    assert.deepEqual(await api.staged(), []);
    api.onDidRun(() => undefined).dispose();
  });

  it('an error in words for any other version', async () => {
    const asked = await winnow();
    for (const version of [2, 0, '1', undefined])
      assert.throws(() => asked.getAPI(version as 1), /Winnow has no API of version .*; this version has 1\./);
  });

  it('a sentence and a code where something cannot be done', async () => {
    const api = (await winnow()).getAPI(1);
    const noAccount = { code: 'noAccount', message: /no such account/ };
    await assert.rejects(api.plan([vscode.Uri.parse(ENTRY)]), noAccount);
    await assert.rejects(api.list(vscode.Uri.parse('onedata://lab/space')), noAccount);
    await assert.rejects(api.list(vscode.Uri.parse('file:///tmp')), { code: 'notAnEntry' });
    await assert.rejects(api.plan([vscode.Uri.parse('oxen://hub/ns/repo/ws')]), { code: 'notAnEntry' }, 'a root');
  });

  it('nothing for entries of two kinds, or of none', async () => {
    const api = (await winnow()).getAPI(1);
    const both = [vscode.Uri.parse(ENTRY), vscode.Uri.parse('onedata://lab/space/a')];
    for (const entries of [both, [], [vscode.Uri.parse('file:///tmp/a')]]) {
      await assert.rejects(api.run(entries), /all of them on Oxen or all of them on Onedata/);
      await assert.rejects(api.plan(entries), /all of them on Oxen or all of them on Onedata/);
    }
  });
});

describe('links', () => {
  it('open one entry, or plan some; names come through as they are', () => {
    assert.deepEqual(
      linkOf(link('open', ENTRY))?.uris.map(({ path }) => path),
      ['/ns/repo/ws/images/a&b %.png'],
    );
    const plan = linkOf(link('plan', ENTRY, 'oxen://hub/ns/repo/ws/b'));
    assert.deepEqual([plan?.kind, plan?.uris.length], ['plan', 2]);
  });

  const hostile: readonly (readonly [what: string, uri: vscode.Uri])[] = [
    ['to run something', link('run', ENTRY)],
    ['without a path', link('', ENTRY)],
    ['to a deeper path', link('open/plan', ENTRY)],
    ['without an entry', vscode.Uri.parse('vscode://winnow-vscode.winnow/open')],
    ['with something else beside it', vscode.Uri.parse(`vscode://winnow-vscode.winnow/open?uri=${ENTRY}&run=1`)],
    ['to a root', link('plan', 'onedata://lab/space')],
    ['to a local file', link('open', 'file:///etc/passwd')],
    ['to a command', link('open', 'command:workbench.action.quit')],
    ['to a web page', link('open', 'https://example.org/a')],
    ['out of the remote', link('plan', 'oxen://hub/ns/repo/ws/../../other')],
    ['with an encoded slash', link('plan', 'oxen://hub/ns/repo/ws/a%2Fb')],
    ['with a user and a port', link('open', 'oxen://me@hub:80/ns/repo/ws/a')],
    ['with a zero byte', link('open', 'oxen://hub/ns/repo/ws/a%00b')],
    ['to two entries to open', link('open', ENTRY, ENTRY)],
    ['to entries of two kinds', link('plan', ENTRY, 'onedata://lab/space/a')],
    [
      'to more entries than a link may name',
      link('plan', ...Array.from({ length: 101 }, (_, index) => `${ENTRY}${index}`)),
    ],
  ];
  for (const [what, uri] of hostile) {
    it(`are refused ${what}`, () => assert.equal(linkOf(uri), undefined));
  }
});
