import type { Failure } from './failure';
import {
  DamagedRecord,
  maybe,
  needFields,
  needList,
  needNumber,
  needText,
  needTexts,
  needTime,
  type Fields,
} from './journalFields';
import { failureFields, outcomeFields, readFailure, readOutcome } from './journalOutcome';
import { planFields, readPlan } from './journalPlan';
import type { Outcome } from './outcome';
import type { Plan } from './plan';

/**
 * One line of the journal (JSONL). A run writes `planned` once it was agreed to, `started`, `sending` before each request with the
 * positions of its targets, `line` once the outcome of a target is certain (a later one overrules), and `ended`.
 * `dismissed`: the person no longer wants to see its failures.
 */
export type JournalRecord =
  | {
      readonly type: 'planned';
      readonly run: string;
      readonly at: number;
      readonly plan: Plan;
      /** What its remotes were called, by `remoteKey`, as far as anybody knew: after a restart an id would say nothing. */
      readonly names?: Names;
    }
  | { readonly type: 'started' | 'dismissed'; readonly run: string; readonly at: number }
  | { readonly type: 'sending'; readonly run: string; readonly at: number; readonly targets: readonly number[] }
  | {
      readonly type: 'line';
      readonly run: string;
      readonly at: number;
      /** Position of the target in the plan. */
      readonly target: number;
      readonly outcome: Outcome;
      readonly attempts: number;
      readonly durationMs: number;
    }
  | { readonly type: 'ended'; readonly run: string; readonly at: number; readonly stoppedBy?: Failure };

export type Names = Readonly<Record<string, string>>;

/** The format, written into each record: a version that is not known is not read. */
const VERSION = 1;

/** A line of text for each record, newline included; neighbours that tell the same of several targets share one. */
export function encodeRecords(records: readonly JournalRecord[]): string {
  let text = '';
  for (let from = 0, to = 1; from < records.length; from = to, to += 1) {
    const record = records[from];
    if (record === undefined) break;
    const targets: number[] = [];
    if (record.type === 'line') {
      targets.push(record.target);
      for (let next = records[to]; next !== undefined && tellsTheSame(next, record); next = records[to]) {
        targets.push(next.target);
        to += 1;
      }
    }
    const shared = targets.length > 1 ? { target: undefined, targets } : {};
    text += `${JSON.stringify({ v: VERSION, ...fieldsOf(record), ...shared })}\n`;
  }
  return text;
}

type LineRecord = Extract<JournalRecord, { readonly type: 'line' }>;

function tellsTheSame(other: JournalRecord, line: LineRecord): other is LineRecord {
  if (other.type !== 'line' || other.run !== line.run || other.at !== line.at) return false;
  return other.outcome === line.outcome && other.attempts === line.attempts && other.durationMs === line.durationMs;
}

export interface DecodedJournal {
  readonly records: readonly JournalRecord[];
  /** Lines that are no record, the torn last one left out: the process may die while it writes. */
  readonly damaged: number;
}

/** The records of a journal's text. Never throws: what is damaged is counted and left out. */
export function decodeJournal(text: string): DecodedJournal {
  const lines = text.split('\n');
  const last = lines.length - 1;
  const records: JournalRecord[] = [];
  let damaged = 0;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const told = decodeLine(line);
    if (told === undefined && index < last) damaged += 1;
    for (const record of told ?? []) records.push(record);
  }
  return { records, damaged };
}

function decodeLine(line: string): readonly JournalRecord[] | undefined {
  try {
    const fields = needFields(JSON.parse(line));
    if (fields.type !== 'line' || fields.targets === undefined) return [readRecord(fields)];
    return needList(fields.targets, (target) => readRecord({ ...fields, target }));
  } catch (error) {
    if (error instanceof DamagedRecord || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldsOf(record: JournalRecord): Fields {
  const { type, run, at } = record;
  switch (record.type) {
    case 'planned':
      return { type, run, at, plan: planFields(record.plan), names: record.names };
    case 'started':
    case 'dismissed':
      return { type, run, at };
    case 'sending':
      return { type, run, at, targets: record.targets };
    case 'line': {
      const { target, outcome, attempts, durationMs } = record;
      return { type, run, at, target, outcome: outcomeFields(outcome), attempts, durationMs };
    }
    case 'ended':
      return { type, run, at, stoppedBy: record.stoppedBy && failureFields(record.stoppedBy) };
  }
}

function readRecord(fields: Fields): JournalRecord {
  if (fields.v !== VERSION) throw new DamagedRecord();
  const { type } = fields;
  const run = needText(fields.run);
  const at = needTime(fields.at);
  switch (type) {
    case 'planned':
      return { type, run, at, plan: readPlan(fields.plan), ...maybe('names', fields.names, needTexts) };
    case 'started':
    case 'dismissed':
      return { type, run, at };
    case 'sending':
      return { type, run, at, targets: needList(fields.targets, needNumber) };
    case 'line':
      return {
        type,
        run,
        at,
        target: needNumber(fields.target),
        outcome: readOutcome(fields.outcome),
        attempts: needNumber(fields.attempts),
        durationMs: needNumber(fields.durationMs),
      };
    case 'ended':
      return { type, run, at, ...maybe('stoppedBy', fields.stoppedBy, readFailure) };
    default:
      throw new DamagedRecord();
  }
}
