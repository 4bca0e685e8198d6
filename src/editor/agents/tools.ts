import * as vscode from 'vscode';
import { fromUriText } from '../../removal/address';
import type { WinnowApi } from '../api';
import type { Tools } from '../late/lateTools';
import { entryUri } from '../uri';
import * as words from '../wording/agents';
import { pageAnswer, planAnswer, remotesAnswer, reportAnswer, stagedAnswer } from './answers';
import { TOOLS } from './toolIds';

/** Entries of one call at most. */
const MOST_URIS = 1_000;

interface ListInput {
  readonly uri?: string;
  readonly page?: string;
}

interface EntriesInput {
  readonly uris: readonly string[];
}

/**
 * What agents may do: look, plan and stage. No tool destroys anything or commits, whatever the editor's own approval says; where staging
 * would lose something, the person is asked by our own dialog, as after a click.
 */
export function toolsOver(api: WinnowApi): Tools {
  return {
    [TOOLS.list]: tool<ListInput>({
      prepareInvocation: () => ({ invocationMessage: words.listing() }),
      invoke: ({ input }) => told(() => list(input, api)),
    }),
    [TOOLS.plan]: tool<EntriesInput>({
      prepareInvocation: ({ input }) => ({ invocationMessage: words.planning(countOf(input)) }),
      invoke: ({ input }) => told(async () => planAnswer(await api.plan(urisOf(input)))),
    }),
    [TOOLS.stage]: tool<EntriesInput>({
      prepareInvocation: ({ input }) => ({
        invocationMessage: words.staging(countOf(input)),
        confirmationMessages: { title: words.stageTitle(), message: words.stageMessage(countOf(input)) },
      }),
      invoke: ({ input }, cancel) => told(() => stage(input, api, cancel)),
    }),
    [TOOLS.showStaged]: tool<object>({
      prepareInvocation: () => ({ invocationMessage: words.readingStaged() }),
      invoke: () => told(async () => stagedAnswer(await api.staged())),
    }),
  };
}

/** A tool whose input VS Code has held against the schema in package.json. */
const tool = <T>(one: vscode.LanguageModelTool<T>): vscode.LanguageModelTool<never> => one;

async function list({ uri, page }: ListInput, api: WinnowApi): Promise<string> {
  return uri === undefined ? remotesAnswer(await api.remotes()) : pageAnswer(await api.list(uriOf(uri), page));
}

async function stage(input: EntriesInput, api: WinnowApi, cancel: vscode.CancellationToken): Promise<string> {
  const uris = urisOf(input);
  if (uris.some(({ scheme }) => scheme !== 'oxen')) {
    return (
      'Refused: only removals in an Oxen workspace can be staged. On Onedata a deletion is permanent, and no tool does it: ' +
      'tell the person which entries you would delete, and that they can do so in the Winnow view. Nothing was changed.'
    );
  }
  const plan = await api.plan(uris);
  if (plan.refusals.length > 0 || plan.targets.length === 0) return planAnswer(plan);
  if (cancel.isCancellationRequested) return 'Stopped by the person before anything was staged. Nothing was changed.';
  return reportAnswer(await api.run(uris));
}

/** A tool answers with text, also when it failed: what happened, and what to do next. */
async function told(work: () => Promise<string>): Promise<vscode.LanguageModelToolResult> {
  const text = await work().catch(
    (error: unknown) => `Failed: ${error instanceof Error ? error.message : String(error)}`,
  );
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}

function urisOf({ uris }: EntriesInput): readonly vscode.Uri[] {
  if (!Array.isArray(uris) || uris.length === 0) throw new Error('Pass "uris": a list of URIs from winnow_list.');
  if (uris.length > MOST_URIS) throw new Error(`At most ${MOST_URIS} URIs a call; name a folder instead of its files.`);
  return (uris as readonly unknown[]).map(uriOf);
}

function uriOf(text: unknown): vscode.Uri {
  const location = typeof text === 'string' ? fromUriText(text) : undefined;
  if (!location) throw new Error('A URI is not one that winnow_list gave. Pass URIs exactly as they were listed.');
  return entryUri(location.remote, location.path);
}

function countOf({ uris }: Partial<EntriesInput>): number {
  return Array.isArray(uris) ? uris.length : 0;
}
