import assert from 'node:assert/strict';
import { readDirectoryStatistics, walkFiles } from '../../src/remotes/onedata/countingRequests';
import {
  deleteById,
  deleteInFolder,
  listChildren,
  readAttributes,
  readContent,
} from '../../src/remotes/onedata/requests';
import {
  examine,
  inferScope,
  listEffectiveProviders,
  listEffectiveSpaces,
  listSpaces,
  readConfiguration,
  readEffectiveProvider,
  readEffectiveSpace,
} from '../../src/remotes/onedata/scopeRequests';
import type { ApiRequest } from '../../src/remotes/request';
import { codeOf, good, reply } from '../support/onedataReplies';

/** A request without its parser: what goes over the wire. */
function wire({ method, path, query, headers, body, reads }: ApiRequest<unknown>): object {
  return { method, path, reads, ...(query && { query }), ...(headers && { headers }), ...(body && { body }) };
}

const NEW = [
  'fileId',
  'name',
  'type',
  'size',
  'mtime',
  'parentFileId',
  'effProtectionFlags',
  'effDatasetInheritancePath',
  'hardlinkCount',
  'directShareIds',
  'conflictingName',
  'symlinkValue',
];
const OLD = ['file_id', 'name', 'type', 'size', 'mtime', 'shares', 'hardlinks_count'];
const D = '/api/v3/oneprovider/data';

describe('onedata: requests as data', () => {
  it('lists children in the words of the version', () => {
    const of = (version: string) => wire(good(listChildren('s1', version)));
    assert.deepEqual(of('21.02.5'), {
      method: 'GET',
      path: `${D}/s1/children`,
      reads: true,
      query: { attributes: NEW, limit: 1000 },
    });
    assert.deepEqual(of('25.0'), of('21.02.5'));
    assert.deepEqual(of('21.02.4'), {
      method: 'GET',
      path: `${D}/s1/children`,
      reads: true,
      query: { attribute: OLD, limit: 1000 },
    });
    assert.deepEqual(of(''), of('21.02.0-alpha28'));
    assert.deepEqual(good(listChildren('s1', '25.0', 'tok')).query, { attributes: NEW, limit: 1000, token: 'tok' });
  });

  it('never asks for an attribute that some version since 21.02.5 does not know', () => {
    for (const young of ['creationTime', 'jsonMetadata', 'hasJsonMetadata']) assert.ok(!NEW.includes(young));
  });

  it('reads attributes, files, statistics and content', () => {
    assert.deepEqual(wire(good(readAttributes('f1', '21.02.8'))), {
      method: 'GET',
      path: `${D}/f1`,
      reads: true,
      query: { attributes: NEW },
    });
    assert.deepEqual(wire(good(readAttributes('f1', '21.02.4'))), { method: 'GET', path: `${D}/f1`, reads: true });
    assert.deepEqual(wire(good(walkFiles('f1', '25.0', 't'))), {
      method: 'GET',
      path: `${D}/f1/files`,
      reads: true,
      query: { attributes: ['fileId', 'type', 'size'], limit: 1000, token: 't' },
    });
    const statistics = wire(good(readDirectoryStatistics('f1', '21.02.8')));
    const layout = (size: string) => ({
      [size]: ['minute'],
      reg_file_and_link_count: ['minute'],
      file_errors_count: ['minute'],
      dir_errors_count: ['minute'],
    });
    assert.deepEqual(statistics, {
      method: 'GET',
      path: `${D}/f1/dir_size_stats`,
      reads: true,
      body: { json: { mode: 'slice', layout: layout('total_size'), extendedInfo: true, windowLimit: 1 } },
    });
    const young = good(readDirectoryStatistics('f1', '25.0')).body;
    assert.deepEqual(young, {
      json: { mode: 'slice', layout: layout('logical_size'), extendedInfo: true, windowLimit: 1 },
    });
    const content = good(readContent('f1', 100));
    assert.deepEqual(wire(content), {
      method: 'GET',
      path: `${D}/f1/content`,
      reads: true,
      headers: { accept: 'application/octet-stream', range: 'bytes=0-100' },
    });
    assert.deepEqual([content.cut, content.maxBytes], [true, 101]);
  });

  it('deletes by the parent’s id and one segment, or by id; both change something, and neither has a query', () => {
    assert.deepEqual(wire(good(deleteInFolder('parent1', 'a/b'.slice(2)))), {
      method: 'DELETE',
      path: `${D}/parent1/path/b`,
      reads: false,
    });
    assert.equal(good(deleteInFolder('p', 'a#b?c%d.txt')).path, `${D}/p/path/a%23b%3Fc%25d.txt`);
    assert.deepEqual(wire(good(deleteById('f1'))), { method: 'DELETE', path: `${D}/f1`, reads: false });
  });

  it('has no request for a name or an id that could address something else', () => {
    for (const name of ['', '.', '..', '%2e%2e', '%2E.', '%252e%252e', 'a/b', '/', '%2F', 'a\0b']) {
      assert.equal(codeOf(deleteInFolder('p', name)), 'unsafeName', name);
    }
    for (const id of ['', '..', 'a/path', 'a?b', 'a%2fb']) {
      assert.equal(codeOf(deleteInFolder(id, 'a')), 'unsafeId', id);
      assert.equal(codeOf(deleteById(id)), 'unsafeId', id);
      assert.equal(codeOf(listChildren(id, '25.0')), 'unsafeId', id);
      assert.equal(codeOf(readEffectiveSpace(id)), 'unsafeId', id);
    }
  });

  it('only 204 is a deletion', () => {
    const deletion = good(deleteById('f1'));
    assert.deepEqual(deletion.parse(reply(204, '')), { ok: true, value: 'deleted' });
    for (const [status, body] of [
      [200, '<html>'],
      [200, {}],
      [202, ''],
      [302, ''],
      [404, ''],
    ] as const) {
      assert.ok(!deletion.parse(reply(status, body)).ok, `${status}`);
    }
  });

  it('asks a Onezone and a Oneprovider who may do what', () => {
    const zone = '/api/v3/onezone';
    const body = { json: { token: 'T' } };
    const post = { method: 'POST', reads: true, body };
    assert.deepEqual(wire(inferScope('T')), { ...post, path: `${zone}/tokens/infer_access_token_scope` });
    assert.deepEqual(wire(examine('T')), { ...post, path: `${zone}/tokens/examine` });
    const get = (path: string) => ({ method: 'GET', path, reads: true });
    assert.deepEqual(wire(listEffectiveSpaces()), get(`${zone}/user/effective_spaces`));
    assert.deepEqual(wire(good(readEffectiveSpace('s1'))), get(`${zone}/user/effective_spaces/s1`));
    assert.deepEqual(wire(listEffectiveProviders()), get(`${zone}/user/effective_providers`));
    assert.deepEqual(wire(good(readEffectiveProvider('p1'))), get(`${zone}/user/effective_providers/p1`));
    assert.deepEqual(wire(readConfiguration()), get('/api/v3/oneprovider/configuration'));
    assert.deepEqual(wire(listSpaces()), get('/api/v3/oneprovider/spaces'));
  });
});
