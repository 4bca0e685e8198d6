import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findLeaks, registerToken } from '../../tools/leaks.mjs';
import { findOxenServer, realFiles, seedRepository, startOxenServer } from '../../tools/oxenServer.mjs';
import { onedataProbe, oxenProbe } from '../../tools/probe.mjs';
import { startSandboxProcess } from '../../tools/sandboxProcess.mjs';
import { onedataKinds } from './tourOnedata';
import { Workbench, temporaryFolder } from './workbench';

export interface TourOptions {
  /** Copy the README's pictures to docs/pictures. */
  readonly pictures: boolean;
  /** Do the Oxen half against a real oxen-server. */
  readonly oxenServer: boolean;
}

/** The Oxen half's stage: where it is, what to open on the way, and what is taken out. */
interface OxenStage {
  readonly url: string;
  readonly token?: string;
  readonly namespace: string;
  readonly repository: string;
  readonly workspace: string;
  readonly account: string;
  /** Labels to expand, from the account to the folder that holds the targets. */
  readonly way: readonly string[];
  /** That folder's path. */
  readonly folder: string;
  /** A folder in it, staged by its context menu, and two neighbours, staged by the Delete key. */
  readonly target: string;
  readonly byKey: readonly [string, string];
  stop(): Promise<void>;
}

const OUT = path.resolve('out/tour');
const README_PICTURES = ['1-oxen-menu', '2-oxen-staged', '4-onedata-question'];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Both jobs in the real workbench without a person. After each step the servers themselves are asked, by code that shares nothing with
 * the extension. True when every step was as expected.
 */
export async function runTour({ pictures, oxenServer }: TourOptions): Promise<boolean> {
  fs.rmSync(OUT, { recursive: true, force: true });
  const evidence = temporaryFolder();
  const sandbox = await startSandboxProcess();
  const stage = oxenServer ? await realOxen() : sandboxOxen(sandbox.oxen);
  registerToken(sandbox.onedata.token, evidence);
  if (stage.token) registerToken(stage.token, evidence);

  const line = JSON.stringify({ oxen: { url: stage.url, token: stage.token ?? null }, onedata: sandbox.onedata });
  const workbench = await Workbench.open({
    env: { WINNOW_SANDBOX: line },
    settings: { 'window.title': 'Winnow' },
    viewport: { width: 1280, height: 960 },
    shots: OUT,
    evidence,
  });
  let passed = false;
  try {
    await oxenHalf(workbench, stage);
    await onedataHalf(workbench, onedataProbe(sandbox.onedata));
    passed = true;
  } catch (error) {
    say(`✘ ${error instanceof Error ? error.message : String(error)}`);
    await workbench.shot('failed').catch(() => undefined);
  }
  say('\nThe output channel Winnow:');
  for (const text of workbench.outputLines()) say(`  ${text}`);
  await workbench.close();
  await Promise.all([stage.stop(), sandbox.stop()]);

  const leaks = findLeaks(evidence);
  say(
    leaks.length === 0
      ? '✔ no token in anything that was shown or written'
      : `✘ a token stands in ${leaks[0]?.file ?? ''}`,
  );
  fs.rmSync(evidence, { recursive: true, force: true });
  if (pictures && passed) copyPictures();
  say(`Pictures: ${path.relative(process.cwd(), OUT)}`);
  return passed && leaks.length === 0;
}

async function oxenHalf(workbench: Workbench, stage: OxenStage): Promise<void> {
  const { namespace, repository } = stage;
  const probe = oxenProbe(stage);
  const workspace = (await probe.workspaces(namespace, repository)).find(({ name }) => name === stage.workspace);
  assert.ok(workspace, `the server has no workspace ${stage.workspace}`);
  const staged = (): Promise<string[]> => probe.staged(namespace, repository, workspace.id);
  const below = (name: string): Promise<string[]> =>
    probe.files(namespace, repository, 'main', `${stage.folder}/${name}`);
  assert.deepEqual(await staged(), [], 'something is staged before the tour begins');

  await workbench.openContainer('Winnow');
  await workbench.widenSideBar(420);
  await workbench.showPane('Onedata', false);
  for (const label of stage.way) await workbench.expand('Oxen', label);
  await workbench.scrollTo('Oxen', stage.target);
  done(`opened ${stage.way.join(' › ')}`);

  const items = await workbench.contextMenu(workbench.row('Oxen', stage.target));
  await workbench.shot('1-oxen-menu');
  await workbench.page.keyboard.press('Escape');
  assert.ok(items.includes('Stage Removal'), `the menu has only ${items.join(' · ')}`);
  assert.ok(!items.some((item) => /delete/i.test(item)), 'staging is called a deletion');
  await workbench.chooseInContextMenu(workbench.row('Oxen', stage.target), 'Stage Removal');
  const expected = await below(stage.target);
  await workbench.until(async () => same(await staged(), expected), `exactly the files of ${stage.target} staged`);
  done(
    `right-click, Stage Removal: ${expected.length} files of ${stage.folder}/${stage.target} are staged, and nothing else`,
  );

  const [first, second] = stage.byKey;
  const all = [...expected, ...(await below(first)), ...(await below(second))].sort();
  await (await workbench.scrollTo('Oxen', first)).click();
  await (await workbench.scrollTo('Oxen', second)).click({ modifiers: ['Control'] });
  assert.deepEqual(await workbench.selected('Oxen'), [first, second].sort());
  await workbench.page.keyboard.press('Delete');
  await workbench.until(async () => same(await staged(), all), `${all.length} files staged`);
  done(`Ctrl-click and the Delete key: ${all.length} files are staged`);

  const status = workbench.statusItem('winnow.staged');
  await workbench.until(
    async () => new RegExp(`\\b${all.length.toLocaleString('en')}\\b`).test(await status.innerText()),
    'the count in the status bar',
  );
  done(`the status bar says ${(await status.innerText()).trim()}`);
  const shown = `${all.length.toLocaleString('en')} staged`;
  await workbench.until(
    async () => (await workbench.spokenRows('Staged')).some((row) => row.includes(shown)),
    `${shown} in the Staged view`,
  );
  await workbench.page.waitForTimeout(600); // the rows of the other view follow
  await workbench.shot('2-oxen-staged');
  await status.click();
  await workbench.row('Staged', stage.workspace).waitFor();
  done(`the Staged view lists ${stage.workspace}: ${(await workbench.rows('Staged')).slice(0, 6).join(' · ')}`);
  assert.deepEqual(await below(stage.target), expected, 'staging must not touch the branch');
  done('the branch still has every file: staging is not committing');
}

