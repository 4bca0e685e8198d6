import assert from 'node:assert/strict';

/**
 * Fails when the work takes this process more than `limit` milliseconds of processor time: a machine that is busy with something
 * else makes work late, not large.
 */
export async function within<T>(limit: number, work: () => T | Promise<T>, what = ''): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const ms = Math.round((user + system) / 1000);
  assert.ok(ms < limit, `${what && `${what}: `}${ms} ms of processor time, at most ${limit} expected`);
  return result;
}
