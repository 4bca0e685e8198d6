import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome, OutcomeKind } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import { makePlan } from '../../src/removal/planning';
import type { Act, Entry, Presence, Target } from '../../src/removal/remote';
import { isInside } from '../../src/removal/remotePath';
import type { Report } from '../../src/removal/report';
import { run } from '../../src/removal/run';
import { select } from '../../src/removal/selection';
import { settleNow } from '../../src/removal/settling';
import { leavesDoubt } from '../../src/removal/task';
import { TIMES, compressedClock } from '../support/compressedClock';
import type { FaultRule } from '../support/faults';
import { removalStage, type RemovalStage, type StagePlan } from '../support/removalStage';
import { faultRules, filePaths, quiet, stageAll } from '../support/removalScripts';
import { never, walkAll } from '../support/remoteWalks';

/** One run: a tree, what is chosen in it, what goes wrong, and when the person cancels. */
interface Script {
  readonly files: readonly string[];
  readonly chosen: readonly number[];
  /** Entries that another client removes after they were listed. */
  readonly stolen: readonly number[];
  /** Entries that were removed before they were listed. */
  readonly removed: readonly number[];
  readonly rules: readonly FaultRule[];
  /** Cancelled `after` virtual ms have passed since the `atWrite`th request that changes something (0: the start). */
  readonly cancel: { readonly atWrite: number; readonly after: number } | undefined;
  readonly limits: StagePlan['limits'];
  readonly chance: number;
}

const index = fc.nat(40);
const scripts: fc.Arbitrary<Script> = fc.record({
  files: filePaths,
  chosen: fc.array(index, { minLength: 1, maxLength: 14 }),
  stolen: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(index, { maxLength: 2 })),
  removed: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(index, { maxLength: 2 })),
  rules: faultRules,
  cancel: fc.option(
    fc.record({ atWrite: fc.constantFrom(0, 1, 1, 1, 2, 3), after: fc.constantFrom(0, 0, 0, 100, 500, 3_000) }),
    { freq: 3, nil: undefined },
  ),
  limits: fc.constantFrom(
    { paths: 1, maxPaths: 1, inFlight: 1, maxInFlight: 1 },
    { paths: 2, maxPaths: 4, inFlight: 1, maxInFlight: 2 },
    { inFlight: 4, maxInFlight: 8 },
  ),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

/** Scripts in all; CI runs at least a thousand. */
const RUNS = Number(process.env.WINNOW_PROPERTY_RUNS ?? 1_020);
const SEED = Number(process.env.WINNOW_PROPERTY_SEED ?? Date.now() % 1_000_000_000);
/** Scripts under way at once: most of a script's time is waiting. */
const SIDE_BY_SIDE = 10;
const ACTIONS: readonly StagePlan['action'][] = ['deletePermanently', 'stageRemoval', 'unstage'];

describe(`a run over the practice servers, on any tree, selection, fault script and cancel point (seed ${SEED})`, () => {
  const seen = new Map<string, number>();
  const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);
  const seenOf = (key: string): number => seen.get(key) ?? 0;

  it('reports what the server shows, touches nothing else, and gives every target exactly one outcome', async () => {
    const numRuns = Math.ceil(RUNS / (SIDE_BY_SIDE * ACTIONS.length));
    const lane = async (number: number): Promise<void> => {
      for (const action of ACTIONS) {
        const property = fc.asyncProperty(fc.constant(action), scripts, (which, script) => check(which, script, count));
        const path = process.env.WINNOW_PROPERTY_PATH;
        await fc.assert(property, { numRuns, seed: SEED + number, ...(path ? { path } : {}) });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, number) => lane(number)));
  }).timeout(240_000);

  it('has really met every outcome, faults in the middle and cancels', () => {
    const told = JSON.stringify([...seen]);
    assert.ok(seenOf('scripts') >= RUNS, told);
    const kinds: readonly OutcomeKind[] = ['done', 'alreadyGone', 'failed', 'skipped', 'notStarted', 'unknown'];
    const enough = RUNS / 20;
    for (const kind of kinds) assert.ok(seenOf(kind) >= Math.min(50, enough), `${kind}: ${told}`);
    assert.ok(seenOf('fault in the middle') >= 0.3 * RUNS, told);
    assert.ok(seenOf('cancelled in the middle') >= 0.2 * RUNS, told);
  });
});

async function check(action: StagePlan['action'], script: Script, count: (key: string) => void): Promise<void> {
  const stage = await removalStage({ action, files: script.files, limits: script.limits });
  try {
    await checkOn(stage, action, script, count);
  } finally {
    await stage.stop();
  }
}

