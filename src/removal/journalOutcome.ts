import type { Failure, FailureKind } from './failure';
import {
  DamagedRecord,
  maybe,
  members,
  needFields,
  needList,
  needNumber,
  needOneOf,
  needText,
  type Fields,
} from './journalFields';
import type { CommitReceipt, NotStartedReason, Outcome, Receipt, SkipReason } from './outcome';

/* Outcomes and failures as JSON, field by field in both directions, as plans are (`journalPlan.ts`). */

export function outcomeFields(outcome: Outcome): Fields {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', receipt: receiptFields(outcome.receipt), committed: commitFields(outcome.committed) };
    case 'alreadyGone':
      return { kind: 'alreadyGone', receipt: receiptFields(outcome.receipt) };
    case 'skipped':
      return { kind: 'skipped', reason: outcome.reason };
    case 'notStarted':
      return { kind: 'notStarted', reason: outcome.reason, failure: outcome.failure && failureFields(outcome.failure) };
    case 'failed':
    case 'unknown':
      return { kind: outcome.kind, failure: failureFields(outcome.failure) };
  }
}

export function readOutcome(value: unknown): Outcome {
  const { kind, receipt, committed, reason, failure } = needFields(value);
  switch (kind) {
    case 'done':
      return { kind, ...maybe('receipt', receipt, readReceipt), ...maybe('committed', committed, readCommit) };
    case 'alreadyGone':
      return { kind, ...maybe('receipt', receipt, readReceipt) };
    case 'skipped':
      return { kind, reason: needOneOf(reason, SKIP_REASONS) };
    case 'notStarted':
      return { kind, reason: needOneOf(reason, NOT_STARTED_REASONS), ...maybe('failure', failure, readFailure) };
    case 'failed':
    case 'unknown':
      return { kind, failure: readFailure(failure) };
    default:
      throw new DamagedRecord();
  }
}

export function failureFields(failure: Failure): Fields {
  const { kind, code, data, status, serverId, retryable, reach } = failure;
  return { kind, code, data, status, serverId, retryable, reach };
}

export function readFailure(value: unknown): Failure {
  const fields = needFields(value);
  const data: Record<string, string | number> = {};
  for (const [key, item] of Object.entries(needFields(fields.data))) {
    if (typeof item === 'string' || typeof item === 'number') data[key] = item;
  }
  return {
    kind: needOneOf(fields.kind, FAILURE_KINDS),
    code: needText(fields.code),
    data,
    retryable: fields.retryable === true,
    reach: needOneOf(fields.reach, ['notSent', 'unanswered', 'answered'] as const),
    ...maybe('status', fields.status, needNumber),
    ...maybe('serverId', fields.serverId, needText),
  };
}

function receiptFields(receipt: Receipt | undefined): Fields | undefined {
  return receipt && { status: receipt.status, serverId: receipt.serverId };
}

function commitFields(committed: CommitReceipt | undefined): Fields | undefined {
  if (committed === undefined) return undefined;
  const { branch, commit, parent, proof, missing, remaining } = committed;
  return { branch, commit, parent, proof, missing, remaining };
}

function readCommit(value: unknown): CommitReceipt {
  const fields = needFields(value);
  return {
    branch: needText(fields.branch),
    commit: needText(fields.commit),
    parent: needText(fields.parent),
    proof: needOneOf(fields.proof, ['asStaged', 'differs', 'unreadable'] as const),
    missing: needList(fields.missing, needText),
    remaining: needList(fields.remaining, needText),
  };
}

function readReceipt(value: unknown): Receipt {
  const fields = needFields(value);
  return { status: needNumber(fields.status), ...maybe('serverId', fields.serverId, needText) };
}

export const SKIP_REASONS = members<SkipReason>({
  alreadyStaged: true,
  changedSinceListed: true,
  insideAnotherTarget: true,
  special: true,
  onlyUploaded: true,
  protected: true,
});
const NOT_STARTED_REASONS = members<NotStartedReason>({ cancelled: true, stopped: true, refused: true });
const FAILURE_KINDS = members<FailureKind>({
  auth: true,
  forbidden: true,
  notFound: true,
  protected: true,
  invalid: true,
  conflict: true,
  busy: true,
  tooLarge: true,
  unavailable: true,
  timeout: true,
  network: true,
  unexpected: true,
  cancelled: true,
});
