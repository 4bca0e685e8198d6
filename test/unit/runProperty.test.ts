import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RemoteAddress } from '../../src/removal/address';
import type { OutcomeKind } from '../../src/removal/outcome';
import { makePlan } from '../../src/removal/planning';
import type { BatchLimits, Entry } from '../../src/removal/remote';
import { isInside, type RemotePath } from '../../src/removal/remotePath';
import type { Report } from '../../src/removal/report';
import { run } from '../../src/removal/run';
import { select } from '../../src/removal/selection';
import { settleLater } from '../../src/removal/settling';
import { IN_BATCHES, ONE_BY_ONE, OTHER_SPACE, SPACE, file, folder, never, target } from '../support/builders';
import { ALL_FAULTS, fakeRemote, type FakeRemote, type Fault } from '../support/fakeRemote';
import { virtualClock } from '../support/virtualClock';

/** One run: a tree, what is chosen in it, what goes wrong, and when the person cancels. */
interface Script {
  readonly names: readonly string[];
  readonly chosen: readonly number[];
  /** Entries that another client removes before the run. */
  readonly stolen: readonly number[];
  readonly faults: readonly Fault[];
  readonly blindReads: number;
  readonly cancelAt: number | undefined;
  readonly limits: BatchLimits;
  readonly proof: 'all' | 'doubts';
  readonly twoRemotes: boolean;
  readonly chance: number;
}

const name = fc.constantFrom('a', 'ab', 'abc', 'b', 'A', ' ', '%2F', '*', '-rf', 'é', 'e\u0301', '😀');
const filePath = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const fault = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fault>('fine') },
  { weight: 3, arbitrary: fc.constantFrom(...ALL_FAULTS) },
);
const script: fc.Arbitrary<Script> = fc.record({
  names: fc.uniqueArray(filePath, { minLength: 1, maxLength: 40 }),
  chosen: fc.array(fc.nat(200), { minLength: 1, maxLength: 40 }),
  stolen: fc.array(fc.nat(200), { maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 40 }),
  blindReads: fc.constantFrom(0, 0, 0, 1, 6),
  cancelAt: fc.option(fc.nat(400), { nil: undefined, freq: 3 }),
  limits: fc.constantFrom(ONE_BY_ONE, IN_BATCHES, { ...IN_BATCHES, paths: 2, maxBytes: 20 }),
  proof: fc.constantFrom('all', 'doubts'),
  twoRemotes: fc.boolean(),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

const RUNS = Number(process.env.WINNOW_PROPERTY_RUNS ?? 1_000);

describe('run, on any tree, selection, fault script and cancel point', () => {
  const seen = new Map<string, number>();
  const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);

  it('reports what the remote shows, touches nothing else, and gives every target exactly one outcome', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (one) => {
        count(one.cancelAt === undefined ? 'not cancelled' : 'cancelled');
        const kinds = await check(one);
        if (one.faults.some((each) => each !== 'fine')) count('with faults');
        for (const kind of kinds) count(kind);
      }),
      { numRuns: RUNS },
    );
  }).timeout(120_000);

  it('has really seen every outcome, faults and cancels', () => {
    const kinds: readonly OutcomeKind[] = ['done', 'alreadyGone', 'failed', 'skipped', 'notStarted', 'unknown'];
    for (const kind of kinds) assert.ok((seen.get(kind) ?? 0) >= 50, `${kind}: ${seen.get(kind) ?? 0}`);
    assert.ok((seen.get('with faults') ?? 0) >= 0.3 * RUNS);
    assert.ok((seen.get('cancelled') ?? 0) >= 0.2 * RUNS);
  });
});

/** Every file and, once, every folder above one. A name may be a file here and a folder there: then it is a folder. */
function entriesOf(names: readonly string[]): readonly Entry[] {
  const folders = new Set<string>();
  for (const text of names) {
    const parts = text.split('/');
    for (let length = 1; length < parts.length; length += 1) folders.add(parts.slice(0, length).join('/'));
  }
  return [
    ...[...folders].map((path) => folder(path)),
    ...names.filter((path) => !folders.has(path)).map((path) => file(path)),
  ];
}

