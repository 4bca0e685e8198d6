import assert from 'node:assert/strict';
import { LoadedPages } from '../../src/editor/trees/loadedPages';
import type { TreeNode } from '../../src/editor/trees/node';
import type { Children } from '../../src/editor/trees/treeSource';
import type { Entry, PageToken } from '../../src/removal/remote';
import { file, folder } from '../support/builders';
import { rowOf, SPACE_ROW } from '../support/rows';

const names = (children: Children | undefined): readonly string[] | undefined =>
  children?.nodes.map((node) => (node.type === 'entry' ? node.entry.path : node.type));

/** Questions for pages that a test answers in the order it likes, and the rows as a tree knows them. */
function stage() {
  const asked: { readonly page: PageToken | undefined; readonly answer: (children: Children) => void }[] = [];
  const known = new Map<string, TreeNode>();
  const told: string[] = [];
  const dropped: string[] = [];
  const pages = new LoadedPages({
    list: (_, page) => new Promise((answer) => asked.push({ page, answer })),
    keep: (node) => {
      const kept = Object.assign(known.get(node.id) ?? node, node);
      known.set(node.id, kept);
      return kept;
    },
    gone: ({ id }) => {
      known.delete(id);
      dropped.push(id);
    },
    loaded: (rows) => told.push(...rows.map(({ id }) => id)),
  });
  const answer = async (question: number, entries: readonly Entry[], next?: string): Promise<void> => {
    const nodes = entries.map((entry) => rowOf(entry));
    asked[question]?.answer(next === undefined ? { nodes } : { nodes, next: next as PageToken });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const questions = (): readonly (string | undefined)[] => asked.map(({ page }) => page);
  /** As a person who has paged to the second page. */
  const pagedOn = async (): Promise<void> => {
    const first = pages.below(SPACE_ROW);
    await answer(0, [file('deleted'), file('a')], 'two');
    await first;
    const second = pages.pageOn(SPACE_ROW, 2);
    await answer(1, [file('b')]);
    await second;
    asked.length = 0;
  };
  return { pages, known, told, dropped, answer, questions, pagedOn };
}

describe('rows that are loaded page by page', () => {
  it('what a refresh overtook changes no row, is not remembered, and is given to nobody', async () => {
    const { pages, known, answer, questions } = stage();
    const early = pages.below(SPACE_ROW);
    pages.forget(SPACE_ROW);
    const late = pages.below(SPACE_ROW);
    await answer(1, [file('a', { bytes: 2 })]);
    await answer(0, [file('deleted'), file('a', { bytes: 1 })]);
    assert.deepEqual([names(await early), names(await late), names(pages.loadedBelow('space'))], [['a'], ['a'], ['a']]);
    assert.deepEqual([...known.values()], [rowOf(file('a', { bytes: 2 }))]);
    assert.deepEqual(questions(), [undefined, undefined]);
  });

  it('of rows that are listed no more, and of those below them, nothing is held once others stand there', async () => {
    const { pages, known, dropped, answer } = stage();
    const gone = rowOf(folder('gone'));
    void pages.below(SPACE_ROW);
    await answer(0, [folder('gone'), folder('moved'), file('a')]);
    void pages.below(gone);
    await answer(1, [file('gone/b')]);
    pages.forget(SPACE_ROW);
    const again = pages.below(SPACE_ROW);
    assert.deepEqual(dropped, [], 'they are still shown');
    Object.assign(known.get('space/moved') ?? assert.fail(), { parent: rowOf(folder('elsewhere')) });
    await answer(2, [file('a')]);
    await again;
    assert.deepEqual(dropped, ['space/gone', 'space/gone/b'], 'what stands elsewhere by now is not gone');
    assert.equal(pages.lastLoadedBelow(gone.id), undefined);
    assert.deepEqual(names(await pages.below(SPACE_ROW)), ['a']);
  });

  it('pages that a refresh overtook are not gone on with', async () => {
    const { pages, answer, questions, pagedOn } = stage();
    await pagedOn();
    pages.forget(SPACE_ROW);
    const early = pages.below(SPACE_ROW);
    pages.forget();
    const late = pages.below(SPACE_ROW);
    await answer(1, [file('a')], 'new two');
    await answer(0, [file('deleted'), file('a')], 'old two');
    await answer(2, [file('b')]);
    assert.deepEqual(questions(), [undefined, undefined, 'new two']);
    assert.deepEqual(
      [names(await early), names(await late)],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    );
    assert.deepEqual(names(pages.loadedBelow('space')), ['a', 'b']);
  });

  it('a refresh between two pages begins anew, also when nobody else asks', async () => {
    const { pages, answer, questions, pagedOn } = stage();
    await pagedOn();
    pages.forget(SPACE_ROW);
    const early = pages.below(SPACE_ROW);
    await answer(0, [file('deleted')], 'old two');
    pages.forget(SPACE_ROW);
    await answer(1, [file('a')]);
    await answer(2, [file('a')], 'new two');
    await answer(3, [file('b')]);
    assert.deepEqual(questions(), [undefined, 'old two', undefined, 'new two']);
    assert.deepEqual(names(await early), ['a', 'b']);
  });

  it('a page more that a refresh overtook is loaded with the refresh', async () => {
    const { pages, answer, questions } = stage();
    const first = pages.below(SPACE_ROW);
    await answer(0, [file('a')], 'two');
    await first;
    const more = pages.pageOn(SPACE_ROW, 1);
    pages.forget(SPACE_ROW);
    const refreshed = pages.below(SPACE_ROW);
    await answer(2, [file('a2')], 'new two');
    await answer(1, [file('b')]);
    await answer(3, [file('b2')]);
    await more;
    assert.deepEqual(questions(), [undefined, 'two', undefined, 'new two']);
    assert.deepEqual(names(await refreshed), ['a2', 'b2']);
  });

  it('a refresh of a row overtakes what is loading below it, also while the row itself is loading', async () => {
    const { pages, answer } = stage();
    const inside = rowOf(folder('folder'));
    void pages.below(SPACE_ROW);
    const early = pages.below(inside);
    pages.forget(SPACE_ROW);
    await answer(1, [file('folder/deleted')]);
    assert.equal(pages.loadedBelow(inside.id), undefined);
    await answer(2, [file('folder/a')]);
    assert.deepEqual(names(await early), ['folder/a']);
  });

  it('what lies beside a refreshed row stays', async () => {
    const { pages, answer } = stage();
    const beside = rowOf(folder('beside'));
    void pages.below(beside);
    await answer(0, [file('beside/a')]);
    pages.forget(rowOf(folder('besid')));
    assert.deepEqual(names(pages.loadedBelow(beside.id)), ['beside/a']);
  });

  it('only pages a person has paged to are loaded again', async () => {
    const { pages, answer, questions } = stage();
    void pages.below(SPACE_ROW);
    await answer(0, [file('a')], 'two');
    void pages.loadNext(SPACE_ROW);
    await answer(1, [file('b')], 'three');
    assert.deepEqual(names(pages.loadedBelow('space')), ['a', 'b']);
    pages.forget(SPACE_ROW);
    void pages.below(SPACE_ROW);
    await answer(2, [file('a')], 'two');
    assert.deepEqual(names(pages.loadedBelow('space')), ['a']);
    assert.deepEqual(questions(), [undefined, 'two', undefined]);
  });

  it('a row that was included, or comes twice, is shown once; of each new row is told once', async () => {
    const { pages, told, answer } = stage();
    void pages.below(SPACE_ROW);
    await answer(0, [file('a'), file('b')], 'two');
    assert.equal(await pages.include(SPACE_ROW, rowOf(file('d'))), true);
    assert.equal(await pages.include(SPACE_ROW, rowOf(file('a'))), false);
    assert.deepEqual(pages.loadedBelow('space')?.included, new Set(['space/d']));
    void pages.loadNext(SPACE_ROW);
    await answer(1, [file('b'), file('c'), file('d'), file('e')]);
    assert.deepEqual(names(pages.loadedBelow('space')), ['a', 'b', 'd', 'c', 'e']);
    assert.deepEqual(told, ['space/a', 'space/b', 'space/c', 'space/e']);
    assert.deepEqual(pages.loadedBelow('space')?.included, new Set(['space/d']));
  });

  it('a row that is included while its folder is read again comes after what is read', async () => {
    const { pages, answer } = stage();
    const included = pages.include(SPACE_ROW, rowOf(file('z')));
    await answer(0, [file('a')], 'two');
    assert.equal(await included, true);
    assert.deepEqual(names(pages.loadedBelow('space')), ['a', 'z']);
  });
});
