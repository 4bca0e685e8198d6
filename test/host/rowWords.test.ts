import assert from 'node:assert/strict';
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
