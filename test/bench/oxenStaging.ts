import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { OxenAddress } from '../../src/removal/address';
import { makePlan } from '../../src/removal/planning';
import type { Entry, Target } from '../../src/removal/remote';
import { oxenWorkspace } from '../../src/remotes/oxen/workspace';
import { pathOf } from '../support/builders';
import { carryOut, insistOnAllDone, json, programOutput, scaled, setup, timed, wireTo } from './equipment';
import { column, figureOf, inRounds, ratiosOf, type Case, type Figure } from './rounds';

/** A repository with so many files in one folder. */
interface Stage {
  readonly name: string;
  readonly url: string;
  readonly repository: string;
  readonly folder: string;
  readonly files: readonly string[];
}

const NAMESPACE = 'field-station';

let workspaces = 0;

async function freshWorkspace({ url, repository }: Stage): Promise<OxenAddress> {
  workspaces += 1;
  const workspace = `bench-${process.pid}-${workspaces}`;
  const body = { workspace_id: workspace, branch_name: 'main', resource_path: '/', entity_type: 'user', force: true };
  await json(`${url}/api/repos/${NAMESPACE}/${repository}/workspaces`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { kind: 'oxen', account: 'bench', namespace: NAMESPACE, repository, workspace };
}

const workspaceUrl = ({ url, repository }: Stage, { workspace }: OxenAddress): string =>
  `${url}/api/repos/${NAMESPACE}/${repository}/workspaces/${workspace}`;

const changesUrl = (stage: Stage, address: OxenAddress, pageSize = 1_000_000): string =>
  `${workspaceUrl(stage, address)}/changes?page=1&page_size=${pageSize}`;

/** By one row: to read them all would leave this process with rubbish of which the next case had to clear it. */
async function stagedCount(stage: Stage, address: OxenAddress): Promise<number> {
  const { staged } = await json<{ staged: { removed_files: { total_entries: number } } }>(
    changesUrl(stage, address, 1),
  );
  return staged.removed_files.total_entries;
}

async function dropWorkspace(stage: Stage, address: OxenAddress): Promise<void> {
  await fetch(workspaceUrl(stage, address), { method: 'DELETE' });
}

/** Stages what the entries stand for as the extension does: batches, journal, and the read that proves it. */
function winnow(stage: Stage, entries: readonly Entry[], staged: number): Case {
  return async () => {
    const remote = await freshWorkspace(stage);
    const client = oxenWorkspace(wireTo(stage.url), remote, Date.now);
    const targets = entries.map((entry): Target => {
      const files = entry.kind === 'folder' ? staged : 1;
      return { remote, entry, extent: { files, bytes: files * 36, precision: 'exact', countedAt: Date.now() } };
    });
    const id = `bench-${remote.workspace}`;
    const plan = makePlan({ id, action: 'stageRemoval', createdAt: Date.now(), targets });
    const { ms, cpu } = await timed(async () => insistOnAllDone(await carryOut(plan, () => client.removal)));
    const read = await timed(async () => {
      const state = await client.staged(new AbortController().signal);
      if (!state.ok || state.value.removed.length !== staged)
        throw new Error('the workspace does not hold the removals');
    });
    await dropWorkspace(stage, remote);
    return { ms, cpu, read: read.ms };
  };
}

/** Prints when each of two commands began, and when the second ended, in seconds. */
const BY_THE_CLOCK =
  'LC_ALL=C; a=$EPOCHREALTIME; curl "${@:2:$1}" && b=$EPOCHREALTIME && curl "${@:2+$1}" && echo $a $b $EPOCHREALTIME';

/**
 * One curl with all paths, as the document has it, and one for what is staged afterwards. A shell starts them and takes their times: to start a
 * process from one as large as the extension host takes 15 ms, which nobody who types the command waits for.
 */
function curl(stage: Stage, paths: readonly string[], staged: number): Case {
  return async () => {
    const remote = await freshWorkspace(stage);
    const body = path.join(setup.scratch, 'paths.json');
    fs.writeFileSync(body, JSON.stringify(paths));
    const quiet = ['-s', '-S', '-f', '-o', path.join(setup.scratch, 'answer.json')];
    const json = ['-X', 'DELETE', '-H', 'Content-Type: application/json', '--data-binary', `@${body}`];
    const removal = [...quiet, ...json, `${workspaceUrl(stage, remote)}/files`];
    const read = [...quiet, changesUrl(stage, remote)];
    const times = await programOutput('bash', [
      '-c',
      BY_THE_CLOCK,
      'bash',
      String(removal.length),
      ...removal,
      ...read,
    ]);
    const [started = NaN, readAt = NaN, ended = NaN] = times
      .trim()
      .split(' ')
      .map((time) => Number(time) * 1_000);
    const found = await stagedCount(stage, remote);
    if (found < staged) throw new Error(`curl staged ${found} of ${staged}`);
    await dropWorkspace(stage, remote);
    return { ms: ended - started, read: ended - readAt };
  };
}

/**
 * The least that any client needs for batches and a proof: 100 to 1,000 paths a request, one after the other, and what is staged afterwards, parsed
 * and compared. No journal, no outcomes, no progress.
 */
function bareRequests(stage: Stage, paths: readonly string[]): Case {
  return async () => {
    const remote = await freshWorkspace(stage);
    const agent = new http.Agent({ keepAlive: true });
    const ask = (method: string, url: string, body = ''): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        // Of a DELETE Node does not tell the length by itself.
        const about = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        const headers = body === '' ? {} : about;
        const request = http.request(
          url,
          { agent, method, headers },
          (answer) => void buffer(answer).then(resolve, reject),
        );
        request.once('error', reject).end(body);
      });
    const started = performance.now();
    for (let from = 0, size = 100; from < paths.length; size = Math.min(1_000, size * 2)) {
      const batch = paths.slice(from, from + size);
      await ask('DELETE', `${workspaceUrl(stage, remote)}/files`, JSON.stringify(batch));
      from += batch.length;
    }
    const answer = await ask('GET', changesUrl(stage, remote));
    const { staged } = JSON.parse(answer.toString()) as {
      staged: { removed_files: { entries: { filename: string }[] } };
    };
    const names = new Set(staged.removed_files.entries.map(({ filename }) => filename));
    const missing = paths.filter((name) => !names.has(name)).length;
    const ended = performance.now();
    agent.destroy();
    if (missing > 0) throw new Error(`node:http did not stage ${missing} of ${paths.length}`);
    await dropWorkspace(stage, remote);
    return { ms: ended - started };
  };
}

