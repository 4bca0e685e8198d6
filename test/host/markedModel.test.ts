import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MarkedModel, type Marked } from '../../src/editor/staged/markedModel';
import type { OnedataAddress } from '../../src/removal/address';
import type { Entry } from '../../src/removal/remote';
import { file, folder, OTHER_SPACE, SPACE, withTraits } from '../support/builders';
import { within } from '../support/processorTime';

/** A memento that says what was written. */
function mementoWith(stored: readonly Marked[] = []): {
  readonly memento: vscode.Memento;
  readonly writes: string[][];
} {
  const writes: string[][] = [];
  const memento = {
    keys: () => [],
    get: () => stored,
    update: (_: string, marks: readonly Marked[]) => Promise.resolve(void writes.push(pathsOf(marks))),
  };
  return { memento: memento, writes };
}

const pathsOf = (marks: readonly Marked[]): string[] => marks.map(({ entry }) => entry.path);
const markOf = (entry: Entry, remote: OnedataAddress = SPACE): Marked => ({ remote, place: 'Station', entry });
const account = {
  id: SPACE.account,
  kind: 'onedata',
  name: '',
  origin: 'https://o.example',
  memoryOnly: true,
} as const;

describe('what is marked', () => {
  let model: MarkedModel | undefined;
  let accounts = [account];
  const accountsChanged = new vscode.EventEmitter<void>();
  const open = (memento: vscode.Memento): MarkedModel =>
    (model = new MarkedModel(memento, { all: () => accounts, onDidChange: accountsChanged.event }));
  afterEach(() => {
    model?.dispose();
    accounts = [account];
  });

  it('is a minimal cover: a folder takes in what is marked below it, and nothing below it is marked any more', () => {
    const marked = open(mementoWith().memento);
    marked.mark(['a/x', 'ab/x', 'a/b/y', 'a'].map((path) => markOf(file(path), path === 'a' ? OTHER_SPACE : SPACE)));
    marked.mark([markOf(folder('a'))]);
    marked.mark([markOf(file('a/b/z')), markOf(file('z'))]);
    assert.deepEqual(pathsOf(marked.all()), ['a', 'ab/x', 'z', 'a']);
    assert.ok(marked.isMarked(markOf(folder('a'))) && !marked.isMarked(markOf(file('a/x'))));
    marked.unmark([markOf(folder('a'))]);
    assert.deepEqual(pathsOf(marked.all()), ['ab/x', 'z', 'a']);
  });

  it('is as it was listed when it was last marked', () => {
    const marked = open(mementoWith().memento);
    for (const bytes of [1, 2]) marked.mark([markOf(file('a', { bytes }))]);
    assert.deepEqual(
      marked.all().map(({ entry }) => entry.bytes),
      [2],
    );
  });

  it('is the file that a name stands for now, not the one it stood for; of a conflict it can be both', () => {
    const marked = open(mementoWith().memento);
    const ids = () => marked.all().map(({ entry }) => entry.id);
    for (const id of ['1', '2']) marked.mark([markOf(file('a', { id }))]);
    assert.deepEqual(ids(), ['2']);
    for (const id of ['3', '4']) marked.mark([markOf(withTraits(file('b', { id }), 'conflict'))]);
    assert.deepEqual(ids(), ['2', '3', '4']);
  });

  it('is what was written down before, in order; marks of an account that is gone wait for it', () => {
    const marked = open(mementoWith([markOf(file('b')), markOf(file('a'))]).memento);
    assert.deepEqual(pathsOf(marked.all()), ['a', 'b']);
    let told = 0;
    marked.onDidChange(() => (told += 1));
    accounts = [];
    accountsChanged.fire();
    assert.deepEqual([told, marked.all()], [1, []]);
  });

  it('is written down once for a burst, soon after it, and at the end of the window', async () => {
    const { memento, writes } = mementoWith();
    const marked = open(memento);
    for (const path of ['a', 'b', 'c']) marked.mark([markOf(file(path))]);
    marked.unmark([markOf(file('b'))]);
    assert.deepEqual(writes, []);
    for (const end = Date.now() + 5_000; writes.length === 0 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(writes, [['a', 'c']]);
    marked.mark([markOf(file('d'))]);
    marked.dispose();
    assert.deepEqual(writes.slice(1), [['a', 'c', 'd']]);
    marked.dispose();
    assert.equal(writes.length, 2, 'there is nothing new');
  });

  it('is marked at once however much it is, one more too, with everything that listens', async () => {
    const marked = open(mementoWith().memento);
    for (let listeners = 0; listeners < 6; listeners++) marked.onDidChange(() => marked.all());
    const marks = Array.from({ length: 20_000 }, (_, i) => markOf(file(`a/b/c/${i % 100}/${i}`)));
    await within(1_000, () => marked.mark(marks), 'marking 20,000');
    await within(1_500, () => {
      for (let i = 0; i < 10; i++) marked.mark([markOf(i === 5 ? folder('a/b/c/5') : file(`more/${i}`))]);
    });
    assert.equal(marked.all().length, 20_000 - 200 + 10);
    await within(500, () => marked.unmark(marks), 'unmarking them');
  });
});
