import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import type { Report } from '../../removal/report';
import { COMMANDS, PLAN_SCHEME } from '../ids';
import { copyAsCurl, copyAsOxen } from '../wording/dryRun';
import type { HostOf } from '../wording/names';
import { planText, planTitle } from '../wording/planDocument';
import { actButton, type PlaceName } from '../wording/plans';
import { hasCommands } from './planCommandLines';

/** Plans kept for review at most; the oldest gives way. */
const KEPT = 20;

/** A plan under review, and the way on from there. */
interface Reviewed {
  readonly plan: Plan;
  readonly text: string;
  readonly proceed: () => Promise<Report | undefined>;
}

/** Plans under review: shown as read-only documents whose first line carries the button that goes on to the question. */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  private readonly plans = new Map<string, Reviewed>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly registrations = [
    vscode.workspace.registerTextDocumentContentProvider(PLAN_SCHEME, this),
    vscode.languages.registerCodeLensProvider({ scheme: PLAN_SCHEME }, this),
  ];

  constructor(private readonly hostOf: HostOf) {}

  async show(plan: Plan, placeName: PlaceName, proceed: Reviewed['proceed']): Promise<void> {
    this.plans.set(plan.id, { plan, text: planText(plan, placeName, this.hostOf), proceed });
    for (const id of [...this.plans.keys()].slice(0, -KEPT)) this.plans.delete(id);
    const uri = vscode.Uri.from({ scheme: PLAN_SCHEME, path: `/${planTitle(plan)}.txt`, query: plan.id });
    await vscode.window.showTextDocument(uri, { preview: false });
  }

  /** Goes on with the plan of a document; undefined once it was carried out: no plan is carried out twice. */
  proceedOf(uri: vscode.Uri): Reviewed['proceed'] | undefined {
    return this.plans.get(uri.query)?.proceed;
  }

  /** The plan of a document, until it was carried out. */
  planOf(uri: vscode.Uri): Plan | undefined {
    return this.plans.get(uri.query)?.plan;
  }

  drop(plan: Plan): void {
    if (this.plans.delete(plan.id)) this.lensesChanged.fire();
  }

  /** A commit takes what is staged along: other plans to commit the same workspace are plans for what is no longer there. */
  dropCommitsOf(carriedOut: Plan): void {
    const keys = new Set(remotesOf(carriedOut).map(remoteKey));
    for (const { plan } of [...this.plans.values()]) {
      if (plan.action === 'commit' && remotesOf(plan).some((remote) => keys.has(remoteKey(remote)))) this.drop(plan);
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.plans.get(uri.query)?.text ?? '';
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const known = this.plans.get(document.uri.query);
    if (!known) return [];
    const { plan } = known;
    const commands = [
      { title: `${actButton(plan)}…`, command: COMMANDS.confirmPlan },
      ...(hasCommands(plan) ? [{ title: copyAsCurl(), command: COMMANDS.copyAsCurl }] : []),
      ...(plan.action === 'stageRemoval' ? [{ title: copyAsOxen(), command: COMMANDS.copyAsOxen }] : []),
    ];
    const top = new vscode.Range(0, 0, 0, 0);
    return commands.map((command) => new vscode.CodeLens(top, { ...command, arguments: [document.uri] }));
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    this.lensesChanged.dispose();
  }
}
