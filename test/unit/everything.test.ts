import assert from 'node:assert/strict';
import { everythingWarnings } from '../../src/removal/everything';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import type { Warning } from '../../src/removal/plan';
import type { Entry, PageToken } from '../../src/removal/remote';
import { file, folder, listed, never, withTraits, WORKSPACE } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

/** Asks about entries of a root that is listed two a page. */
async function ask(root: readonly Entry[], chosen: readonly Entry[]) {
  const clock = virtualClock();
  let pages = 0;
  const lister = {
    list: (_folder: string, page: PageToken | undefined) => {
      pages += 1;
      const from = Number(page ?? 0);
      const next = from + 2 < root.length ? { next: String(from + 2) as PageToken } : {};
      return Promise.resolve(success({ items: root.slice(from, from + 2), ...next }));
    },
  };
  const rows = chosen.map((entry) => listed(entry, WORKSPACE));
  const answer: Answer<readonly Warning[]> = await clock.finish(
    everythingWarnings(rows, () => lister, clock.environment, never),
  );
  assert.ok(answer.ok);
  return { warns: answer.value.map(({ code }) => code), pages };
}

describe('a removal that leaves nothing', () => {
  const images = folder('images', { files: 3 });
  const root = [file('a'), images, file('z')];

  it('is one of every entry of the root, whoever names them', async () => {
    assert.deepEqual(await ask(root, root), { warns: ['everything'], pages: 2 });
    assert.deepEqual((await ask(root, [file('a'), images])).warns, []);
    assert.deepEqual((await ask([file('only')], [file('only')])).warns, ['everything']);
  });

  it('reads no further than to an entry that stays, and nothing at all for one file below a folder', async () => {
    assert.deepEqual(await ask(root, [file('z')]), { warns: [], pages: 1 });
    assert.deepEqual(await ask(root, [file('images/1')]), { warns: [], pages: 0 });
  });

  it('is one of what is left, when the rest is staged already, only uploaded, or the server’s own', async () => {
    const rest = [
      withTraits(folder('s'), 'staged'),
      withTraits(file('u'), 'uploaded'),
      withTraits(folder('t'), 'special'),
    ];
    assert.deepEqual((await ask([file('a'), ...rest], [file('a')])).warns, ['everything']);
    assert.deepEqual((await ask([file('a'), withTraits(file('e'), 'edited'), ...rest], [file('a')])).warns, []);
  });

  it('is one of all files below the folders, as a pattern finds them', async () => {
    const inside = [file('images/1'), file('images/2'), file('images/deep/3')];
    assert.deepEqual((await ask(root, [file('a'), ...inside, file('z')])).warns, ['everything']);
    assert.deepEqual((await ask(root, [file('a'), ...inside.slice(1), file('z')])).warns, []);
    assert.deepEqual((await ask([images], [folder('images/deep', { files: 3 })])).warns, ['everything']);
    assert.deepEqual((await ask([folder('images')], inside)).warns, [], 'nobody knows how many it has');
    assert.deepEqual((await ask([folder('images', { files: 0 })], [file('images-2/1'), file('a/1')])).warns, []);
  });

  it('tells entries of one name apart by their ids', async () => {
    const twins = [file('a', { id: '1' }), file('a', { id: '2' })];
    assert.deepEqual((await ask(twins, twins)).warns, ['everything']);
    assert.deepEqual((await ask(twins, twins.slice(1))).warns, []);
  });

  it('is not planned where the root cannot be listed', async () => {
    const clock = virtualClock();
    const refusing = { list: () => Promise.resolve(failed(failureOf('forbidden', 'forbidden'))) };
    const answer = await clock.finish(
      everythingWarnings([listed(file('a'), WORKSPACE)], () => refusing, clock.environment, never),
    );
    assert.ok(!answer.ok && answer.failure.kind === 'forbidden');
  });
});
