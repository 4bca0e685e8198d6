import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { curationCommands, type CurationParts } from '../../src/editor/commands/curationCommands';
import { COMMANDS } from '../../src/editor/ids';
import type { Gesture } from '../../src/editor/removal/gesture';
import type { WatchedWorkspace } from '../../src/editor/staged/stagedModel';
import { lookingAgainIn, stagedNowIn } from '../../src/editor/staged/stagedNow';
import type { TreeNode } from '../../src/editor/trees/node';
import { entryUri } from '../../src/editor/uri';
import { remoteKey } from '../../src/removal/address';
import { success } from '../../src/removal/failure';
import type { StagedState } from '../../src/removal/staging';
import { file, listed, pathOf, SPACE, stagedState, unavailable, withTraits, WORKSPACE } from '../support/builders';

const holding = (...paths: readonly string[]): StagedState => stagedState(paths);
const staged = (path: string) => listed(withTraits(file(path), 'staged'), WORKSPACE);

/** A model whose next read gives `next`; undefined: the server does not answer. */
function modelThat(known: StagedState, next: StagedState | undefined) {
  const log: string[] = [];
  let told: WatchedWorkspace = { address: WORKSPACE, label: 'tidy-up', state: known };
  const model = {
    watch: () => {
      log.push('read');
      told = { ...told, ...(next ? { state: next } : { failure: unavailable() }) };
      return Promise.resolve();
    },
    workspaces: () => [told],
    stateOf: () => told.state,
  };
  const tree = {
    find: (id: string) => ({ id }) as TreeNode,
    refresh: (row?: TreeNode) => void log.push(`listed ${row?.id === remoteKey(WORKSPACE) ? 'the workspace' : 'all'}`),
  };
  return { log, parts: { staged: model, tree, nameOfRemote: () => 'tidy-up' } };
}

describe('what is passed over as staged', () => {
  const looked = async (next: StagedState | undefined, gesture: Gesture) => {
    const { log, parts } = modelThat(holding('a', 'b'), next);
    const { listed: now } = await lookingAgainIn(parts)(gesture);
    return { log, traits: now.map(({ entry }) => entry.traits.join()) };
  };

  it('is read again once, and what another client took back is staged no more, in the rows either', async () => {
    const seen = await looked(holding('a'), { listed: [staged('a'), staged('b')], shown: [] });
    assert.deepEqual(seen, { log: ['read', 'listed the workspace'], traits: ['staged', ''] });
  });

  it('stays so when its server says it, and asks nothing where no row says so', async () => {
    const both = { listed: [staged('a'), staged('b')], shown: [] };
    assert.deepEqual(await looked(holding('a', 'b'), both), { log: ['read'], traits: ['staged', 'staged'] });
    const others = { listed: [listed(file('c'), WORKSPACE), listed(file('d'), SPACE)], shown: [] };
    assert.deepEqual(await looked(holding(), others), { log: [], traits: ['', ''] });
  });

  it('is nothing where the server does not answer: what comes next says why', async () => {
    assert.deepEqual((await looked(undefined, { listed: [staged('a')], shown: [] })).traits, ['']);
  });
});

describe('Stage and Open Next on a file that was staged when it was last read', () => {
  const press = async (next: StagedState | undefined) => {
    const { log, parts } = modelThat(holding('a'), next);
    const commands = curationCommands({
      staged: parts.staged,
      stagedNow: stagedNowIn(parts),
      door: { removeAt: () => Promise.resolve(void log.push('staged')) },
      active: { onDidChange: () => new vscode.Disposable(() => undefined) },
      siblings: {
        neighbour: () => {
          log.push('next');
          return Promise.resolve(success({ kind: 'end' }));
        },
      },
    } as unknown as CurationParts);
    await commands[COMMANDS.oxenStageAndOpenNext]?.(...([entryUri(WORKSPACE, pathOf('a'))] as unknown as never[]));
    return log;
  };

  it('stages it when another client has taken it back, or when nobody can say', async () => {
    assert.deepEqual(await press(holding()), ['read', 'staged']);
    assert.deepEqual(await press(undefined), ['read', 'staged']);
  });

  it('goes on when it really is staged', async () => {
    assert.deepEqual(await press(holding('a')), ['read', 'next']);
  });
});
