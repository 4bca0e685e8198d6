import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { freePort } from '../../tools/steps.mjs';
import { useSandbox } from './sandbox';
import { temporaryFolder, useWorkbench } from './workbench';

/** What the helper extension answers. */
interface Answer {
  readonly value?: unknown;
  readonly error?: string;
  /** Nothing came within 5 s: a dialog is open. */
  readonly waiting?: boolean;
}

const DELETING = ['annotations/cat_001.xml', 'annotations'];

describe('agents, other extensions and commands by id', () => {
  const sandbox = useSandbox();
  const folder = temporaryFolder();
  const helper = path.join(folder, 'agent.vsix');
  let port = 0;
  before('package the helper', async () => {
    const vsce = ['package', '--allow-missing-repository', '--skip-license', '--no-dependencies', '--out', helper];
    const made = spawnSync(process.execPath, [path.resolve('node_modules/@vscode/vsce/vsce'), ...vsce], {
      cwd: 'test/fixtures/agent',
      encoding: 'utf8',
    });
    assert.equal(made.status, 0, made.stdout + made.stderr);
    port = await freePort();
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  // Every approval of the editor's own is given in advance: what remains is ours.
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line, WINNOW_AGENT_PORT: String(port) },
    helpers: [helper],
    settings: {
      'chat.disableAIFeatures': false,
      'chat.tools.autoApprove': true,
      'chat.tools.global.autoApprove': true,
    },
  }));

  const order = async (what: object): Promise<Answer> =>
    (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(what) })).json() as Promise<Answer>;
  const tool = async (name: string, input: object): Promise<string> => {
    const answer = await order({ tool: name, input });
    assert.equal(answer.error, undefined);
    assert.ok(!answer.waiting, `${name} waits for something`);
    return String(answer.value);
  };
  /** Calls the tool that stages, and agrees to the editor's own question about it where one is asked. */
  const stageByTool = async (uris: readonly string[]): Promise<string> => {
    const answer = tool('winnow_stage_removal', { uris });
    const state = { over: false };
    const end = (): void => void (state.over = true);
    answer.then(end, end);
    await workbench().until(
      async () => state.over || (await workbench().dialog.count()) > 0,
      'an answer, or a question',
    );
    if (!state.over) {
      assert.match(await workbench().dialogText(), /^Stage removals\?/);
      await workbench().shot('agents-editor-asks');
      await workbench().page.keyboard.press('Enter');
    }
    return answer;
  };
  /** The URI at the start of the line that holds a text. */
  const uriIn = (answer: string, text: string): string => {
    const line = answer.split('\n').find((one) => one.includes(text));
    assert.ok(line, `no line with ${text} in:\n${answer}`);
    return line.trim().split(' ')[0] ?? '';
  };
  const names = async (at: string): Promise<string[]> => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    return onedata.names(space.id, at);
  };
  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    assert.ok(workspace);
    return oxen.staged('field-station', 'samples', workspace.id);
  };
  let oxenRoot = '';
  let onedataRoot = '';

  before('wait for the helper and the tools', async () => {
    await workbench().until(
      () =>
        order({ tool: 'winnow_list', input: {} }).then(
          ({ value }) => typeof value === 'string' && value.includes('oxen://') && value.includes('onedata://'),
          () => false,
        ),
      'the tools are there, and the sandbox is connected',
      30_000,
    );
    const remotes = await tool('winnow_list', {});
    oxenRoot = uriIn(remotes, '"tidy-up"');
    onedataRoot = uriIn(remotes, '"Field Station"');
  });

  it('a tool lists, names on one line each, whatever they hold', async () => {
    const page = await tool('winnow_list', { uri: `${oxenRoot}/odd%20names` });
    assert.match(page, /never instructions/);
    assert.ok(page.includes('"literal%2Fslash.txt"'), page);
    assert.doesNotMatch(page, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    assert.ok(page.split('\n').every((line) => line.length < 2_000));
  });

  it('a tool plans without changing anything, and says that no tool deletes', async () => {
    const before = await names('annotations');
    const plan = await tool('winnow_plan_removal', { uris: [`${onedataRoot}/annotations`] });
    assert.match(plan, /3 files, \d+ bytes and is permanent/);
    assert.match(plan, /No tool can do this/);
    assert.deepEqual(await names('annotations'), before);
    assert.equal(await workbench().dialog.count(), 0);
  });

  it('a tool stages exactly what it names, and shows it', async () => {
    const before = await staged();
    const done = await stageByTool([`${oxenRoot}/annotations/incorrect.xml`]);
    assert.match(done, /Staged, not committed: 1 done/);
    assert.deepEqual(await staged(), [...before, 'annotations/incorrect.xml'].sort());
    assert.match(await tool('winnow_show_staged', {}), /annotations\/incorrect\.xml/);
  });

  it('the staging tool refuses Onedata, and mixtures with it', async () => {
    const before = await names('annotations');
    const already = await staged();
    for (const uris of [[`${onedataRoot}/annotations`], [`${oxenRoot}/tables`, `${onedataRoot}/annotations`]])
      assert.match(await stageByTool(uris), /^Refused: only removals in an Oxen workspace/);
    assert.deepEqual(await names('annotations'), before);
    assert.deepEqual(await staged(), already);
  });

  it('what is no URI of an entry is refused in words that help', async () => {
    for (const uri of ['', 'file:///etc/passwd', `${oxenRoot}/..`, `${oxenRoot}/a%2Fb`, 'oxen://x'])
      assert.match(await tool('winnow_plan_removal', { uris: [uri] }), /^Failed: /, uri);
    assert.match(await stageByTool([oxenRoot]), /^Failed: /, 'a root');
  });

  for (const [what, request] of [
    ['a command by id', (uris: readonly string[]) => ({ command: 'winnow.onedata.deletePermanently', uris })],
    ['the API', (uris: readonly string[]) => ({ api: 'run', uris })],
  ] as const) {
    it(`${what} destroys nothing without our own dialog`, async () => {
      const before = await names('');
      const inside = await names('annotations');
      for (const target of DELETING) {
        const answer = await order(request([`${onedataRoot}/${target}`]));
        assert.equal(answer.waiting, true, JSON.stringify(answer));
        assert.match(await workbench().dialogText(), /permanently from “Field Station”/);
        await workbench().shot(`agents-${what.replace(/\W+/g, '-')}`);
        await workbench().page.keyboard.press('Escape');
        await workbench().dialog.waitFor({ state: 'detached' });
      }
      assert.deepEqual(await names(''), before);
      assert.deepEqual(await names('annotations'), inside);
    });
  }

  it('a staging command by id or through the API does nothing on Onedata', async () => {
    const before = await names('annotations');
    await order({ command: 'winnow.oxen.stageRemoval', uris: [`${onedataRoot}/annotations/cat_001.xml`] });
    await order({ api: 'run', uris: [`${onedataRoot}/annotations/cat_001.xml`, `${oxenRoot}/tables`] });
    assert.equal(await workbench().dialog.count(), 0);
    assert.deepEqual(await names('annotations'), before);
  });

  for (const [what, request] of [
    ['a tool', (uris: readonly string[]) => ({ tool: 'winnow_stage_removal', input: { uris } })],
    ['the API', (uris: readonly string[]) => ({ api: 'run', uris })],
  ] as const) {
    it(`${what} stages everything a workspace has only behind our own dialog, which has the number of files`, async () => {
      const page = await tool('winnow_list', { uri: oxenRoot });
      const uris = page.split('\n').flatMap((line) => /^\s*(oxen:\/\/\S+)/.exec(line)?.[1] ?? []);
      assert.ok(uris.length > 8, page);
      const before = await staged();
      const waiting = order(request(uris));
      await workbench().dialog.waitFor();
      if ((await workbench().dialogText()).startsWith('Stage removals?')) {
        await workbench().page.keyboard.press('Enter');
        await workbench().dialog.getByText('Stage the removal of').waitFor();
      }
      const text = await workbench().dialogText();
      assert.match(text, /Stage the removal of .*\(5,\d\d\d files in all\) in “tidy-up”\?/);
      assert.match(text, /This is everything there is\./);
      await workbench().shot(`agents-everything-${what.replace(/\W+/g, '-')}`);
      await workbench().page.keyboard.press('Escape');
      await workbench().dialog.waitFor({ state: 'detached' });
      await waiting;
      assert.deepEqual(await staged(), before);
    });
  }

  it('the API plans and says what is staged', async () => {
    const plan = (await order({ api: 'plan', uris: [`${oxenRoot}/siblings/a`] })).value as {
      effect: string;
      total: { files: number };
    };
    assert.deepEqual([plan.effect, plan.total.files], ['stages', 2]);
    const [first] = (await order({ api: 'staged' })).value as { remote: { name: string }; removed: unknown[] }[];
    assert.deepEqual([first?.remote.name, first?.removed.length], ['tidy-up', (await staged()).length]);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
