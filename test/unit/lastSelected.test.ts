import assert from 'node:assert/strict';
import { lastSelected, listedAmong, type SelectableView } from '../../src/editor/commands/lastSelected';
import type { StagedNode } from '../../src/editor/staged/stagedNode';
import type { TreeNode } from '../../src/editor/trees/node';
import { file, SPACE, WORKSPACE } from '../support/builders';

const seen = <Row>(selectedAt: number, selection: readonly Row[], visible = true): SelectableView<Row> => ({
  selectedAt,
  selection,
  view: { visible },
});
const row = (id: string): TreeNode => ({
  type: 'entry',
  id,
  parent: undefined,
  address: SPACE,
  entry: file(id),
  readonly: false,
});
const waiting: StagedNode = {
  type: 'place',
  waiting: 'staged',
  remote: WORKSPACE,
  label: 'tidy-up',
  entries: [file('staged.txt')],
};

describe('what a command of the palette means', () => {
  const none = { rows: [], waiting: [] };

  it('is the selection of the view in which a row was selected last', () => {
    const [oxen, onedata] = [row('oxen'), row('onedata')];
    const views = { oxen: seen(1, [oxen]), onedata: seen(3, [onedata]), staged: seen(2, [waiting]) };
    assert.deepEqual(lastSelected(views), { rows: [onedata], waiting: [] });
    assert.deepEqual(lastSelected({ ...views, oxen: seen(4, [oxen]) }), { rows: [oxen], waiting: [] });
    assert.deepEqual(lastSelected({ ...views, staged: seen(4, [waiting]) }), { rows: [], waiting: [waiting] });
  });

  it('is never what is selected in a closed view, nor anything where nothing is selected', () => {
    const views = { oxen: seen(1, [row('oxen')]), staged: seen(2, [waiting], false) };
    assert.deepEqual(lastSelected(views), { rows: [row('oxen')], waiting: [] });
    assert.deepEqual(lastSelected({ oxen: seen(2, [], true), staged: seen(1, [waiting]) }), {
      rows: [],
      waiting: [waiting],
    });
    assert.deepEqual(lastSelected({ staged: seen(1, [waiting], false) }), none);
    assert.deepEqual(lastSelected({}), none);
  });

  it('has entries, from either kind of view', () => {
    const account = { type: 'account', id: 'a' } as TreeNode;
    assert.deepEqual(listedAmong({ rows: [row('a'), account], waiting: [] }), [{ remote: SPACE, entry: file('a') }]);
    assert.deepEqual(listedAmong({ rows: [], waiting: [waiting] }), [{ remote: WORKSPACE, entry: file('staged.txt') }]);
  });
});
