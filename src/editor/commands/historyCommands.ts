import * as vscode from 'vscode';
import type { PastRun } from '../../removal/journalHistory';
import { reportAsCsv, reportAsJson } from '../../removal/reportExport';
import { restOf } from '../../removal/rest';
import { choose } from '../choose';
import type { Connections } from '../accounts/connections';
import { tellBriefly } from '../briefly';
import { COMMANDS } from '../ids';
import type { UndoableStagings } from '../removal/announcing';
import { clock } from '../removal/clock';
import type { JournalFile } from '../removal/journalFile';
import type { RemovalDoor } from '../removal/removalDoor';
import type { ReportDocuments } from '../removal/reportDocuments';
import type { RunHistory } from '../removal/runHistory';
import { settlePast } from '../removal/settlePast';
import * as words from '../wording/history';
import type { NameOf } from '../wording/names';
import type { Handler } from './register';

export interface HistoryParts {
  readonly door: RemovalDoor;
  readonly history: RunHistory;
  readonly journal: JournalFile;
  readonly documents: ReportDocuments;
  readonly connections: Connections;
  readonly stagings: UndoableStagings;
  readonly nameOfRemote: NameOf;
}

/** Looking back: reports, the rest of a run, undo, the journal. */
export function historyCommands(parts: HistoryParts): Readonly<Record<string, Handler>> {
  const { door, history, journal, documents, stagings } = parts;
  return {
    [COMMANDS.undoLastStaging]: async (planId?: unknown) => {
      const added = stagings.find(typeof planId === 'string' ? planId : undefined);
      if (!added) {
        void vscode.window.showInformationMessage(words.nothingToUndo());
        return undefined;
      }
      return door.remove('unstage', { listed: added, shown: [] });
    },
    [COMMANDS.showReport]: async (id?: string) => {
      const run = await runCalled(id, parts);
      if (run) await documents.show(run.report);
    },
    [COMMANDS.copyReport]: async (id?: string) => {
      const run = await runCalled(id, parts);
      if (!run) return;
      await vscode.env.clipboard.writeText(documents.textOf(run.report));
      tellBriefly(words.reportCopied());
    },
    [COMMANDS.runTheRest]: async (id?: string) => {
      const run = await runCalled(id, parts, { isMeant: hasRest, none: words.noRest });
      return run ? runTheRest(run, parts) : undefined;
    },
    [COMMANDS.dismissFailures]: async (id?: string) => {
      const run = await runCalled(id, parts, { isMeant: hasFailures, none: words.noFailures });
      if (run) await history.dismiss(run.id, clock.now());
    },
    [COMMANDS.exportReport]: async (id?: string) => {
      const run = await runCalled(id, parts);
      if (run) await exportReport(run);
    },
    [COMMANDS.showOperations]: () => showOperations(parts),
    [COMMANDS.openJournal]: async () => {
      const file = await journal.current();
      if (file) await vscode.window.showTextDocument(vscode.Uri.file(file));
      else void vscode.window.showInformationMessage(words.noRuns());
    },
    [COMMANDS.clearJournal]: async () => {
      const options = { modal: true, detail: words.clearDetail() };
      const answer = await vscode.window.showWarningMessage(words.clearQuestion(), options, words.clear());
      if (answer) await history.clear();
    },
  };
}

const hasRest = ({ report }: PastRun): boolean => restOf(report).length > 0;
const hasFailures = (run: PastRun): boolean =>
  !run.dismissed && (hasRest(run) || run.report.lines.some(({ outcome }) => outcome.kind === 'failed'));

/** The run of that id; without one the person chooses among those that the command can do something with. */
async function runCalled(
  id: string | undefined,
  { history, nameOfRemote }: HistoryParts,
  { isMeant, none } = { isMeant: (_: PastRun): boolean => true, none: words.noRuns },
): Promise<PastRun | undefined> {
  const runs = await history.all();
  const meant = id === undefined ? runs.filter(isMeant) : [];
  if (meant.length === 0) {
    const called = runs.find((run) => run.id === id);
    const why = id !== undefined ? words.runNotKnown : runs.length === 0 ? words.noRuns : none;
    if (!called) void vscode.window.showInformationMessage(why());
    return called;
  }
  const items = meant.map((run) => ({ ...words.runItem(run, nameOfRemote), run }));
  return (await choose(items, { placeHolder: words.chooseRun(), matchOnDescription: true }))?.run;
}

/** Reads what became of the unknown ones, then takes what remains through the door: counted and asked for anew, never replayed. */
async function runTheRest({ report }: PastRun, { door, history, connections }: HistoryParts): Promise<unknown> {
  const known = await settlePast(report, connections, history, new AbortController().signal);
  const listed = restOf(known).map(({ remote, entry }) => ({ remote, entry }));
  if (listed.length === 0) {
    void vscode.window.showInformationMessage(words.nothingLeft());
    return undefined;
  }
  return door.remove(report.plan.action, { listed, shown: [] });
}

async function showOperations(parts: HistoryParts): Promise<void> {
  const run = await runCalled(undefined, parts);
  if (!run) return;
  const rest = restOf(run.report).length;
  const steps = [
    { label: words.showReport(), command: COMMANDS.showReport },
    ...(parts.stagings.has(run.id) ? [{ label: words.undo(), command: COMMANDS.undoLastStaging }] : []),
    ...(rest > 0 ? [{ label: words.runTheRest(rest), command: COMMANDS.runTheRest }] : []),
    ...(hasFailures(run) ? [{ label: words.dismiss(), command: COMMANDS.dismissFailures }] : []),
    { label: words.copyReport(), command: COMMANDS.copyReport },
    { label: words.exportReport(), command: COMMANDS.exportReport },
  ];
  const step = await choose(steps, { placeHolder: words.runItem(run, parts.nameOfRemote).label });
  if (step) await vscode.commands.executeCommand(step.command, run.id);
}

async function exportReport({ report }: PastRun): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    filters: { JSON: ['json'], CSV: ['csv'] },
    ...(vscode.workspace.workspaceFolders?.[0]
      ? { defaultUri: vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'winnow-report.json') }
      : {}),
  });
  if (!uri) return;
  const text = uri.path.endsWith('.csv') ? reportAsCsv(report) : reportAsJson(report);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
