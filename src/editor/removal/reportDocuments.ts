import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import type { Report } from '../../removal/report';
import { REPORT_SCHEME } from '../ids';
import { reportText, reportTitle } from '../wording/reportDocument';
import type { HostOf } from '../wording/names';

/** Reports kept open for reading at most. */
const KEPT = 50;

/** Reports as read-only documents, grouped by outcome and reason. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, this);

  constructor(
    private readonly hostOf: HostOf,
    private readonly nameOfRemote: (remote: RemoteAddress) => string,
  ) {}

  async show(report: Report): Promise<void> {
    const { id } = report.plan;
    this.texts.delete(id);
    this.texts.set(id, this.textOf(report));
    for (const old of [...this.texts.keys()].slice(0, -KEPT)) this.texts.delete(old);
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${reportTitle(report)}.txt`, query: id });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: false });
  }

  /** A report as its document shows it. */
  textOf(report: Report): string {
    return reportText(report, this.hostOf, this.nameOfRemote);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.query) ?? '';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
