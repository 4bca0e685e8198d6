import assert from 'node:assert/strict';
import fc from 'fast-check';
import { multipartBody } from '../../src/remotes/multipart';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('multipart', () => {
  it('is this, to the byte', () => {
    const files = [
      { field: 'file', filename: 'a "b"\\c é.txt', bytes: bytes('one\r\n') },
      { field: 'file', filename: 'x/y.csv', bytes: bytes(''), type: 'text/csv' },
    ];
    const body = multipartBody(files, 'B') ?? assert.fail();
    assert.equal(body.type, 'multipart/form-data; boundary=B');
    assert.equal(
      new TextDecoder().decode(body.bytes),
      '--B\r\nContent-Disposition: form-data; name="file"; filename="a \\"b\\"\\\\c é.txt"\r\n' +
        'Content-Type: application/octet-stream\r\n\r\none\r\n\r\n' +
        '--B\r\nContent-Disposition: form-data; name="file"; filename="x/y.csv"\r\nContent-Type: text/csv\r\n\r\n\r\n--B--\r\n',
    );
  });

  it('refuses names that would end a header, or that none can hold', () => {
    for (const filename of ['a\r\nX: y', 'a\n', 'a\0', '\u0001.csv', 'a\u001f', '\u007f.csv']) {
      assert.equal(multipartBody([{ field: 'file', filename, bytes: bytes('') }]), undefined, JSON.stringify(filename));
    }
    assert.ok(multipartBody([{ field: 'file', filename: 'a\t\u0080.csv', bytes: bytes('') }]));
  });

  it('carries any bytes: read back by the platform’s own parser (property)', async () => {
    const file = fc.record(
      {
        field: fc.constantFrom('file', 'file[]'),
        // The platform reads browsers' quoting, which differs for these two; the case above has them.
        filename: fc
          .string({ unit: 'grapheme', minLength: 1 })
          .filter((name) => !/["\\\0-\x08\x0a-\x1f\x7f]/.test(name)),
        bytes: fc.uint8Array({ maxLength: 200 }),
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), async (files) => {
        const { bytes: body, type } = multipartBody(files) ?? assert.fail();
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is fed our own bytes, no client's
        const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
        const read = await Promise.all(
          [...form.entries()].map(async ([field, value]) => {
            assert.ok(typeof value !== 'string');
            return { field, filename: value.name, bytes: new Uint8Array(await value.arrayBuffer()) };
          }),
        );
        assert.deepEqual(read, files);
      }),
      { numRuns: 200 },
    );
  });
});