async function onedataHalf(workbench: Workbench, probe: ReturnType<typeof onedataProbe>): Promise<void> {
  const space = (await probe.spaces()).find(({ name }) => name === 'Field Station');
  assert.ok(space, 'the provider has no space Field Station');
  const parent = 'experiments/2024/classifier';
  const before = await probe.names(space.id, parent);
  const [target = ''] = before;

  await workbench.showPane('Oxen', false);
  await workbench.showPane('Onedata', true);
  for (const label of ['Sandbox (Onedata)', 'Field Station', ...parent.split('/')])
    await workbench.expand('Onedata', label);
  const row = await workbench.scrollTo('Onedata', target);
  const items = await workbench.contextMenu(row);
  await workbench.shot('3-onedata-menu');
  await workbench.page.keyboard.press('Escape');
  assert.ok(items.includes('Delete Permanently…'), `the menu has only ${items.join(' · ')}`);
  await workbench.chooseInContextMenu(row, 'Delete Permanently…');
  const question = await workbench.dialogText();
  await workbench.shot('4-onedata-question');
  const buttons = await workbench.dialogButtons();
  say(`  │ ${question.split('\n').join('\n  │ ')}`);
  assert.ok(
    question.includes(target) && question.includes('Field Station'),
    'the question does not name what and where',
  );
  assert.ok(!/permanently/i.test(await focusedButton(workbench)), 'Enter would destroy');
  done(`right-click, Delete Permanently…: it asks first (${buttons.join(' | ')})`);
  assert.deepEqual(await probe.names(space.id, parent), before, 'something was sent before the answer');

  const act = buttons.find((button) => /^Delete \d+ Files? Permanently$/.test(button));
  assert.ok(act, `no button says how many files go: ${buttons.join(' | ')}`);
  await workbench.answerDialog(act);
  await workbench.quickInput.waitFor();
  await workbench.shot('5-onedata-typed');
  await workbench.inputBox(/\d+/.exec(act)?.[0] ?? '');
  const after = before.filter((name) => name !== target);
  await workbench.until(
    async () => same(await probe.names(space.id, parent), after),
    `${target} gone from the provider`,
  );
  done(
    `typed the number of files: ${parent}/${target} is gone from the provider, its ${after.length} neighbours are there`,
  );
  await workbench.until(() => row.count().then((count) => count === 0), `${target} gone from the tree`);
  done('the tree shows the same');
  await onedataKinds({ workbench, probe, done });
  await workbench.showOutput();
  await workbench.shot('6-output');
}

/** The button of the dialog that Enter would press. */
async function focusedButton(workbench: Workbench): Promise<string> {
  return (await workbench.dialog.locator('.monaco-button:focus').allInnerTexts()).join(' ');
}

let steps = 0;
function done(what: string): void {
  steps += 1;
  say(`✔ ${String(steps).padStart(2)}  ${what}`);
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.join('\n') === other.join('\n');

function sandboxOxen({ url, token }: { readonly url: string; readonly token: string | null }): OxenStage {
  return {
    url,
    ...(token ? { token } : {}),
    namespace: 'field-station',
    repository: 'samples',
    workspace: 'tidy-up',
    account: 'Sandbox (Oxen)',
    way: ['Sandbox (Oxen)', 'samples', 'tidy-up', 'experiments', '2024', 'classifier'],
    folder: 'experiments/2024/classifier',
    target: 'run-01',
    byKey: ['run-02', 'run-10'],
    stop: () => Promise.resolve(),
  };
}

/** A real server with a few thousand real files: those of the npm packages that are installed here. */
async function realOxen(): Promise<OxenStage> {
  const binary = findOxenServer();
  if (!binary) throw new Error('no oxen-server: set OXEN_SERVER, or put one on the PATH');
  const server = await startOxenServer(binary);
  const files = realFiles(process.cwd(), 3000);
  const [target = '', first = '', second = ''] = [...new Set(files.map((file) => file.split('/')[1] ?? ''))];
  const place = { namespace: 'field-station', name: 'packages', workspace: 'tidy-up' };
  await seedRepository(server.url, { ...place, folder: process.cwd(), files });
  say(`oxen-server ${server.version} with ${files.length.toLocaleString('en')} real files`);
  return {
    url: server.url,
    namespace: place.namespace,
    repository: place.name,
    workspace: place.workspace,
    account: 'Sandbox (Oxen)',
    way: ['Sandbox (Oxen)', place.name, place.workspace, 'node_modules'],
    folder: 'node_modules',
    target,
    byKey: [first, second],
    stop: () => server.stop(),
  };
}

function copyPictures(): void {
  fs.mkdirSync('docs/pictures', { recursive: true });
  for (const name of README_PICTURES)
    fs.copyFileSync(path.join(OUT, `${name}.png`), path.join('docs/pictures', `${name}.png`));
}
