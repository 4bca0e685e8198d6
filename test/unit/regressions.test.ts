import assert from 'node:assert/strict';
import { confirmationFor, type Confirmation } from '../../src/removal/confirmation';
import { measureAll } from '../../src/removal/measuring';
import type { Plan } from '../../src/removal/plan';
import { countsOf, effectOf } from '../../src/removal/planning';
import { normalizeRemotePath, parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import { reportOfNothing, restOf } from '../../src/removal/rest';
import { run } from '../../src/removal/run';
import { chooseRows, focusedRow, minimalCover, select } from '../../src/removal/selection';
import { groupsOf, summaryOf } from '../../src/removal/summary';
import { loadingWarnings } from '../../src/removal/warnings';
import {
  IN_BATCHES,
  ONE_BY_ONE,
  SPACE,
  WORKSPACE,
  extent,
  file,
  folder,
  listed,
  never,
  pathOf,
  planOf,
  target,
  targets,
} from '../support/builders';
import { fakeRemote, type FakeRemote } from '../support/fakeRemote';
import { repeat, runScript } from '../support/runScript';
import { START, virtualClock } from '../support/virtualClock';

/*
 * What users of other tools were burnt by, as far as selection, plan, confirmation and run can prevent it. Each test bears the
 * issue it answers.
 */

const row = (text: string): string => text;
const ask = (plan: Plan, confirmStaging = false): Confirmation =>
  confirmationFor(plan, { confirmStaging, nameOfRemote: () => 'the place' });

/** Removes `chosen` from a space that holds `paths`, and says what is left. */
async function removeFrom(paths: readonly string[], chosen: readonly string[]): Promise<readonly string[]> {
  const clock = virtualClock();
  const remote: FakeRemote = fakeRemote({ address: SPACE, clock, limits: ONE_BY_ONE, paths: paths.map(pathOf) });
  const isFolder = (path: string) => paths.some((other) => other.startsWith(`${path}/`));
  const entries = chosen.map((path) => listed(isFolder(path) ? folder(path) : file(path)));
  const plan = planOf(select('deletePermanently', entries).chosen.map((one) => target(one.entry, one.remote)));
  await clock.finish(run(plan, () => remote.act, { environment: clock.environment, cancel: never }));
  return paths.filter((path) => !remote.isGone(pathOf(path)));
}

describe('regressions: the wrong thing removed', () => {
  it('zowe#1470: a data set selected, one member right-clicked: only the member goes', () => {
    assert.deepEqual(chooseRows('SET(MEMBER)', ['SET'], row), ['SET(MEMBER)']);
  });

  it('filebrowser#2128: a folder named like its root takes nothing else with it', async () => {
    assert.deepEqual(await removeFrom(['space-1', 'space-1/x', 'other', 'other/space-1'], ['space-1']), [
      'other',
      'other/space-1',
    ]);
  });

  it('Umbraco-S3#22 prefix siblings: removing 1001 leaves 10011 and 10015', async () => {
    const paths = ['1001', '1001/a', '10011', '10011/a', '10015'];
    assert.deepEqual(await removeFrom(paths, ['1001']), ['10011', '10011/a', '10015']);
    assert.equal(minimalCover([listed(folder('1001')), listed(file('10011/a'))]).chosen.length, 2);
  });

  it('amplify-ui#6449: what a search found is removed by its whole path, not by its name', async () => {
    const sent: string[] = [];
    await runScriptOver([file('deep/down/a.txt')], (paths) => sent.push(...paths));
    assert.deepEqual(sent, ['deep/down/a.txt']);
    assert.deepEqual(await removeFrom(['a.txt', 'deep', 'deep/a.txt'], ['deep/a.txt']), ['a.txt', 'deep']);
  });

  it('vscode-sftp#509: a space in a name is a space', async () => {
    assert.deepEqual(await removeFrom(['a b', 'a', 'a%20b', 'a  b', ' '], ['a b']), ['a', 'a%20b', 'a  b', ' ']);
  });

  it('remote-sync#481: no text typed or listed can mean the whole tree', () => {
    for (const text of ['', '/', '.', './', '//', '..', '../..', 'a/..', '\0']) {
      assert.ok(!normalizeRemotePath(text).ok, JSON.stringify(text));
      assert.ok(!parseRemotePath(text).ok, JSON.stringify(text));
    }
  });

  it('vscode#72442: a key brings no row: the selection is meant, and nothing when there is none', () => {
    assert.deepEqual(chooseRows(undefined, ['a'], row), ['a']);
    assert.deepEqual(chooseRows(undefined, [], row), []);
  });

  it('vscode#315186: click A, arrow down to B, Delete: B, never silently A', () => {
    assert.deepEqual(focusedRow(['A'], ['A', 'B'], row)?.rows, ['B']);
    assert.equal(focusedRow(['A'], ['A'], row), undefined);
  });

  it('AzureStorageExplorer#6757: "select all" of a folder that is partly loaded says so, and widens nothing', () => {
    const chosen = [listed(file('big/1')), listed(file('big/2'))];
    const shown = [{ remote: SPACE, folder: pathOf('big'), loaded: 2, complete: false, total: 9 }];
    assert.deepEqual(loadingWarnings(chosen, shown)[0]?.code, 'partlyLoaded');
    assert.deepEqual(select('deletePermanently', chosen).chosen, chosen);
  });
});

describe('regressions: asking', () => {
  it('azurestorage#467: cancelled means that nothing was sent', async () => {
    const plan = planOf(targets(3));
    assert.ok(reportOfNothing(plan, 'cancelled', START).lines.every(({ outcome }) => outcome.kind === 'notStarted'));
    const { sizes, kinds } = await runScript({
      count: 3,
      cancelAfter: 0,
      beforeSending: ({ environment }) => environment.sleep(1),
    });
    assert.deepEqual([sizes, kinds], [[], repeat(3, 'notStarted')]);
  });

  it('azurestorage#846: deleting a folder asks, and wants the number of files in it', () => {
    const confirmation = ask(planOf([target(folder('a'), SPACE, extent(12, 1))]));
    assert.deepEqual(confirmation.ask === 'modal' && confirmation.typed, { kind: 'number', expected: '12' });
  });

  it('vscode#332641: what can be taken back does not ask; what is permanent always does', () => {
    assert.equal(ask(planOf(targets(500, WORKSPACE), { action: 'stageRemoval' })).ask, 'nothing');
    assert.equal(ask(planOf(targets(1))).ask, 'modal');
  });

  it('vscode#142395: Enter in the dialog of a permanent deletion opens the list and deletes nothing', () => {
    for (const plan of [planOf(targets(1)), planOf(targets(100)), planOf([target(folder('a'))])]) {
      const confirmation = ask(plan);
      assert.equal(confirmation.ask === 'modal' && confirmation.first, 'review');
    }
  });

  it('vscode-kubernetes-tools#397: no setting switches off the question before a deletion', () => {
    const plan = planOf(targets(1));
    assert.deepEqual(ask(plan, false), ask(plan, true));
  });

  it('vscode#108348: the plan that is shown names exactly what will go', async () => {
    const of = targets(30);
    const plan = planOf(of);
    const sent: string[] = [];
    await runScriptOver(
      of.map(({ entry }) => entry),
      (paths) => sent.push(...paths),
    );
    assert.deepEqual(
      sent,
      plan.targets.map(({ entry }) => entry.path),
    );
    assert.equal(sent.length, countsOf(plan).items);
  });

  it('dvc#1524: untracking is never called what deleting is', () => {
    assert.equal(effectOf('stageRemoval'), 'stages');
    assert.equal(effectOf('deletePermanently'), 'destroys');
  });
});

describe('regressions: errors swallowed, partial failure', () => {
  it('aws-toolkit#3008: many at once, some fail, the others go on; a count, and the list of what failed', async () => {
    const { report } = await runScript({ count: 12, limits: { ...IN_BATCHES, paths: 12 }, faults: ['someProtected'] });
    const { outcomes } = summaryOf(report);
    assert.deepEqual([report.lines.length, outcomes.done, outcomes.failed], [12, 6, 6]);
    const [failed] = groupsOf(report);
    assert.deepEqual([failed?.kind, failed?.reason, failed?.lines.length], ['failed', 'posix.eacces', 6]);
  });

  it('vscode-docker#32: the last one goes too, whatever the size of a batch', async () => {
    for (const count of [1, 3, 4, 5, 11, 12, 13]) {
      const { kinds } = await runScript({ count, limits: IN_BATCHES });
      assert.deepEqual(kinds, repeat(count, 'done'));
    }
  });

  it('buildah#68: does not leave before all were tried', async () => {
    const { kinds } = await runScript({
      count: 9,
      limits: { ...ONE_BY_ONE, inFlight: 1 },
      faults: ['someProtected', 'html'],
    });
    assert.deepEqual(kinds, ['failed', 'failed', ...repeat(7, 'done')]);
  });

  it('plexdrive#254: a 429 to the end is a failure that is told, not a deletion', async () => {
    const { kinds, report } = await runScript({ faults: repeat(9, 'busy') });
    assert.deepEqual(kinds, ['failed']);
    assert.equal(groupsOf(report)[0]?.failure?.status, 429);
    assert.equal(restOf(report).length, 1);
  });

  it('gcsfs#558: one 5xx does not end a bulk removal', async () => {
    const { kinds } = await runScript({
      count: 500,
      limits: IN_BATCHES,
      faults: ['fine', 'unavailable', 'fine', 'errorAfter'],
    });
    assert.deepEqual(kinds, repeat(500, 'done'));
  });

  it('brows3#10: a server that refuses many at once gets them one by one', async () => {
    const { kinds, sizes } = await runScript({
      count: 8,
      limits: { ...IN_BATCHES, paths: 8 },
      faults: ['tooLarge', 'tooLarge', 'tooLarge'],
    });
    assert.deepEqual([sizes, kinds], [[8, 4, 2, ...repeat(8, 1)], repeat(8, 'done')]);
  });

  it('vscode-docker#1398: failures carry what happened as a code, not as a raw answer', async () => {
    const { report } = await runScript({ faults: ['html'] });
    assert.equal(groupsOf(report)[0]?.reason, 'htmlInsteadOfJson');
  });

  it('aws-toolkit#7766: a token that expires on the way stops the run, and the rest is kept', async () => {
    const { report, kinds } = await runScript({
      count: 50,
      limits: { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 },
      faults: [...repeat(10, 'fine' as const), 'auth'],
    });
    assert.deepEqual([kinds[9], kinds[10], kinds[11]], ['done', 'failed', 'notStarted']);
    assert.equal(report.stoppedBy?.kind, 'auth');
    assert.equal(restOf(report).length, 40);
  });

  it('Oxen#965: what the server did not do is not shown as done', async () => {
    const { kinds, remote } = await runScript({
      count: 3,
      proof: 'all',
      wrap: (act) => ({ ...act, perform: (of) => Promise.resolve(of.map(() => ({ kind: 'done' }))) }),
    });
    assert.deepEqual([kinds, remote.gone()], [repeat(3, 'failed'), []]);
  });

  it('zowe#1270: counting something huge can be cancelled, and makes no plan', async () => {
    const clock = virtualClock();
    const cancel = new AbortController();
    clock.after(100, () => {
      cancel.abort();
    });
    const counter = {
      measure: async (_entry: unknown, _limit: number, signal: AbortSignal) => {
        await clock.environment.sleep(600_000, signal);
        return { ok: true, value: extent(1, 1) } as const;
      },
    };
    const answer = await clock.finish(
      measureAll([listed(folder('huge'))], () => counter, cancel.signal, {
        limit: 10_001,
        environment: clock.environment,
      }),
    );
    assert.equal(!answer.ok && answer.failure.kind, 'cancelled');
    assert.equal(clock.environment.now(), START + 100);
  });
});

/** Runs a plan over entries and tells which paths were sent, in their order. */
async function runScriptOver(
  entries: readonly ReturnType<typeof file>[],
  onSent: (paths: readonly RemotePath[]) => void,
): Promise<void> {
  const clock = virtualClock();
  const remote = fakeRemote({ address: SPACE, clock, limits: ONE_BY_ONE, paths: entries.map(({ path }) => path) });
  const plan = planOf(entries.map((entry) => target(entry)));
  await clock.finish(
    run(
      plan,
      () => ({
        ...remote.act,
        perform: (of, signal) => {
          onSent(of.map(({ entry }) => entry.path));
          return remote.act.perform(of, signal);
        },
      }),
      { environment: clock.environment, cancel: never },
    ),
  );
}
