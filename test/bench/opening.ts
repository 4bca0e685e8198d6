import type { Locator, Page } from 'playwright-core';
import { startSandboxProcess } from '../../tools/sandboxProcess.mjs';
import { oxenProbe } from '../../tools/probe.mjs';
import { Workbench } from '../e2e/workbench';
import { figureOf, type Figure } from './rounds';

const REPOSITORY = ['field-station', 'samples'] as const;
const FOLDER = 'measurements';

/** From the press of the mouse on something until a row is drawn, ms: measured inside the page, frame by frame. */
async function pressToRow(page: Page, pressed: Locator, view: string, row: string): Promise<number> {
  const selector = `[role=tree][aria-label="${view}"] .monaco-list-row[aria-label*=${JSON.stringify(row)}]`;
  await page.evaluate(`void (window.winnowTiming = new Promise((resolve) => {
    let pressed;
    addEventListener('mousedown', () => (pressed = performance.now()), { capture: true, once: true });
    const look = () => {
      if (pressed !== undefined && document.querySelector(${JSON.stringify(selector)})) resolve(performance.now() - pressed);
      else requestAnimationFrame(look);
    };
    look();
  }))`);
  await pressed.click();
  return page.evaluate<number>('window.winnowTiming');
}

/** Every file of a large folder staged, by plain HTTP. */
async function stageAll(oxen: { readonly url: string; readonly token: string | null }): Promise<number> {
  const probe = oxenProbe(oxen);
  const [workspace] = await probe.workspaces(...REPOSITORY);
  if (!workspace) throw new Error('the sandbox has no workspace');
  const headers = {
    'Content-Type': 'application/json',
    ...(oxen.token ? { Authorization: `Bearer ${oxen.token}` } : {}),
  };
  const place = `${oxen.url}/api/repos/${REPOSITORY.join('/')}/workspaces/${workspace.id}`;
  const answer = await fetch(`${place}/files`, { method: 'DELETE', headers, body: JSON.stringify([FOLDER]) });
  if (!answer.ok) throw new Error(`staging answered ${answer.status}`);
  return (await probe.staged(...REPOSITORY, workspace.id)).length;
}

/** What a person waits for in the real workbench: the first row of a folder, and of a Staged view with 10,000 removals. */
export async function measureOpening(evidence: string, rounds: number, share: number): Promise<readonly Figure[]> {
  const sandbox = await startSandboxProcess(['--scale', String(2 * share)]); // 5,000 measurements at 1
  const workbench = await Workbench.open({
    env: { WINNOW_SANDBOX: sandbox.line },
    viewport: { width: 1280, height: 1400 },
    shots: evidence,
    evidence,
  });
  const { page } = workbench;
  const oxenRows: number[] = [];
  const onedataRows: number[] = [];
  const stagedRows: number[] = [];
  let count = 0;
  try {
    await workbench.openContainer('Winnow');
    await workbench.showPane('Staged', false);
    const twistie = async (view: string, label: string): Promise<Locator> =>
      (await workbench.scrollTo(view, label)).locator('.monaco-tl-twistie');
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up']) await workbench.expand('Oxen', label);
    for (const label of ['Sandbox (Onedata)', 'Field Station']) await workbench.expand('Onedata', label);
    for (let round = 0; round < rounds; round += 1) {
      for (const [view, values] of [
        ['Oxen', oxenRows],
        ['Onedata', onedataRows],
      ] as const) {
        await workbench.collapse(view, 'annotations');
        await workbench.viewAction(view, 'Refresh'); // so that the server is asked again
        await page.waitForTimeout(1_000);
        values.push(await pressToRow(page, await twistie(view, 'annotations'), view, 'cat_001.xml'));
      }
    }
    count = await stageAll(sandbox.oxen);
    const status = workbench.statusItem('winnow.staged');
    const shown = count.toLocaleString('en');
    const isCounted = async (): Promise<boolean> => (await status.allInnerTexts()).join('').includes(shown);
    await workbench.viewAction('Oxen', 'Refresh');
    await workbench.until(isCounted, `${shown} staged`);
    const header = page.locator('.sidebar .pane-header', { hasText: 'Staged' }).locator('h3.title');
    stagedRows.push(await pressToRow(page, header, 'Staged', 'tidy-up')); // once: afterwards VS Code has its rows
  } catch (error) {
    await workbench.shot('opening-failed');
    throw error;
  } finally {
    await workbench.close();
    await sandbox.stop();
  }
  const figure = (name: string, values: readonly number[], atMost: number): Figure =>
    figureOf({ name, unit: 'ms', values, goals: [{ of: 'value', atMost }] });
  return [
    figure('from the click to a folder’s first row, Oxen', oxenRows, 150),
    figure('from the click to a folder’s first row, Onedata', onedataRows, 150),
    figure(
      `from the click to the first row of a Staged view with ${count.toLocaleString('en')} removals`,
      stagedRows,
      500,
    ),
  ];
}