async function bareFigure(stage: Stage): Promise<Figure> {
  const { files } = stage;
  const rounds = await inRounds(setup.rounds, {
    bare: bareRequests(stage, files),
    curl: curl(stage, files, files.length),
  });
  const values = column(rounds.bare, 'ms');
  const ratios = ratiosOf(values, column(rounds.curl, 'ms'));
  return figureOf({
    name: `${stage.name}: the same by node:http alone, nothing journalled`,
    unit: 'ms',
    values,
    ratios,
    baseline: BASELINE,
  });
}

const BASELINE = 'one curl of the same JSON, and one of /changes (how much longer)';

async function figuresOf(stage: Stage): Promise<readonly Figure[]> {
  const entries = stage.files.map((name): Entry => ({ path: pathOf(name), kind: 'file', bytes: 36, traits: [] }));
  const folder: Entry = {
    path: pathOf(stage.folder),
    kind: 'folder',
    bytes: 36 * entries.length,
    files: entries.length,
    traits: [],
  };
  const count = entries.length;
  const rounds = await inRounds(setup.rounds, {
    files: winnow(stage, entries, count),
    filesByCurl: curl(stage, stage.files, count),
    folder: winnow(stage, [folder], count),
    folderByCurl: curl(stage, [stage.folder], count),
  });
  const many = count.toLocaleString('en');
  const ms = column(rounds.files, 'ms');
  const folderMs = column(rounds.folder, 'ms');
  const goals = [{ of: 'ratio', atMost: 1.1 }] as const;
  return [
    figureOf({
      name: `${stage.name}: ${many} files staged and proved`,
      unit: 'ms',
      values: ms,
      ratios: ratiosOf(ms, column(rounds.filesByCurl, 'ms')),
      baseline: BASELINE,
      goals,
    }),
    figureOf({
      name: `${stage.name}: their folder as one path`,
      unit: 'ms',
      values: folderMs,
      ratios: ratiosOf(folderMs, column(rounds.folderByCurl, 'ms')),
      baseline: BASELINE,
      goals,
    }),
    figureOf({
      name: `${stage.name}: CPU of the extension host for ${many} files`,
      unit: 'ms',
      values: column(rounds.files, 'cpu'),
      goals: [{ of: 'value', atMost: 150 }],
    }),
    figureOf({
      name: `${stage.name}: what is staged, read and understood (${many})`,
      unit: 'ms',
      values: column(rounds.files, 'read'),
      ratios: ratiosOf(column(rounds.files, 'read'), column(rounds.filesByCurl, 'read')),
      baseline: 'curl of /changes (how much longer)',
    }),
  ];
}

function stageOf(name: string, url: string, repository: string, count: number): Stage {
  const width = Math.max(5, String(count).length);
  const files = Array.from({ length: count }, (_, i) => `measurements/m_${String(i + 1).padStart(width, '0')}.txt`);
  return { name, url, repository, folder: 'measurements', files };
}

/** 10,000 removals on the sandbox, and on a real oxen-server when there is one. */
export async function oxenStaging(): Promise<readonly Figure[]> {
  const { sandbox, oxenServer } = setup;
  const inMemory = stageOf('Oxen sandbox', sandbox.oxen.url, 'samples', scaled(10_000));
  const figures = [...(await figuresOf(inMemory)), await bareFigure(inMemory)];
  if (oxenServer) {
    const { url, version, files } = oxenServer;
    figures.push(...(await figuresOf(stageOf(`oxen-server ${version}`, url, 'bench', files))));
  }
  return figures;
}
