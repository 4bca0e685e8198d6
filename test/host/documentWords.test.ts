import assert from 'node:assert/strict';
import { planText } from '../../src/editor/wording/planDocument';
import { detail, question, typedWrong } from '../../src/editor/wording/plans';
import { reportText } from '../../src/editor/wording/reportDocument';
import type { Outcome } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import type { Entry } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { failureOf } from '../../src/removal/failure';
import { skippedLines } from '../../src/removal/run';
import { extent, file, folder, listed, OTHER_SPACE, planOf, SPACE, target, WORKSPACE } from '../support/builders';

const placeName = (): string => 'Field Station';
const accountName = (): string => 'Our lab';
const hostOf = (): string => 'data.example.org';
function unsized(path: string): Entry {
  const { bytes: _, ...rest } = file(path);
  return rest;
}

function reported(plan: Plan, outcomeOf: (at: number) => Outcome): string {
  const lines = plan.targets.map((one, at) => ({ target: one, outcome: outcomeOf(at), attempts: 1, durationMs: 1 }));
  const report: Report = { plan, lines: [...lines, ...skippedLines(plan)], startedAt: 0, endedAt: 1 };
  return reportText(report, hostOf, placeName);
}

describe('a selection that names a folder and what lies in it', () => {
  const plan = planOf([target(folder('d'), SPACE, extent(2, 200))], {
    skipped: [
      { listed: listed(file('d/a')), reason: 'insideAnotherTarget' },
      { listed: listed(file('kept')), reason: 'special' },
    ],
  });

  it('is not told as left alone in the plan', () => {
    const text = planText(plan, placeName, hostOf);
    assert.match(text, /Left alone \(1\):\n {2}kept {2}\(kept by the server itself\)\n\n/);
    assert.match(text, /Inside a folder listed above, and counted there \(1\):\n {2}d\/a\n/);
  });

  it('nor in the report, where it stands below what became of its folder', () => {
    const text = reported(plan, () => ({ kind: 'done' }));
    assert.match(text, /Left alone: 1 item \(kept by the server itself\)\n {2}kept/);
    const [done, covered] = [text.indexOf('Done: 1 item (2 files)'), text.indexOf('Inside a folder listed above')];
    assert.ok(done > 0 && covered > done, text);
  });
});

describe('the place in a document', () => {
  it('has its repository and its server: another workspace may be called the same', () => {
    const plan = planOf([target(file('a'), WORKSPACE)], { action: 'stageRemoval' });
    const repository = `“Field Station” · ${WORKSPACE.namespace}/${WORKSPACE.repository}`;
    const text = reported(plan, () => ({ kind: 'done' }));
    assert.ok(text.includes(`Place:   ${repository} · data.example.org\n`), text);
    assert.ok(planText(plan, placeName, hostOf).includes(`Place:   ${repository} · data.example.org\n`));
    const onOnedata = reported(planOf([target(file('a'), SPACE)]), () => ({ kind: 'done' }));
    assert.match(onOnedata, /Place: {3}“Field Station” · data\.example\.org\n/);
  });
});

