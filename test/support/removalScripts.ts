import fc from 'fast-check';
import { TIMES } from './compressedClock';
import type { Entry } from '../../src/removal/remote';
import { select } from '../../src/removal/selection';
import type { Fault, FaultRule } from './faults';
import type { RemovalStage } from './removalStage';
import { never } from './remoteWalks';

/** Names that are like one another, and names that are hard to send. */
const name = fc.constantFrom('a', 'ab', 'a b', 'b', 'A', '%2F', '*', '-rf', 'é', 'e\u0301', '😀', '#1', 'a.txt');

/** Files of a small tree. A name is never a file here and a folder there. */
export const filePaths: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(
    fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
    { minLength: 1, maxLength: 10 },
  )
  .map((paths) => paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))));

const ONEDATA_REFUSAL = JSON.stringify({
  error: { id: 'posix', details: { errno: 'eacces' }, description: 'Permission denied' },
});
const retryAfter = fc.constantFrom({ seconds: 1 }, { seconds: 5 }, { dateInMs: 2_000 }, undefined);
const share = fc.constantFrom(0, 0.3, 0.9);
/** Until the client has given up, and 2 virtual seconds more. */
const LATE = 2_000 / TIMES;

const onWrites: fc.Arbitrary<Fault> = fc.oneof(
  fc
    .record({ status: fc.constantFrom(429, 503), retryAfter })
    .map(({ status, retryAfter: wait }): Fault =>
      wait === undefined ? { do: 'refuse', status } : { do: 'refuse', status, retryAfter: wait },
    ),
  fc.constantFrom(400, 403, 404, 409, 413, 413, 500, 502).map((status): Fault => ({ do: 'refuse', status })),
  fc.constant<Fault>({ do: 'refuse', status: 400, body: ONEDATA_REFUSAL }),
  fc.constantFrom<Fault>({ do: 'reset', effect: 'before' }, { do: 'reset', effect: 'after' }),
  share.map((of): Fault => ({ do: 'truncate', share: of })),
  fc.constantFrom<Fault>({ do: 'html', effect: 'none' }, { do: 'html', effect: 'done' }),
  fc.constant<Fault>({ do: 'expire' }),
  fc.constantFrom(0.3, 0.5, 1).map((of): Fault => ({ do: 'partial', share: of })),
  fc.constantFrom<Fault>(
    { do: 'late', client: 'reset', afterMs: LATE },
    { do: 'late', client: 'reset', afterMs: LATE },
    { do: 'late', client: 'ignored', afterMs: LATE },
  ),
  fc.constantFrom<Fault>(
    { do: 'drip', bytes: 20, everyMs: 1 },
    { do: 'flood', status: 500, bytes: 100_000 },
    { do: 'raw', text: 'no answer at all\r\n\r\n' },
    { do: 'redirect', status: 307, to: 'http://127.0.0.1:1' },
  ),
);

const writeRule: fc.Arbitrary<FaultRule> = fc
  .record({
    fault: onWrites,
    from: fc.constantFrom(1, 1, 2, 2, 3, 4, 6),
    more: fc.constantFrom(0, 0, 0, 1, 3, Infinity),
    latency: fc.constantFrom(0, 0, 0, 5, 20),
  })
  .map(({ fault, from, more, latency }) => ({
    method: 'DELETE',
    at: { from, to: from + more },
    ...(latency === 0 ? {} : { latency }),
    fault,
  }));

/** Reads go wrong less often: they decide what is known, not what happens. */
const readRule: fc.Arbitrary<FaultRule> = fc
  .record({
    fault: fc.constantFrom<Fault>(
      { do: 'refuse', status: 503 },
      { do: 'reset', effect: 'before' },
      { do: 'truncate', share: 0.5 },
      { do: 'html', effect: 'none' },
      { do: 'expire' },
    ),
    from: fc.constantFrom(1, 1, 2),
    more: fc.constantFrom(0, 1, 1, Infinity),
  })
  .map(({ fault, from, more }) => ({ method: 'GET', at: { from, to: from + more }, fault }));

const slowRule: fc.Arbitrary<FaultRule> = fc
  .constantFrom(5, 10, 20)
  .map((latency) => ({ method: 'DELETE', latency, fault: { do: 'slow' } }));

/** What goes wrong in one run: up to three rules, the slow one last so that the others come first. */
export const faultRules: fc.Arbitrary<readonly FaultRule[]> = fc
  .record({
    writes: fc.array(writeRule, { maxLength: 3 }),
    reads: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(readRule, { minLength: 1, maxLength: 1 })),
    slow: fc.oneof(fc.constant([]), fc.tuple(slowRule)),
  })
  .map(({ writes, reads, slow }) => [...writes, ...reads, ...slow]);

/** Only what passes: a run that fails by these is finished by the next one. */
export const transientRules: fc.Arbitrary<readonly FaultRule[]> = fc.array(
  fc
    .record({
      fault: fc.constantFrom<Fault>(
        { do: 'refuse', status: 503 },
        { do: 'reset', effect: 'before' },
        { do: 'reset', effect: 'after' },
        { do: 'slow' },
      ),
      from: fc.constantFrom(1, 2, 3),
      latency: fc.constantFrom(0, 5, 10),
    })
    .map(({ fault, from, latency }) => ({ method: 'DELETE', at: { from, to: from }, latency, fault })),
  { maxLength: 2 },
);

/** Every top entry staged, so that there is something to take back. */
export async function stageAll({ remote, address }: RemovalStage, entries: readonly Entry[]): Promise<void> {
  const { chosen } = select(
    'stageRemoval',
    entries.map((entry) => ({ remote: address, entry })),
  );
  const extent = { files: 0, bytes: 0, precision: 'atLeast', countedAt: 0 } as const;
  await remote.removal.perform(
    chosen.map((one) => ({ ...one, extent })),
    never(),
  );
}

/** Until the servers have nothing more to do: neither what a fault delayed nor what lies in a socket. */
export async function quiet(stage: RemovalStage): Promise<void> {
  for (let last = -1; last !== stage.faults.requests();) {
    last = stage.faults.requests();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await stage.faults.settled();
  }
}