async function checkOn(
  stage: RemovalStage,
  action: StagePlan['action'],
  script: Script,
  count: (key: string) => void,
): Promise<void> {
  const { plan, foreign } = await prepare(stage, action, script);
  stage.forget();
  await stage.faults.play(action === 'unstage' ? script.rules.map(sparingTheFirstStep) : script.rules);
  const before = new Set(stage.done());
  const environment = compressedClock(() => script.chance);
  const cancel = new AbortController();
  const at = script.cancel;
  const cancelSoon = (): void => {
    const { after = 0 } = at ?? {};
    if (after === 0) cancel.abort();
    else setTimeout(() => cancel.abort(), after / TIMES);
  };
  if (at?.atWrite === 0) cancelSoon();
  stage.onWrite((nth) => {
    if (nth === at?.atWrite) cancelSoon();
  });

  const witness = witnessed(stage.act);
  const told = new Set<number>();
  const report = await run(plan, () => witness.act, {
    environment,
    cancel: cancel.signal,
    onLine: ({ target, outcome }, position) => {
      assert.ok(!told.has(position), 'a target was told of twice');
      told.add(position);
      if (outcome.kind === 'done') assert.ok(stage.isDone(target.entry.path), 'told done before it was');
    },
  });
  const wasCancelled = cancel.signal.aborted;
  assert.equal(told.size, plan.targets.length);
  const isForeign = (path: string): boolean => foreign.some((own) => covers(own, path) || covers(path, own));
  checkReport(report, { stage, witness, wasCancelled }, isForeign);
  checkOnlyTargets(plan, stage, before, isForeign);
  count('scripts');
  for (const { outcome } of report.lines) count(outcome.kind);
  if (stage.faults.fired().some((times) => times > 0)) count('fault in the middle');
  if (wasCancelled && at?.atWrite !== 0) count('cancelled in the middle');

  // Later: the server is well again, and what it had received late has happened.
  await stage.faults.play([]);
  await quiet(stage);
  const later = await settleNow(report, () => stage.act, environment, never());
  for (const { target, outcome } of later.lines) {
    const { path } = target.entry;
    const context = `${path} ${JSON.stringify(outcome)} later`;
    if (outcome.kind === 'done') assert.ok(stage.isDone(path), context);
    if (outcome.kind === 'failed') assert.ok(!stage.isDone(path) || isForeign(path), context);
    if (outcome.kind !== 'unknown') continue;
    // What another client deleted with the folder above it lies readable in the trash for a while.
    assert.ok(!stage.isDone(path) || isForeign(path), context);
    // A pooled connection may have been closed before the request came through it: no client can tell.
    assert.ok(stage.wasAsked(target) || outcome.failure.data.reusedSocket === 1, context);
    assert.ok(witness.wasInDoubt(target), context);
  }
  for (const { target, outcome } of later.lines)
    if (outcome.kind === 'notStarted') assert.ok(!stage.wasAsked(target), `${target.entry.path} was asked for later`);
  checkOnlyTargets(plan, stage, before, isForeign);
}

/**
 * Taking back begins by staging once more what is staged (docs/OXEN.md, *Leftovers*). Where that very request is lost and takes effect seconds
 * later, it stages again what was taken back meanwhile, and no client can know: the next reading of the workspace shows it.
 */
function sparingTheFirstStep(rule: FaultRule): FaultRule {
  return rule.fault.do === 'late' ? { ...rule, path: '/changes' } : rule;
}

/** The plan, as a person makes it from what was listed; then another client interferes. */
async function prepare(
  stage: RemovalStage,
  action: StagePlan['action'],
  script: Script,
): Promise<{ readonly plan: Plan; readonly foreign: readonly string[] }> {
  const all = await walkAll(stage.remote);
  const pick = (from: readonly Entry[], indices: readonly number[]): readonly Entry[] => [
    ...new Set(indices.flatMap((one) => from[one % from.length] ?? [])),
  ];
  const without = async (entries: readonly Entry[]): Promise<void> => {
    const cover = select(
      'deletePermanently',
      entries.map((entry) => ({ remote: stage.address, entry })),
    );
    const targets = cover.chosen.map((one) => targetOf(stage, one.entry));
    const act = action === 'unstage' ? unstagingOf(stage) : stage.remote.removal;
    for (const target of targets) await act.perform([target], never());
  };
  if (action === 'unstage') await stageAll(stage, all);
  const removed = pick(all, script.removed);
  await without(removed);
  const listed = action === 'unstage' || removed.length === 0 ? all : await walkAll(stage.remote);
  const chosen = pick(listed, script.chosen).map((entry) => ({ remote: stage.address, entry }));
  const selection = select(action, chosen);
  const targets = [];
  for (const { entry } of selection.chosen) {
    const extent = await stage.remote.measure(entry, Infinity, never());
    assert.ok(extent.ok);
    targets.push({ remote: stage.address, entry, extent: extent.value });
  }
  const stolen = pick(listed, script.stolen);
  await without(stolen.filter(({ traits }) => !traits.includes('staged')));
  const plan = makePlan({ id: 'p', action, createdAt: 0, targets, skipped: selection.skipped });
  return { plan, foreign: [...removed, ...stolen].map(({ path }) => path) };
}

