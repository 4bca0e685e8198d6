import assert from 'node:assert/strict';
import fc from 'fast-check';
import { interruptedRuns, pastRuns } from '../../src/removal/journalHistory';
import { decodeJournal, encodeRecords, type JournalRecord } from '../../src/removal/journalRecord';
import type { Plan } from '../../src/removal/plan';
import { makePlan } from '../../src/removal/planning';
import type { Act, Target } from '../../src/removal/remote';
import { restOf } from '../../src/removal/rest';
import type { Report } from '../../src/removal/report';
import { run } from '../../src/removal/run';
import { select } from '../../src/removal/selection';
import { settleNow } from '../../src/removal/settling';
import { compressedClock } from '../support/compressedClock';
import type { FaultRule } from '../support/faults';
import { removalStage, type RemovalStage, type StagePlan } from '../support/removalStage';
import { filePaths, quiet, stageAll, transientRules } from '../support/removalScripts';
import { never, walkAll } from '../support/remoteWalks';

/** One run that dies: after so many records of the journal, with a part of the next one written. */
interface Script {
  readonly files: readonly string[];
  readonly chosen: readonly number[];
  readonly rules: readonly FaultRule[];
  readonly records: number;
  readonly torn: number;
  readonly limits: StagePlan['limits'];
}

const scripts: fc.Arbitrary<Script> = fc.record({
  files: filePaths,
  chosen: fc.array(fc.nat(40), { minLength: 1, maxLength: 14 }),
  rules: transientRules,
  records: fc.oneof(fc.nat(3), fc.nat(14)),
  torn: fc.double({ min: 0, max: 0.99, noNaN: true }),
  limits: fc.constantFrom(
    { paths: 1, maxPaths: 1, inFlight: 1, maxInFlight: 1 },
    { paths: 2, maxPaths: 2, inFlight: 1, maxInFlight: 1 },
    { inFlight: 4, maxInFlight: 8 },
  ),
});

const RUNS = Number(process.env.WINNOW_PROPERTY_RUNS ?? 300);
const SEED = Number(process.env.WINNOW_PROPERTY_SEED ?? Date.now() % 1_000_000_000);
const SIDE_BY_SIDE = 6;
const ACTIONS: readonly StagePlan['action'][] = ['deletePermanently', 'stageRemoval', 'unstage'];

describe(`a run whose process dies at any record of its journal (seed ${SEED})`, () => {
  const crashes = { before: 0, during: 0, never: 0 };

  it('is finished by Run the Rest: the server ends as if nothing had happened', async () => {
    const numRuns = Math.ceil(RUNS / (SIDE_BY_SIDE * ACTIONS.length));
    const lane = async (number: number): Promise<void> => {
      for (const action of ACTIONS) {
        const property = fc.asyncProperty(fc.constant(action), scripts, async (which, script) => {
          crashes[await check(which, script)] += 1;
        });
        await fc.assert(property, { numRuns, seed: SEED + number });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, number) => lane(number)));
  }).timeout(120_000);

  it('has really died before, during and after', () => {
    assert.ok(crashes.during >= 0.25 * RUNS && crashes.before > 0 && crashes.never > 0, JSON.stringify(crashes));
  });
});

async function check(action: StagePlan['action'], script: Script): Promise<'before' | 'during' | 'never'> {
  const [stage, twin] = await Promise.all([0, 1].map(() => removalStage({ action, ...script })));
  assert.ok(stage && twin);
  try {
    const expected = await uninterrupted(twin, action, script);
    const plan = await planOn(stage, action, script.chosen);
    await stage.faults.play(script.rules);
    const text = await runUntilDeath(plan, stage, script);
    const { records, damaged } = decodeJournal(text);
    assert.equal(damaged, 0, 'a torn last line is no damage');
    const [left] = interruptedRuns(records);
    const [past] = pastRuns(records);
    if (left === undefined && past?.report.lines.every(({ outcome }) => outcome.kind === 'notStarted') !== false) {
      assert.equal(stage.writes(), 0, 'something was sent although the journal knew of no run');
      return 'before';
    }
    await finish(stage, (left ?? past)?.report ?? assert.fail(), plan);
    await quiet(stage);
    assert.deepEqual(stage.done(), expected);
    assert.deepEqual(stage.strange(), []);
    return left === undefined ? 'never' : 'during';
  } finally {
    await stage.stop();
    await twin.stop();
  }
}

