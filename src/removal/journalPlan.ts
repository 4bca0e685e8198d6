import { fromUriText, toUriText } from './address';
import type { Failure, FailureKind } from './failure';
import {
  DamagedRecord,
  maybe,
  needFields,
  needList,
  needNumber,
  needOneOf,
  needText,
  type Fields,
} from './journalFields';
import type { NotStartedReason, Outcome, Receipt, SkipReason } from './outcome';
import type { Action, Plan, Warning } from './plan';
import { effectOf } from './planning';
import type { Entry, EntryKind, Extent, Target, Trait } from './remote';
import { ROOT } from './remotePath';

/*
 * Plans, outcomes and failures as JSON. Field by field in both directions: what is not named here is never written, so that
 * nothing else (a token least of all) can slip into the journal.
 */

export function planFields(plan: Plan): Fields {
  return {
    id: plan.id,
    action: plan.action,
    createdAt: plan.createdAt,
    targets: plan.targets.map((target) => targetFields(target, plan.total)),
    skipped: plan.skipped.map(({ target, reason }) => ({ ...targetFields(target, plan.total), reason })),
    total: extentFields(plan.total),
    warnings: plan.warnings.map(({ code, count, names, loaded, total }) => ({ code, count, names, loaded, total })),
  };
}

export function readPlan(value: unknown): Plan {
  const fields = needFields(value);
  const action = needOneOf(fields.action, ACTIONS);
  const total = readExtent(fields.total);
  const target = (item: unknown): Target => readTarget(item, total);
  return {
    id: needText(fields.id),
    action,
    effect: effectOf(action),
    createdAt: needNumber(fields.createdAt),
    targets: needList(fields.targets, target),
    skipped: needList(fields.skipped, (item) => ({
      target: target(item),
      reason: needOneOf(needFields(item).reason, SKIP_REASONS),
    })),
    total,
    warnings: needList(fields.warnings, readWarning),
  };
}

export function outcomeFields(outcome: Outcome): Fields {
  switch (outcome.kind) {
    case 'done':
    case 'alreadyGone': {
      const { receipt } = outcome;
      return { kind: outcome.kind, receipt: receipt && { status: receipt.status, serverId: receipt.serverId } };
    }
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
  const { kind, receipt, reason, failure } = needFields(value);
  switch (kind) {
    case 'done':
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

/**
 * The extent of a file that was counted with the others says nothing that its entry does not: left out, ten thousand of them take half the bytes, and
 * they are written before anything is sent.
 */
function targetFields({ remote, entry, extent }: Target, total: Extent): Fields {
  const fields: Record<string, unknown> = { uri: toUriText({ remote, path: entry.path }), entry: entryFields(entry) };
  if (!isAsListed(entry, extent, total)) fields.extent = extentFields(extent);
  return fields;
}

function isAsListed({ kind, bytes }: Entry, extent: Extent, { countedAt }: Extent): boolean {
  const isCounted = extent.files === 1 && extent.precision === 'exact' && extent.countedAt === countedAt;
  return kind === 'file' && isCounted && extent.bytes === (bytes ?? 0);
}

function extentAsListed({ kind, bytes = 0 }: Entry, { countedAt }: Extent): Extent {
  if (kind !== 'file') throw new DamagedRecord();
  return { files: 1, bytes, precision: 'exact', countedAt };
}

/** One by one, and only what is there: `JSON.stringify` would leave out the rest, too, but takes three times as long. */
function entryFields(entry: Entry): Fields {
  const { bytes, files, modified, version, id, parentId, linkTarget } = entry;
  const fields: Record<string, unknown> = { kind: entry.kind };
  if (entry.traits.length > 0) fields.traits = entry.traits;
  if (bytes !== undefined) fields.bytes = bytes;
  if (files !== undefined) fields.files = files;
  if (modified !== undefined) fields.modified = modified;
  if (version !== undefined) fields.version = version;
  if (id !== undefined) fields.id = id;
  if (parentId !== undefined) fields.parentId = parentId;
  if (linkTarget !== undefined) fields.linkTarget = linkTarget;
  return fields;
}

function readTarget(value: unknown, total: Extent): Target {
  const { uri, entry, extent } = needFields(value);
  const location = fromUriText(needText(uri));
  if (location === undefined || location.path === ROOT) throw new DamagedRecord();
  const fields = needFields(entry);
  const read: Entry = {
    path: location.path,
    kind: needOneOf(fields.kind, ENTRY_KINDS),
    traits: fields.traits === undefined ? [] : needList(fields.traits, (trait) => needOneOf(trait, TRAITS)),
    ...maybe('bytes', fields.bytes, needNumber),
    ...maybe('files', fields.files, needNumber),
    ...maybe('modified', fields.modified, needNumber),
    ...maybe('version', fields.version, needText),
    ...maybe('id', fields.id, needText),
    ...maybe('parentId', fields.parentId, needText),
    ...maybe('linkTarget', fields.linkTarget, needText),
  };
  return {
    remote: location.remote,
    entry: read,
    extent: extent === undefined ? extentAsListed(read, total) : readExtent(extent),
  };
}

function extentFields({ files, bytes, precision, countedAt }: Extent): Fields {
  return { files, bytes, precision, countedAt };
}

function readExtent(value: unknown): Extent {
  const fields = needFields(value);
  return {
    files: needNumber(fields.files),
    bytes: needNumber(fields.bytes),
    precision: needOneOf(fields.precision, ['exact', 'atLeast'] as const),
    countedAt: needNumber(fields.countedAt),
  };
}

function readWarning(value: unknown): Warning {
  const fields = needFields(value);
  return {
    code: needOneOf(fields.code, WARNING_CODES),
    count: needNumber(fields.count),
    names: needList(fields.names, needText),
    ...maybe('loaded', fields.loaded, needNumber),
    ...maybe('total', fields.total, needNumber),
  };
}

function readReceipt(value: unknown): Receipt {
  const fields = needFields(value);
  return { status: needNumber(fields.status), ...maybe('serverId', fields.serverId, needText) };
}

/** The members of a union as a list that the compiler keeps complete. */
function members<T extends string>(all: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(all) as T[];
}

const ACTIONS = members<Action>({
  stageRemoval: true,
  deletePermanently: true,
  unstage: true,
  heal: true,
  finish: true,
  discardUpload: true,
  deleteWorkspace: true,
  commit: true,
});
const ENTRY_KINDS = members<EntryKind>({ file: true, folder: true, symlink: true });
const TRAITS = members<Trait>({
  staged: true,
  uploaded: true,
  edited: true,
  shared: true,
  dataset: true,
  hardlink: true,
  protected: true,
  readonlyStorage: true,
  conflict: true,
  special: true,
});
const SKIP_REASONS = members<SkipReason>({
  alreadyStaged: true,
  changedSinceListed: true,
  insideAnotherTarget: true,
  special: true,
  onlyUploaded: true,
  protected: true,
});
const NOT_STARTED_REASONS = members<NotStartedReason>({ cancelled: true, stopped: true, refused: true });
const WARNING_CODES = members<Warning['code']>({
  dropsUploads: true,
  dropsEdits: true,
  detachesShares: true,
  detachesDataset: true,
  hardlinkDataStays: true,
  willRefuse: true,
  metadataOnly: true,
  partlyLoaded: true,
  countIncomplete: true,
  everything: true,
});
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
