import { type Recorder } from './recorder';
import { at, seeded } from './repository';

type Scenario = (recorder: Recorder) => Promise<void>;

const order: Scenario = async (recorder) => {
  const { call, quietly, say } = recorder;
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`many/f${String(i).padStart(2, '0')}.txt`, `${i}`]),
  );
  const repository = await seeded(recorder, 'order', { files });
  await quietly(() => repository.stage('ws', ['many']));
  for (let reading = 0; reading < 3; reading += 1) {
    const read: string[] = [];
    for (const page of [1, 2, 3]) {
      const { json } = await quietly(() =>
        call('GET', `${repository.workspace('ws')}/changes?page=${page}&page_size=10`),
      );
      read.push(...(at(json, 'staged', 'removed_files', 'entries') as { filename: string }[]).map((e) => e.filename));
    }
    const sorted = [...read].sort().join() === read.join();
    say({ note: '30 staged, read in 3 pages of 10', read: read.length, distinct: new Set(read).size, sorted });
  }
};

const limits: Scenario = async (recorder) => {
  const { quietly, say } = recorder;
  const paths = Array.from({ length: 2000 }, (_, i) => `many/file-${String(i).padStart(6, '0')}.txt`);
  const files = Object.fromEntries(paths.map((path, i) => [path, `${i}`]));
  const repository = await seeded(recorder, 'limits', { files });
  for (const size of [100, 500, 1000, 2000]) {
    const start = performance.now();
    const { status } = await quietly(() => repository.stage('ws', paths.slice(0, size)));
    const msPerPath = +((performance.now() - start) / size).toFixed(2);
    say({ note: 'staging files of one folder in one request', paths: size, status, msPerPath });
  }
  const start = performance.now();
  await quietly(() => repository.stage('ws', ['many']));
  say({ note: 'the folder itself, 2,000 files', ms: Math.round(performance.now() - start) });
  const again = performance.now();
  await repository.removed('ws');
  say({ note: '/changes with 2,000 removed', ms: Math.round(performance.now() - again) });
  await recorder.call('DELETE', `${repository.workspace('ws')}/files`, {
    body: Array.from({ length: 40000 }, (_, i) => `many/${'x'.repeat(48)}${i}.txt`),
    note: 'over 2 MiB: the answer comes before the body is read, then the connection is closed',
    isAlone: true,
  });
};

const concurrency: Scenario = async (recorder) => {
  const { mask, quietly, say } = recorder;
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`many/f${i}.txt`, `${i}`]));
  const repository = await seeded(recorder, 'concurrency', { files });
  const answers = await quietly(() => Promise.all(Object.keys(files).map((path) => repository.stage('ws', [path]))));
  const statuses: Record<string, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  const note = '200 single-path requests at once on one workspace';
  say({ note, statuses, staged: (await repository.removed('ws')).length });

  const pair = await seeded(recorder, 'commits');
  const both = await quietly(async () => {
    await pair.open(`other-${recorder.run}`, 'other');
    await pair.stage('ws', ['docs/note.md']);
    await pair.stage('other', ['README.md']);
    return Promise.all([pair.commit('ws'), pair.commit('other')]);
  });
  say({
    note: 'two workspaces committed at once',
    statuses: both.map(({ status }) => status),
    bodies: both.map(({ text }) => mask(text.slice(0, 200))),
  });
  await pair.tree('after both');
};

export const loading = { order, limits, concurrency };
