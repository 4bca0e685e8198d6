import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import { namesIn, pastRuns, type PastRun } from '../../removal/journalHistory';
import type { Names } from '../../removal/journalRecord';
import type { Plan } from '../../removal/plan';
import type { Report, ReportLine } from '../../removal/report';
import { entryKey, type Placed } from '../staged/entryMarks';
import type { JournalFile } from './journalFile';

/** How often a window with a run under way shows that it is alive, ms. */
const BEAT = 3_000;

/** The runs of this person, as the journal tells them, and which entries the last run on them failed for. */
export class RunHistory implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly reported = new vscode.EventEmitter<Report>();
  /** Every report, and again when a later read settled something of it: of this window's runs, and of interrupted ones it looked into. */
  readonly onDidReport = this.reported.event;
  private runs: PastRun[] | undefined;
  private names: ReadonlyMap<string, string> = new Map();
  private loading: Promise<PastRun[]> | undefined;
  /** Runs that this window saw end: a full disk may have kept nothing of it. */
  private readonly own = new Set<string>();
  private failures = new Map<string, Placed & { readonly failure: Failure }>();

  /** Runs of this window, and the heart that beats while there is one. */
  private readonly underWay = new Set<string>();
  private heart: NodeJS.Timeout | undefined;

  constructor(private readonly journal: JournalFile) {}

  /** All runs that are under way nowhere, the latest first. Reads the journal, which other windows write as well. */
  async all(): Promise<readonly PastRun[]> {
    return [...(await (this.runs ? this.read() : this.load()))].reverse();
  }

  /** The failure of the last run on an entry, by `entryKey`, until the person has dismissed it. */
  failureAt(key: string): Failure | undefined {
    return this.failures.get(key)?.failure;
  }

  /** The entries of which `failureAt` knows one. */
  failed(): readonly Placed[] {
    return [...this.failures.values()];
  }

  /** What a remote was called when a run on it began, as far as the journal has been read. */
  nameOf(remote: RemoteAddress): string | undefined {
    return this.names.get(remoteKey(remote));
  }

  /** Opens the record of a run. Resolves when it is on the disk: only then may a destroying request be sent. */
  async begin(plan: Plan, now: number, names: Names = {}): Promise<void> {
    const run = plan.id;
    // What was before this run is read now: read at its end, the run itself would have to be read back, too.
    await this.load().catch(() => undefined);
    this.underWay.add(run);
    this.heart ??= setInterval(() => void this.journal.beat().catch(() => undefined), BEAT);
    const records = [
      { type: 'planned', run, at: now, plan, names },
      { type: 'started', run, at: now },
    ] as const;
    try {
      await (plan.effect === 'destroys' ? this.journal.appendSafely(...records) : this.journal.append(...records));
    } catch (error) {
      this.rest(run);
      throw error;
    }
  }

  sending(plan: Plan, targets: readonly number[], now: number): Promise<void> | undefined {
    return this.journal.appendNow({ type: 'sending', run: plan.id, at: now, targets });
  }

  line(plan: Plan, target: number, { outcome, attempts, durationMs }: ReportLine, now: number): void {
    // A full disk shows at the next request: `sending` is awaited.
    this.journal.note({ type: 'line', run: plan.id, at: now, target, outcome, attempts, durationMs });
  }

  /** Closes the record of a run, and remembers the report. */
  async end(report: Report): Promise<void> {
    const { plan, stoppedBy, endedAt } = report;
    this.rest(plan.id);
    await this.put(report);
    // On a full disk the person is told all the same; to the next window the run looks interrupted, and it reads the server.
    await this.journal
      .append({ type: 'ended', run: plan.id, at: endedAt, ...(stoppedBy ? { stoppedBy } : {}) })
      .catch(() => undefined);
  }

  /** Takes in what a later read found out about a run that had ended. */
  async correct(report: Report, now: number): Promise<void> {
    const { plan, lines } = report;
    const told = this.runs?.find(({ id }) => id === plan.id)?.report.lines ?? [];
    for (const [index, line] of lines.entries()) {
      const isNews = line !== told[index] && line.outcome.kind === 'done';
      if (isNews && index < plan.targets.length) this.line(plan, index, line, now);
    }
    await this.put(report);
  }

  /** A run of this window that has not ended. */
  isUnderWay(run: string): boolean {
    return this.underWay.has(run);
  }

  /** The person has seen what failed in a run: nothing of it stays marked. */
  async dismiss(id: string, now: number): Promise<void> {
    await this.journal.append({ type: 'dismissed', run: id, at: now });
    const runs = await this.load();
    this.runs = runs.map((run) => (run.id === id ? { ...run, dismissed: true } : run));
    this.remark();
  }

  async clear(): Promise<void> {
    await this.journal.clear();
    this.runs = [];
    this.own.clear();
    this.remark();
  }

  dispose(): void {
    clearInterval(this.heart);
    this.changed.dispose();
    this.reported.dispose();
    void this.journal.close();
  }

  private rest(run: string): void {
    this.underWay.delete(run);
    if (this.underWay.size > 0) return;
    clearInterval(this.heart);
    this.heart = undefined;
  }

  private async put(report: Report): Promise<void> {
    this.reported.fire(report);
    const runs = await this.load();
    const { id } = report.plan;
    this.own.add(id);
    const known = runs.find((run) => run.id === id);
    const run: PastRun = { id, report, interrupted: false, dismissed: known?.dismissed === true };
    this.runs = known ? runs.map((other) => (other === known ? run : other)) : [...runs, run];
    this.remark();
  }

  private load(): Promise<PastRun[]> {
    if (this.runs) return Promise.resolve(this.runs);
    this.loading ??= this.read();
    return this.loading;
  }

  private async read(): Promise<PastRun[]> {
    const parts = await this.journal.readParts();
    const records = parts.flatMap((part) => part.records);
    const lately = this.journal.toldLately(parts);
    const told = new Map(pastRuns(records).map((run) => [run.id, run]));
    for (const run of this.runs ?? []) {
      const dismissed = run.dismissed || told.get(run.id)?.dismissed === true;
      if (this.own.has(run.id)) told.set(run.id, { ...run, dismissed });
    }
    const isAlive = ({ id, interrupted, dismissed }: PastRun): boolean =>
      interrupted && ((!dismissed && lately.has(id)) || this.isUnderWay(id));
    this.runs = [...told.values()].filter((run) => !isAlive(run));
    this.names = namesIn(records);
    this.remark();
    return this.runs;
  }

  /** An entry is marked by the last run that concerned it, until that run is dismissed. */
  private remark(): void {
    this.failures = new Map();
    for (const { report, dismissed, interrupted } of this.runs ?? []) {
      // It may be under way in another window.
      if (interrupted || isWhole(report.plan.action)) continue;
      for (const { target, outcome } of report.lines) {
        const isTrouble = !dismissed && (outcome.kind === 'failed' || outcome.kind === 'unknown');
        if (!isTrouble && this.failures.size === 0) continue;
        const placed = { remote: target.remote, path: target.entry.path };
        const key = entryKey(placed);
        if (isTrouble) this.failures.set(key, { ...placed, failure: outcome.failure });
        else this.failures.delete(key);
      }
    }
    this.changed.fire();
  }
}

/** One request for everything: that it was refused says nothing of any one entry. */
function isWhole(action: Plan['action']): boolean {
  return action === 'commit' || action === 'deleteWorkspace';
}
