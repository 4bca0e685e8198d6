import assert from 'node:assert/strict';
import { spaceLabels } from '../../src/editor/trees/onedataSource';
import { entryDescription, entryTooltip } from '../../src/editor/wording/trees';
import { folder } from '../support/builders';

describe('the words of a row', () => {
  const said = (path: string): string => entryDescription(folder(path, { traits: ['special'] }), false);

  it('name Onedata’s own folders as what they are', () => {
    assert.match(said('.__onedata__trash'), /^trash\b/);
    assert.match(said('.__onedata__archive'), /^archives\b/);
    assert.match(said('.__onedata__other'), /^system folder\b/);
  });

  it('tell on hover what comes of a dataset', () => {
    const tooltip = entryTooltip(folder('study', { traits: ['dataset'] }), false);
    assert.match(tooltip, /deleting it detaches the dataset, and archives made of it stay/);
  });
});

describe('spaces that have one name', () => {
  it('are told apart by the beginning of their id; others are called as they are', () => {
    const spaces = [
      { id: '3a9f01c2d4e5f607', name: 'data' },
      { id: '77b0ffee00112233', name: 'data' },
      { id: '900d5eed44556677', name: 'Field Station' },
    ];
    assert.deepEqual(spaceLabels(spaces), ['data@3a9f01c2', 'data@77b0ffee', 'Field Station']);
  });
});
