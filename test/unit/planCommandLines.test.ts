import assert from 'node:assert/strict';
import { curlLines, hasCommands, oxenLines } from '../../src/editor/removal/planCommandLines';
import { SPACE, WORKSPACE, file, planOf, target, targets } from '../support/builders';

const ONEDATA = { origin: 'https://krakow.example', version: '25.0' };
const OXEN = { origin: 'https://hub.example', version: '' };

describe('a plan as commands', () => {
  it('on Onedata is one request a target, as documented, without the token', () => {
    const plan = planOf([target(file("a/it's $HOME.txt", { id: 'f1', parentId: 'p1' }))]);
    assert.deepEqual(
      curlLines(plan, () => ONEDATA),
      {
        lines: [
          'curl -sS --globoff --path-as-is -X DELETE -H "X-Auth-Token: $TOKEN" ' +
            String.raw`'https://krakow.example/api/v3/oneprovider/data/p1/path/it'\''s%20%24HOME.txt'`,
        ],
        inexpressible: 0,
      },
    );
  });

  it('has a command for each of very many targets', () => {
    const plan = planOf(
      Array.from({ length: 150_000 }, (_, index) => target(file(`f${index}`, { id: 'f', parentId: 'p' }))),
    );
    assert.equal(curlLines(plan, () => ONEDATA).lines.length, 150_000);
  });

  it('says how many targets no command can name', () => {
    const plan = planOf([target(file('no id')), target(file('b', { id: 'f1', parentId: 'p1' }))]);
    const { lines, inexpressible } = curlLines(plan, () => ONEDATA);
    assert.deepEqual([lines.length, inexpressible], [1, 1]);
  });

  it('on Oxen is a list of paths, 200 in one command', () => {
    const plan = planOf(targets(450, WORKSPACE), { action: 'stageRemoval' });
    const { lines, inexpressible } = curlLines(plan, () => OXEN);
    assert.deepEqual([lines.length, inexpressible], [3, 0]);
    const [first = ''] = lines;
    assert.match(first, /^curl .* -X DELETE -H "Authorization: Bearer \$TOKEN" .*--data-raw '\["f00000","f00001"/);
    assert.match(first, /'https:\/\/hub\.example\/api\/repos\/ox\/images\/workspaces\/ws-1\/files'$/);
    assert.equal(oxenLines(plan).lines.length, 3);
  });

  it('a plan whose requests depend on what the server answers has none', () => {
    assert.ok(hasCommands(planOf(targets(1, SPACE))));
    assert.ok(!hasCommands(planOf(targets(1, WORKSPACE), { action: 'unstage' })));
  });
});
