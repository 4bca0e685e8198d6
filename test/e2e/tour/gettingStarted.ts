import assert from 'node:assert/strict';
import { Workbench } from '../workbench';
import type { Script, Step, Tour } from './step';

/** The walkthrough: four steps, each with its picture. */
export const gettingStarted: Step = { onRealServer: true, run: walkThrough };

/** A window without any account: what the three views offer. */
export async function welcome({
  evidence,
  shots,
  done,
  nameOf,
}: Script & { readonly evidence: string; readonly shots: string }): Promise<void> {
  const workbench = await Workbench.open({ shots, evidence, viewport: { width: 1280, height: 960 } });
  try {
    await workbench.openContainer('Winnow');
    const links = workbench.page.locator('.sidebar .welcome-view-content a');
    await workbench.until(async () => (await links.count()) >= 4, 'the welcome views');
    const offers = new Set((await links.allInnerTexts()).map((text) => text.trim()));
    assert.deepEqual([...offers].sort(), ['Add Account…', 'Try the Sandbox']);
    await workbench.shot(nameOf('welcome'));
    done('without an account the views say what they are for, and offer Add Account… and Try the Sandbox');
  } finally {
    await workbench.close();
  }
}

async function walkThrough({ workbench, picture, done }: Tour): Promise<void> {
  await workbench.command('Welcome: Open Walkthrough...');
  await workbench.pick('Get Started with Winnow');
  const steps = workbench.page.locator('.getting-started-step');
  await workbench.until(async () => (await steps.count()) === 4, 'four steps');
  await workbench.page.waitForTimeout(400); // the picture comes after the words
  await picture('walkthrough');
  const titles = (await steps.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
  await workbench.command('View: Close All Editors');
  await workbench.until(async () => (await steps.count()) === 0, 'the walkthrough closed');
  done(`the walkthrough has ${titles.length} steps: ${titles.join(' · ')}`);
}
