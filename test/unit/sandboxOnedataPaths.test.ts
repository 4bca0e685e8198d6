import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTarget, pathBelow } from '../../src/sandbox/onedata/cowboyPath';
import { decodeFileId, encodeFileId } from '../../src/sandbox/onedata/fileIds';
import {
  addName,
  addNameUnsorted,
  newIndex,
  positionAfter,
  removeName,
  sortedNames,
} from '../../src/sandbox/onedata/nameIndex';
import { featuresOf } from '../../src/sandbox/onedata/versions';

const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((text) => text.isWellFormed() && !['.', '..'].includes(text) && !/[/\0]/.test(text));

describe('Onedata sandbox: reading a request target', () => {
  it('gives back every path of names that were encoded once', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const { segments } = parseTarget(`/api/${names.map((one) => encodeURIComponent(one)).join('/')}`);
        assert.deepEqual(segments, ['api', ...names]);
        assert.deepEqual(pathBelow(segments.slice(1)), names);
      }),
    );
  });

  it('never yields a dot segment, whatever was sent', () => {
    const piece = fc.constantFrom('.', '..', '%2e', '%2E%2e', '.%2e', 'a', '%2F', '..%2F', '%252e%252e', '', '#', '?');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const { segments = [] } = parseTarget(`/${pieces.join('/')}`);
        assert.ok(!segments.includes('.') && !segments.includes('..'));
        const below = pathBelow(segments);
        assert.ok(!below || below.every((one) => one !== '' && one !== '.' && one !== '..'));
      }),
    );
  });

  it('cuts at # before anything else, then at ?', () => {
    assert.deepEqual(parseTarget('/a/b#c?d=e').segments, ['a', 'b']);
    const { segments, query } = parseTarget('/a?x=1&x=2&y=a+b%20c&z#w');
    assert.deepEqual(segments, ['a']);
    assert.deepEqual(Object.fromEntries(query), { x: ['1', '2'], y: 'a b c', z: 'true' });
  });

  it('takes a target with a host, refuses one without a slash or with half an escape', () => {
    assert.deepEqual(parseTarget('http://host:1/a/b/').segments, ['a', 'b']);
    assert.equal(parseTarget('*').segments, undefined);
    assert.equal(parseTarget('/a/%4').segments, undefined);
  });
});

describe('Onedata sandbox: file ids', () => {
  it('come back as they went, and nothing else decodes', () => {
    /** One checksum in 32,768 is the same with a zero behind the text. */
    const isBlind = (id: string): boolean => ['0000', '8000'].includes(id.slice(12, 16));
    const hex = fc.stringMatching(/^[0-9a-f]{8,32}$/);
    fc.assert(
      fc.property(hex, hex, fc.option(hex, { nil: undefined }), (uuid, spaceId, shareId) => {
        const parts = shareId === undefined ? { uuid, spaceId } : { uuid, spaceId, shareId };
        const id = encodeFileId(parts);
        assert.match(id, /^[0-9A-F]+$/);
        assert.deepEqual(decodeFileId(id), parts);
        for (const broken of [
          id.slice(2),
          `${id}0`,
          ...(isBlind(id) ? [] : [`${id}00`]),
          id.toLowerCase(),
          id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        ])
          assert.equal(decodeFileId(broken), undefined);
      }),
    );
    for (const text of ['', 'garbage', 'ec392dd370229b48ee64d84ef9677d99chec39'])
      assert.equal(decodeFileId(text), undefined);
  });
});

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('Onedata sandbox: names of a folder', () => {
  it('stay sorted and complete under any order of adding and removing', () => {
    const change = fc.record({ name: fc.constantFrom(...LETTERS), adds: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LETTERS)), fc.array(change, { maxLength: 60 }), (first, changes) => {
        const index = newIndex();
        const kept = new Set(first);
        for (const one of kept) addNameUnsorted(index, one);
        sortedNames(index);
        for (const { name: one, adds } of changes) {
          if (adds && !kept.has(one)) {
            kept.add(one);
            addName(index, one);
          } else if (!adds && kept.delete(one)) removeName(index, (other) => kept.has(other));
        }
        const names = sortedNames(index);
        assert.deepEqual([...names], [...new Set(names)].sort());
        assert.deepEqual(
          names.filter((one) => kept.has(one)),
          [...kept].sort(),
        );
      }),
    );
  });

  it('forgets removed names once half of many are gone', () => {
    const index = newIndex();
    const kept = new Set(Array.from({ length: 4000 }, (_, i) => String(i).padStart(5, '0')));
    for (const one of kept) addName(index, one);
    for (const one of [...kept].slice(0, 3000)) {
      kept.delete(one);
      removeName(index, (other) => kept.has(other));
    }
    assert.ok(index.names.length < 2500, String(index.names.length));
    assert.equal(positionAfter(sortedNames(index), '03999'), index.names.length);
  });
});

describe('Onedata sandbox: versions', () => {
  it('features arrive with their release', () => {
    assert.deepEqual(Object.values(featuresOf('21.02.3')), [false, false, false, false, false]);
    assert.deepEqual(Object.values(featuresOf('21.02.4')), [true, true, false, false, false]);
    assert.deepEqual(Object.values(featuresOf('21.02.5')), [true, true, true, false, false]);
    assert.deepEqual(Object.values(featuresOf('21.02.8')), [true, true, true, true, false]);
    assert.deepEqual(Object.values(featuresOf('25.0')), [true, true, true, true, true]);
    assert.deepEqual(Object.values(featuresOf('25.1.2')), [true, true, true, true, true]);
  });
});
