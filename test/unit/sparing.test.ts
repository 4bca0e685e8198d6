import assert from 'node:assert/strict';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Entry, PageToken, Remote } from '../../src/removal/remote';
import { parentOf, parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import { holdsChanges, spareChanges } from '../../src/removal/sparing';
import { virtualClock } from '../support/virtualClock';

const at = (text: string): RemotePath => {
  const parsed = parseRemotePath(text);
  assert.ok(parsed.ok);
  return parsed.path;
};
const entry = (text: string, traits: Entry['traits'] = []): Entry =>
  text.endsWith('/')
    ? { path: at(text.slice(0, -1)), kind: 'folder', traits }
    : { path: at(text), kind: 'file', traits };

/** Lists two entries a page. */
function remoteOf(entries: readonly Entry[]): Pick<Remote, 'list'> {
  return {
    list: (folder, page) => {
      const items = entries.filter(({ path }) => parentOf(path) === folder);
      const from = Number(page ?? 0);
      const next = from + 2 < items.length ? { next: String(from + 2) as PageToken } : {};
      return Promise.resolve(success({ items: items.slice(from, from + 2), ...next }));
    },
  };
}

const ENTRIES = [
  entry('a/deep/'),
  entry('a/clean/'),
  entry('a/new/', ['uploaded']),
  entry('a/gone/', ['staged']),
  entry('a/one'),
  entry('a/two'),
  entry('a/edited', ['edited']),
  entry('a/done', ['staged']),
  entry('a/deep/three'),
  entry('a/deep/upload', ['uploaded']),
  entry('a/new/upload', ['uploaded']),
  entry('a/clean/four'),
];
const CHANGES = { uploaded: [at('a/deep/upload'), at('a/new/upload')], edited: [at('a/edited')] };

describe('staging a folder without its uploads and edits', () => {
  const options = { limit: 100, environment: virtualClock().environment, signal: new AbortController().signal };

  it('takes the files beside them and whole folders that hold none, on every page and level', async () => {
    const spared = await spareChanges(entry('a/'), CHANGES, remoteOf(ENTRIES), options);
    assert.ok(spared.ok);
    assert.deepEqual(spared.value.map(({ path }) => path).sort(), ['a/clean', 'a/deep/three', 'a/one', 'a/two']);
  });

  it('a failed listing gives no targets at all', async () => {
    const remote = { list: () => Promise.resolve(failed(failureOf('forbidden', 'forbidden'))) };
    const spared = await spareChanges(entry('a/'), CHANGES, remote, options);
    assert.equal(spared.ok, false);
  });

  it('stops listing once more was found than any guard allows', async () => {
    const listed: string[] = [];
    const remote = remoteOf(ENTRIES);
    const counting: Pick<Remote, 'list'> = {
      list: (folder, page, signal) => {
        listed.push(folder);
        return remote.list(folder, page, signal);
      },
    };
    await spareChanges(entry('a/'), CHANGES, counting, { ...options, limit: 1 });
    assert.deepEqual(listed, ['a']);
  });

  it('a name that only begins like the folder is not in it', () => {
    assert.equal(holdsChanges(entry('a/'), { uploaded: [at('ab/x')], edited: [] }), false);
    assert.equal(holdsChanges(entry('a/'), { uploaded: [], edited: [at('a/x')] }), true);
    assert.equal(holdsChanges(entry('a'), { uploaded: [at('a/x')], edited: [] }), false);
  });
});