/** What the server shows after the same plan without faults and without dying. */
async function uninterrupted(
  stage: RemovalStage,
  action: StagePlan['action'],
  { chosen }: Script,
): Promise<readonly string[]> {
  const plan = await planOn(stage, action, chosen);
  const environment = compressedClock(() => 0.5);
  const report = await run(plan, () => stage.act, { environment, cancel: never() });
  assert.ok(report.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'skipped'));
  return stage.done();
}

async function planOn(stage: RemovalStage, action: StagePlan['action'], chosen: readonly number[]): Promise<Plan> {
  const all = await walkAll(stage.remote);
  if (action === 'unstage') await stageAll(stage, all);
  const listed = chosen.flatMap((one) => all[one % all.length] ?? []);
  const selection = select(
    action,
    [...new Set(listed)].map((entry) => ({ remote: stage.address, entry })),
  );
  const targets: Target[] = [];
  for (const one of selection.chosen) {
    const extent = await stage.remote.measure(one.entry, Infinity, never());
    assert.ok(extent.ok);
    targets.push({ ...one, extent: extent.value });
  }
  stage.forget();
  return makePlan({ id: 'p', action, createdAt: 0, targets, skipped: selection.skipped });
}

/** Runs with a journal, as the editor does, until it has so many records; the text that is then on the disk. */
async function runUntilDeath(plan: Plan, stage: RemovalStage, script: Script): Promise<string> {
  const lines: string[] = [];
  const death = new AbortController();
  const forever = new Promise<never>(() => undefined);
  const write = (record: JournalRecord): Promise<void> => {
    if (death.signal.aborted) return forever;
    const line = encodeRecords([record]);
    if (lines.length < script.records) {
      lines.push(line);
      return Promise.resolve();
    }
    lines.push(line.slice(0, Math.floor(line.length * script.torn)));
    death.abort();
    return forever;
  };
  const living = async (): Promise<void> => {
    const id = { run: plan.id, at: 0 };
    await write({ type: 'planned', ...id, plan });
    await write({ type: 'started', ...id });
    const report = await run(plan, () => mortal(stage.act, death.signal), {
      environment: compressedClock(() => 0.5),
      cancel: never(),
      beforeSending: (targets) => write({ type: 'sending', ...id, targets }),
      onLine: ({ outcome, attempts, durationMs }, target) =>
        void write({ type: 'line', ...id, target, outcome, attempts, durationMs }),
    });
    await write({ type: 'ended', ...id, ...(report.stoppedBy ? { stoppedBy: report.stoppedBy } : {}) });
  };
  const died = new Promise<void>((resolve) => {
    death.signal.addEventListener('abort', () => resolve());
  });
  await Promise.race([living(), died]);
  death.abort();
  return lines.join('');
}

/** With the process its sockets die, and nothing more is heard of any answer. */
function mortal(act: Act, death: AbortSignal): Act {
  const alive = async <T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    const result = death.aborted ? undefined : await work(AbortSignal.any([signal, death]));
    return result === undefined || death.aborted ? new Promise<never>(() => undefined) : result;
  };
  return {
    ...act,
    perform: (targets, signal) => alive((until) => act.perform(targets, until), signal),
    lookAgain: (targets, signal) => alive((until) => act.lookAgain(targets, until), signal),
  };
}

/** Reads what became of what had been sent, then runs the rest. The server is well again; what it received late may still come. */
async function finish(stage: RemovalStage, report: Report, plan: Plan): Promise<void> {
  const environment = compressedClock(() => 0.5);
  const served = stage.faults.settled();
  for (const { target, outcome } of report.lines) {
    if (outcome.kind === 'done') assert.ok(stage.isDone(target.entry.path), `${target.entry.path} was not done`);
    if (outcome.kind === 'notStarted') assert.ok(!stage.wasAsked(target), `${target.entry.path} had been sent`);
  }
  await served;
  await stage.faults.play([]);
  const settled = await settleNow(report, () => stage.act, environment, never());
  const rest = makePlan({ ...plan, id: 'rest', targets: restOf(settled), skipped: [] });
  const finished = await run(rest, () => stage.act, { environment, cancel: never() });
  for (const { outcome } of finished.lines)
    assert.ok(outcome.kind === 'done' || outcome.kind === 'alreadyGone', JSON.stringify(outcome));
}