describe('one path in two places', () => {
  const theirs = { ...OTHER_SPACE, account: 'theirs' };
  const plan = planOf([target(file('d/a')), target(file('d/a'), theirs)], {
    skipped: [{ listed: listed(file('kept'), theirs), reason: 'special' }],
  });
  const hosts = (account: string): string => (account === 'theirs' ? 'their.example.org' : 'our.example.org');
  const ours = '“Field Station” · our.example.org: ';
  const others = '“Field Station” · their.example.org: ';

  it('is listed with each of them in a plan', () => {
    const text = planText(plan, placeName, hosts);
    for (const line of [`  ${ours}d/a  (`, `  ${others}d/a  (`, `  ${others}kept  (`])
      assert.ok(text.includes(line), text);
  });

  it('and in a report, where each says what its own server said', () => {
    const refused = failureOf('auth', 'unauthorized', { status: 401 });
    const lines = plan.targets.map((one) => {
      return { target: one, outcome: { kind: 'failed', failure: refused } as const, attempts: 1, durationMs: 1 };
    });
    const told = (of: Report): string => reportText(of, hosts, placeName);
    const report: Report = { plan, lines, startedAt: 0, endedAt: 1, stoppedBy: refused };
    for (const [host, before] of [
      ['our.example.org', ours],
      ['their.example.org', others],
    ] as const)
      assert.match(told(report), new RegExp(`Failed: 1 item\n  ${host} [^\n]+\n  [^\n]+\n  ${before}d/a`));
    const [first, second] = lines;
    assert.ok(first && second);
    const onlyTheirs = { ...report, lines: [{ ...first, outcome: { kind: 'done' } as const }, second] };
    assert.match(told(onlyTheirs), /Stopped: their\.example\.org /);
  });

  it('but not where there is one place', () => {
    const text = planText(planOf([target(file('d/a'))]), placeName, hosts);
    assert.match(text, /\n {2}d\/a {2}\(/);
  });
});

describe('the place in a question', () => {
  it('has its account and repository: workspaces of two repositories, and spaces of two accounts, may be called the same', () => {
    const place = (plan: Plan): string =>
      detail(plan, [], [], accountName)
        .split('\n')
        .filter((line) => line.startsWith('Place: '))
        .join();
    const repository = `Our lab · ${WORKSPACE.namespace}/${WORKSPACE.repository}`;
    for (const action of ['commit', 'deleteWorkspace', 'discardUpload', 'stageRemoval'] as const)
      assert.equal(place(planOf([target(file('a'), WORKSPACE)], { action })), `Place: ${repository}`);
    assert.equal(place(planOf([target(file('a'), SPACE), target(file('b'), SPACE)])), 'Place: Our lab');
  });
});

describe('the report of a commit', () => {
  const committed = { branch: 'main', commit: 'c0ffee02', parent: 'c0ffee01', missing: [], remaining: [] };
  const plan = planOf([target(file('a'), WORKSPACE), target(file('b'), WORKSPACE)], { action: 'commit' });

  it('names it, the one before, and what the branch looked like afterwards', () => {
    const text = reported(plan, () => ({ kind: 'done', committed: { ...committed, proof: 'asStaged' } }));
    assert.match(
      text,
      /Commit: {2}c0ffee02 on “main”\nBefore: {2}c0ffee01\nProof: {3}The branch was read again: exactly/,
    );
    assert.doesNotMatch(text, /Missing on the branch|Still on the branch/);
    const unread = reported(plan, () => ({ kind: 'done', committed: { ...committed, proof: 'unreadable' } }));
    assert.match(unread, /Proof: {3}The branch could not be read again/);
  });

  it('lists everything that went or stayed against what was staged', () => {
    const missing = Array.from({ length: 12 }, (_, index) => `docs/${index}\n.md`);
    const differs = { ...committed, proof: 'differs', missing, remaining: ['a'] } as const;
    const text = reported(plan, () => ({ kind: 'done', committed: differs }));
    assert.match(text, /Proof: {3}But the branch differs from what was staged: missing “docs\/0/);
    assert.match(text, /\nMissing on the branch, although nobody staged it: 12 items\n {2}docs\/0\S+\n/);
    assert.match(text, /\n {2}docs\/11\S+\n\nStill on the branch, although it was staged: 1 item\n {2}a\n/);
  });

  it('is not of a commit that was not made', () => {
    const text = reported(plan, () => ({ kind: 'failed', failure: failureOf('conflict', 'behind') }));
    assert.doesNotMatch(text, /Commit:|Proof:/);
  });
});

describe('sizes that no server has told', () => {
  const sizes = (paths: readonly string[], more: Parameters<typeof file>[1] = {}): Plan =>
    planOf(
      [
        ...paths.map((path) => target(unsized(path), WORKSPACE, extent(1, 0))),
        target(file('sized', more), WORKSPACE, extent(1, more.bytes ?? 100)),
      ],
      { action: 'commit' },
    );

  it('are not told as 0 B', () => {
    const nothing = planOf([target(unsized('a'), WORKSPACE, extent(1, 0))], { action: 'commit' });
    for (const text of [
      planText(nothing, placeName, hostOf),
      detail(nothing, [], [], accountName),
      reported(nothing, () => ({ kind: 'done' })),
    ])
      assert.doesNotMatch(text, /\b0 B/);
    assert.match(detail(sizes(['a', 'b']), [], [], accountName), /^3 files, at least 100 B, counted /);
  });

  it('differ from those of empty files', () => {
    const empty = planOf([target(file('a', { bytes: 0 }), WORKSPACE, extent(1, 0))], { action: 'commit' });
    assert.match(planText(empty, placeName, hostOf), /a {2}\(1 file, 0 B\)/);
  });
});

describe('the question about one entry', () => {
  const one = planOf([target(folder('x/d'), SPACE, extent(2, 200))]);

  it('names it once', () => {
    assert.match(question(one, placeName), /“x\/d” \(2 files\)/);
    assert.doesNotMatch(detail(one, ['permanent'], [], accountName), /x\/d/);
    assert.match(detail(one, ['permanent'], [], accountName), /^2 files, 200 B, counted /);
  });

  it('and what does not name it lists it', () => {
    for (const action of ['heal', 'finish', 'commit'] as const)
      assert.match(detail({ ...one, action }, [], [], accountName), /\n\nx\/d\//);
  });

  it('still says what to type where something else was typed', () => {
    assert.equal(typedWrong({ kind: 'number', expected: '5000' }), 'Type the number of files, 5,000, to confirm');
    assert.equal(typedWrong({ kind: 'name', expected: 'd' }), 'Type “d” to confirm');
  });
});

describe('why something failed', () => {
  it('stands in lines of its own, each short enough to be read', () => {
    const failure = failureOf('forbidden', 'posix.eacces');
    const text = reported(planOf([target(file('a'))]), () => ({ kind: 'failed', failure }));
    assert.match(text, /Failed: 1 item\n {2}No permission for this on data\.example\.org\.\n {2}\S.*\n {2}a /);
  });
});