function targetOf(stage: RemovalStage, entry: Entry): Target {
  return { remote: stage.address, entry, extent: { files: 0, bytes: 0, precision: 'atLeast', countedAt: 0 } };
}

function unstagingOf({ remote }: RemovalStage): Act {
  assert.ok('unstaging' in remote);
  return remote.unstaging as Act;
}

interface Witness {
  readonly act: Act;
  /** What the last read said of a target. */
  lookOf(target: Target): Presence | undefined;
  /** A request for it went out, and no answer told what it did; or the server said yes and a read did not show it. */
  wasInDoubt(target: Target): boolean;
}

function witnessed(act: Act): Witness {
  const looks = new Map<Target, Presence>();
  const doubted = new Set<Target>();
  const isDoubt = (outcome: Outcome | undefined): boolean =>
    outcome === undefined || outcome.kind === 'unknown' || (outcome.kind === 'failed' && leavesDoubt(outcome.failure));
  return {
    act: {
      ...act,
      perform: async (targets, signal) => {
        const outcomes = await act.perform(targets, signal);
        assert.equal(outcomes.length, targets.length);
        targets.forEach((target, position) => {
          if (isDoubt(outcomes[position])) doubted.add(target);
        });
        return outcomes;
      },
      lookAgain: async (targets, signal) => {
        const presences = await act.lookAgain(targets, signal);
        assert.equal(presences.length, targets.length);
        // A run does not take in what comes when its time is over: ten seconds, a tenth of one here, which a busy machine may need.
        if (!signal.aborted)
          targets.forEach((target, position) => looks.set(target, presences[position] ?? 'unreadable'));
        return presences;
      },
    },
    lookOf: (target) => looks.get(target),
    wasInDoubt: (target) => doubted.has(target),
  };
}

interface Seen {
  readonly stage: RemovalStage;
  readonly witness: Witness;
  readonly wasCancelled: boolean;
}

/** At the moment of the report. */
function checkReport(
  report: Report,
  { stage, witness, wasCancelled }: Seen,
  isForeign: (path: string) => boolean,
): void {
  const { plan } = report;
  assert.deepEqual(
    report.lines.map(({ target }) => target),
    [...plan.targets, ...plan.skipped.map(({ target }) => target)],
  );
  for (const { target, outcome } of report.lines) {
    const { path } = target.entry;
    const isDone = stage.isDone(path);
    const look = witness.lookOf(target);
    const context = `${path} ${JSON.stringify(outcome)} done ${isDone} look ${look}`;
    switch (outcome.kind) {
      case 'done':
        assert.ok(isDone && stage.wasAsked(target), context);
        break;
      case 'alreadyGone':
        assert.ok(isDone, context);
        break;
      case 'failed':
        // Of a folder a part may be done, and what another client did may be refused all the same: the server has said so.
        assert.ok(!isDone || isForeign(path), context);
        break;
      case 'notStarted':
        assert.ok(!stage.wasAsked(target), context);
        break;
      case 'skipped':
        break;
      case 'unknown':
        // After a cancel there may be no time left for the read.
        assert.ok(witness.wasInDoubt(target) || look === 'unreadable' || (look === undefined && wasCancelled), context);
        assert.notEqual(look, 'gone', context);
        break;
    }
  }
}

/** What is done now and was not before is a target, or in one, or another client's. */
function checkOnlyTargets(
  { targets }: Plan,
  stage: RemovalStage,
  before: ReadonlySet<string>,
  isForeign: (path: string) => boolean,
): void {
  assert.deepEqual(stage.strange(), []);
  const now = new Set(stage.done());
  const own = targets.map(({ entry }) => entry.path);
  for (const path of now) {
    if (before.has(path) || isForeign(path) || own.some((one) => covers(one, path))) continue;
    // A folder counts as done when everything in it is.
    const held = [...now].filter((other) => other.startsWith(`${path}/`));
    assert.ok(held.length > 0 && stage.address.kind === 'oxen', `${path} was no target`);
  }
  for (const path of before) assert.ok(now.has(path), `${path} was done before and no longer is`);
}

function covers(own: string, path: string): boolean {
  return path === own || isInside(path as Entry['path'], own as Entry['path']);
}
