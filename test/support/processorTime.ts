import assert from 'node:assert/strict';

/** How much processor time of this process the work took, ms: a machine that is busy with something else makes work late, not large. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Fails when the work takes this process more than `limit` milliseconds of processor time. */
export async function within<T>(limit: number, work: () => T | Promise<T>, what = ''): Promise<T> {
  let result: T | undefined;
  const ms = Math.round(await processorTime(async () => (result = await work())));
  assert.ok(ms < limit, `${what && `${what}: `}${ms} ms of processor time, at most ${limit} expected`);
  return result as T;
}