async function check(script: Script): Promise<readonly OutcomeKind[]> {
  const clock = virtualClock(() => script.chance);
  const entries = entriesOf(script.names);
  const pick = (indices: readonly number[]) => [
    ...new Set(indices.flatMap((index) => entries[index % entries.length] ?? [])),
  ];
  const stolen = new Set(pick(script.stolen).map(({ path }) => path));
  const isStolen = (path: RemotePath) => [...stolen].some((other) => path === other || isInside(path, other));
  const remotes = (script.twoRemotes ? [SPACE, OTHER_SPACE] : [SPACE]).map((address) =>
    fakeRemote({
      address,
      clock,
      limits: script.limits,
      proof: script.proof,
      paths: entries.map(({ path }) => path).filter((path) => !isStolen(path)),
      faults: script.faults,
      blindReads: script.blindReads,
    }),
  );
  const remoteOf = (address: RemoteAddress): FakeRemote => {
    const found = remotes.find((remote) => remote.address === address);
    assert.ok(found);
    return found;
  };
  const { chosen, skipped } = select(
    'deletePermanently',
    remotes.flatMap(({ address }) => pick(script.chosen).map((entry) => ({ remote: address, entry }))),
  );
  const plan = makePlan({
    id: 'p',
    action: 'deletePermanently',
    createdAt: 0,
    targets: chosen.map((one) => target(one.entry, one.remote)),
    skipped,
  });
  const cancel = new AbortController();
  if (script.cancelAt !== undefined) clock.after(script.cancelAt, () => cancel.abort());
  const told = new Set<number>();
  const report = await clock.finish(
    run(plan, (address) => remoteOf(address).act, {
      environment: clock.environment,
      cancel: cancel.signal,
      onLine: ({ target: of, outcome }, index) => {
        assert.ok(!told.has(index), 'a target was told of twice');
        told.add(index);
        if (outcome.kind === 'done') assert.ok(remoteOf(of.remote).isGone(of.entry.path), 'told done before it was');
      },
    }).then((result) => {
      checkLines(result, remoteOf, isStolen);
      return result;
    }),
  );
  assert.equal(told.size, plan.targets.length);
  checkOnlyTargetsChanged(report, remotes, new Set(entries.map(({ path }) => path).filter(isStolen)));

  const later = await clock.finish(settleLater(report, (address) => remoteOf(address).act, clock.environment, never));
  for (const { target: of, outcome } of later.lines) {
    if (outcome.kind === 'unknown')
      assert.ok(!remoteOf(of.remote).isGone(of.entry.path), 'a late effect was not found');
  }
  checkOnlyTargetsChanged(later, remotes, new Set(entries.map(({ path }) => path).filter(isStolen)));
  return report.lines.map(({ outcome }) => outcome.kind);
}

/** At the moment of the report. */
function checkLines(
  report: Report,
  remoteOf: (address: RemoteAddress) => FakeRemote,
  isStolen: (path: RemotePath) => boolean,
): void {
  assert.deepEqual(
    report.lines.map(({ target: of }) => of),
    [...report.plan.targets, ...report.plan.skipped.map(({ target: of }) => of)],
  );
  for (const { target: of, outcome, attempts } of report.lines) {
    const remote = remoteOf(of.remote);
    const { path } = of.entry;
    const isGone = remote.isGone(path);
    const requests = remote.seen.filter((one) => one.path === path);
    const context = `${outcome.kind} ${JSON.stringify(path)} ${JSON.stringify(outcome)} attempts ${attempts}`;
    switch (outcome.kind) {
      case 'done':
      case 'alreadyGone':
        assert.ok(isGone, context);
        assert.ok(requests.length > 0, context);
        break;
      case 'failed':
        // What another client removed before may be refused all the same: the server has said so.
        assert.ok(!isGone || isStolen(path), context);
        break;
      case 'notStarted':
        assert.equal(requests.length, 0, context);
        break;
      case 'skipped':
        assert.equal(requests.length, 0, context);
        break;
      case 'unknown':
        assert.ok(requests.length > 0, context);
        assert.notEqual(remote.looks.get(path), 'gone', context);
        if (remote.looks.get(path) === 'there')
          assert.ok(
            requests.some(({ answered }) => !answered),
            context,
          );
        break;
    }
  }
}

function checkOnlyTargetsChanged(
  { plan }: Report,
  remotes: readonly FakeRemote[],
  stolen: ReadonlySet<RemotePath>,
): void {
  for (const remote of remotes) {
    const own = plan.targets.filter((of) => of.remote === remote.address).map(({ entry }) => entry.path);
    for (const path of remote.gone()) {
      if (stolen.has(path)) continue;
      assert.ok(
        own.some((of) => path === of || isInside(path, of)),
        `${path} is gone and was no target`,
      );
    }
  }
}
