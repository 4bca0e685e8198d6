import assert from 'node:assert/strict';
import fs from 'node:fs';
import { listen, type Listener } from '../../src/sandbox/listen';
import { createOxenSandbox } from '../../src/sandbox/oxen/server';
import { addRepository } from '../../src/sandbox/oxen/store';
import { normalise, repage, RULES } from './oxenReplay/comparison';
import { generator, type Names, namesFrom } from './oxenReplay/names';
import { createRecorder, type Line, type Recorder } from './oxenReplay/recorder';
import { committing } from './oxenReplay/scenariosCommitting';
import { loading } from './oxenReplay/scenariosLoad';
import { reading, readingNames } from './oxenReplay/scenariosReading';
import { staging } from './oxenReplay/scenariosStaging';

/** In the order of the recording. */
const SCENARIOS: Readonly<Record<string, (recorder: Recorder) => Promise<void>>> = {
  ...reading,
  ...staging,
  ...committing,
  ...readingNames,
  ...loading,
};

const EXCHANGES = 284;
const FACTS = 118;

function readRecording(): readonly Line[] {
  const text = fs.readFileSync('test/contract/recordings/oxen-0.65.2.jsonl', 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Plays every scenario of the recording on a new sandbox. */
async function replay(seed?: number): Promise<{ readonly lines: readonly Line[]; readonly names: Names | undefined }> {
  const { handler, store } = createOxenSandbox({ random: generator(seed ?? 1) });
  const listener: Listener = await listen(handler);
  const recorder = createRecorder(listener.url, seed);
  const names = seed === undefined ? undefined : namesFrom(seed, recorder.run);
  // An earlier run had left its repositories on the recorded server, which made the list of them too long to be kept whole.
  const namespace = names?.change('ox') ?? 'ox';
  try {
    for (const [name, play] of Object.entries(SCENARIOS)) {
      recorder.scenario(name);
      if (name === 'auth')
        for (let i = 100; i < 180; i += 1) addRepository(store, namespace, `an-earlier-one-${i}-03ac7c`);
      await play(recorder);
    }
  } finally {
    recorder.end();
    await listener.stop();
  }
  return { lines: recorder.lines, names };
}

function compare(actual: readonly Line[], expected: readonly Line[]): void {
  assert.equal(actual.length, expected.length);
  for (const [index, line] of expected.entries())
    assert.deepEqual(actual[index], line, `line ${index + 1} of the recording (${line.scenario}: ${line.note ?? ''})`);
}

describe('The Oxen sandbox against the recording of oxen-server 0.65.2', function () {
  this.timeout(60_000);
  const recorded = readRecording();

  it('has the whole recording to compare with', () => {
    assert.equal(recorded.filter((line) => line.request).length, EXCHANGES);
    assert.equal(recorded.filter((line) => !line.request).length, FACTS);
    assert.deepEqual([...new Set(recorded.map((line) => line.scenario))], Object.keys(SCENARIOS));
  });

  it('answers every exchange as recorded and commits the same trees', async () => {
    const { lines } = await replay();
    compare(normalise(lines, false), normalise(recorded, false));
  });

  for (const seed of [7, 65_002]) {
    it(`does so with every name changed (seed ${seed})`, async () => {
      const { lines, names } = await replay(seed);
      assert.ok(names);
      compare(normalise(lines, true), normalise(repage(recorded, names.change), true));
    });
  }

  it('would notice each kind of drift', () => {
    const drifts: readonly ((line: Line) => Line | undefined)[] = [
      (line) => replaced(line, '"status":206', '"status":200'),
      (line) => replaced(line, '"status_message":"resource_deleted"', '"status_message":"resource_created"'),
      (line) => replaced(line, '"num_files_staged":0', '"num_files_staged":1'),
      (line) => replaced(line, ',"docs/note.md"', ''),
      (line) => replaced(line, '"name":"ws"', '"name":"other"'),
      (line) => replaced(line, '"parent_ids":["<hash 32>"]', '"parent_ids":["<hash 33>"]'),
    ];
    for (const drift of drifts) {
      const index = recorded.findIndex((line) => drift(line) !== undefined);
      const changed = recorded.map((line, at) => (at === index ? (drift(line) ?? line) : line));
      assert.throws(() => compare(normalise(changed, false), normalise(recorded, false)), `${index}`);
    }
  });

  it('sets each difference aside for a reason', () => {
    for (const { why, apply } of RULES) {
      assert.ok(why.length > 20);
      assert.ok(
        recorded.some((line) => JSON.stringify(apply(line, true)) !== JSON.stringify(line)),
        `unused rule: ${why}`,
      );
    }
  });
});

function replaced(line: Line, from: string, to: string): Line | undefined {
  const text = JSON.stringify(line);
  return text.includes(from) ? (JSON.parse(text.replace(from, to)) as Line) : undefined;
}
