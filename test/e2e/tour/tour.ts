import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findLeaks, registerToken } from '../../../tools/leaks.mjs';
import { onedataProbe, oxenProbe } from '../../../tools/probe.mjs';
import { startSandboxProcess } from '../../../tools/sandboxProcess.mjs';
import { Workbench, temporaryFolder } from '../workbench';
import { curation } from './curation';
import { finding } from './finding';
import { gettingStarted, welcome } from './gettingStarted';
import { localTwin, makeClone } from './localTwin';
import { onedataDeletion } from './onedataDeletion';
import { oxenStaging } from './oxenStaging';
import { realOxen, sandboxOxen, type OxenStage } from './oxenStage';
import { stagedView } from './stagedView';
import { say, type Script, type Step, type Tour } from './step';

/** The tour, in this order. Each part goes on from what the one before has left. */
const STEPS: readonly Step[] = [gettingStarted, oxenStaging, stagedView, curation, finding, localTwin, onedataDeletion];

/** What the README shows: the tour has to make each of them; with `pictures` they are copied to docs/pictures. */
const README_PICTURES = Array.from(
  fs.readFileSync('README.md', 'utf8').matchAll(/\]\(docs\/pictures\/([\w-]+)\.png\)/g),
  ([, name = '']) => name,
);
const OUT = path.resolve('out/tour');

export interface TourOptions {
  /** Copy the README's pictures to docs/pictures. */
  readonly pictures: boolean;
  /** Do the Oxen half against a real oxen-server. */
  readonly oxenServer: boolean;
}

/**
 * Everything in the real workbench without a person. After each step the servers themselves are asked, by code that shares nothing with
 * the extension. True when every step was as expected.
 */
export async function runTour({ pictures, oxenServer }: TourOptions): Promise<boolean> {
  fs.rmSync(OUT, { recursive: true, force: true });
  const evidence = temporaryFolder();
  const sandbox = await startSandboxProcess();
  const stage = oxenServer ? await realOxen() : sandboxOxen(sandbox.oxen);
  for (const token of [sandbox.onedata.token, stage.token]) if (token) registerToken(token, evidence);
  const clone = makeClone(stage);
  const script = report();
  let passed = false;
  let workbench: Workbench | undefined;
  try {
    await welcome({ evidence, shots: OUT, ...script });
    const line = JSON.stringify({ oxen: { url: stage.url, token: stage.token ?? null }, onedata: sandbox.onedata });
    workbench = await Workbench.open({
      env: { WINNOW_SANDBOX: line },
      settings: { 'window.title': 'Winnow' },
      viewport: { width: 1280, height: 960 },
      workspace: clone,
      shots: OUT,
      evidence,
    });
    const tour = await tourOn(workbench, stage, onedataProbe(sandbox.onedata), script);
    for (const step of STEPS) {
      if (step.onRealServer || !oxenServer) await step.run(tour);
    }
    if (!oxenServer)
      assert.deepEqual(
        README_PICTURES.filter((name) => !pictureOf(name)),
        [],
        'pictures of the README',
      );
    if (oxenServer) say('– the steps on the sample files were left out: this server has others');
    passed = true;
  } catch (error) {
    say(`✘ ${error instanceof Error ? error.message : String(error)}`);
    await workbench?.shot('failed').catch(() => undefined);
  }
  say('\nThe output channel Winnow:');
  for (const text of workbench?.outputLines() ?? []) say(`  ${text}`);
  await workbench?.close();
  await Promise.all([stage.stop(), sandbox.stop()]);
  fs.rmSync(clone, { recursive: true, force: true });

  const leaks = findLeaks(evidence);
  say(
    leaks.length === 0
      ? '✔ no token in anything that was shown or written'
      : `✘ a token stands in ${leaks[0]?.file ?? ''}`,
  );
  fs.rmSync(evidence, { recursive: true, force: true });
  if (pictures && passed && !oxenServer) copyPictures();
  say(`Pictures: ${path.relative(process.cwd(), OUT)}`);
  return passed && leaks.length === 0;
}

function report(): Script {
  let [steps, pictures] = [0, 0];
  return {
    done: (what) => say(`✔ ${String((steps += 1)).padStart(2)}  ${what}`),
    nameOf: (name) => `${String((pictures += 1)).padStart(2, '0')}-${name}`,
  };
}

async function tourOn(
  workbench: Workbench,
  stage: OxenStage,
  onedata: Tour['onedata'],
  { done, nameOf }: Script,
): Promise<Tour> {
  const { namespace, repository } = stage;
  const oxen = oxenProbe(stage);
  const workspace = (await oxen.workspaces(namespace, repository)).find(({ name }) => name === stage.workspace);
  assert.ok(workspace, `the server has no workspace ${stage.workspace}`);
  return {
    workbench,
    stage,
    oxen,
    onedata,
    staged: () => oxen.staged(namespace, repository, workspace.id),
    picture: async (name) => {
      await workbench.shot(nameOf(name));
    },
    done,
  };
}

/** The file of a picture that the tour has made. */
function pictureOf(name: string): string | undefined {
  return fs.readdirSync(OUT).find((file) => file.replace(/^\d+-/, '') === `${name}.png`);
}

function copyPictures(): void {
  fs.rmSync('docs/pictures', { recursive: true, force: true });
  fs.mkdirSync('docs/pictures', { recursive: true });
  for (const name of README_PICTURES) {
    const file = pictureOf(name);
    assert.ok(file, `the tour has no picture ${name}`);
    fs.copyFileSync(path.join(OUT, file), path.join('docs/pictures', `${name}.png`));
  }
}
