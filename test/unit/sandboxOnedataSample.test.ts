import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { BAD_IMAGES } from '../../src/sandbox/sample/images';
import { sampleFiles } from '../../src/sandbox/sample/sampleFiles';
import { sampleSpace } from '../../src/sandbox/sample/sampleSpace';

const picture = (name: string): Uint8Array => fs.readFileSync(path.join('media/sample', name));
const options = { scale: 0.01, picture };

describe('sample data', () => {
  const space = sampleSpace(options);
  const paths = new Set(space.files.map((file) => file.path));

  it('says the size of every file without producing it, and says it right', () => {
    for (const file of space.files) assert.equal(file.bytes().length, file.size, file.path);
  });

  it('names every path once, no name too long for a file system, no file that is also a folder', () => {
    assert.equal(paths.size, space.files.length);
    for (const file of space.files) {
      const names = file.path.split('/');
      for (const name of names) assert.ok(Buffer.byteLength(name) <= 255 && !['', '.', '..'].includes(name), file.path);
      for (let i = 1; i < names.length; i++) assert.ok(!paths.has(names.slice(0, i).join('/')), file.path);
    }
  });

  it('has 240 labelled pictures whose bytes are what their extension says', () => {
    const images = space.files.filter((file) => /^images\/(train|test)\/\w+\/\w+_\d{3}\./.test(file.path));
    assert.equal(images.length, 240);
    for (const image of images) {
      const head = Buffer.from(image.bytes()).subarray(0, 4).toString('latin1');
      assert.equal(head, image.path.endsWith('.png') ? '\x89PNG' : '\xff\xd8\xff\xe0', image.path);
    }
    for (const bad of Object.keys(BAD_IMAGES)) assert.ok(paths.has(bad), bad);
  });

  it('scales only the large folder', () => {
    const rest = (scale: number): number =>
      sampleFiles({ scale, picture }).filter((file) => !file.path.startsWith('measurements/')).length;
    const large = sampleFiles({ scale: 1, picture }).filter((file) => file.path.startsWith('measurements/'));
    assert.equal(large.length, 5000);
    assert.equal(rest(1), rest(0.01));
  });

  it('holds the traps that names can set: twins, prefixes, dots, escapes', () => {
    for (const name of [
      'caf\u00e9 NFC.txt',
      'cafe\u0301 NFD.txt',
      '%2e%2e',
      '-rf',
      'trailing dot.',
      '*.txt',
      'hash#tag.txt',
    ])
      assert.ok(paths.has(`odd names/${name}`), name);
    for (const sibling of ['siblings/a/one.txt', 'siblings/ab/one.txt', 'odd names/odd names/inside.txt'])
      assert.ok(paths.has(sibling), sibling);
  });

  it('refers only to paths that exist in the space', () => {
    const folders = new Set([...paths].flatMap((p) => p.split('/').map((_, i, names) => names.slice(0, i).join('/'))));
    const links = space.hardLinks.map((link) => link.target);
    const others = [...space.shares, ...space.datasets].map((thing) => thing.path);
    for (const p of [...links, ...others, ...space.archived, ...space.foreign, ...space.conflicts])
      assert.ok(paths.has(p) || folders.has(p), p);
  });
});
