import assert from 'node:assert/strict';
import fs from 'node:fs';

/** The tests that docs/RELIABILITY.md names: file and title. */
function namedTests(): readonly { readonly file: string; readonly title: string }[] {
  const text = fs.readFileSync('docs/RELIABILITY.md', 'utf8');
  return [...text.matchAll(/^\* `(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => ({ file, title }));
}

describe('docs/RELIABILITY.md', () => {
  it('names only tests that exist', () => {
    const named = namedTests();
    assert.ok(named.length > 50, `${named.length} tests named`);
    const missing = named.filter(
      ({ file, title }) => !fs.existsSync(file) || !fs.readFileSync(file, 'utf8').includes(`it('${title}'`),
    );
    assert.deepEqual(missing, []);
  });

  it('proves every promise by a test, or says that it is not yet proved', () => {
    const sections = fs
      .readFileSync('docs/RELIABILITY.md', 'utf8')
      .split(/^## \d+\. /m)
      .slice(1);
    assert.equal(sections.length, 15);
    for (const section of sections) {
      assert.match(section, /^\* `test\/|^Not yet proved: /m, section.split('\n')[0]);
    }
  });
});
