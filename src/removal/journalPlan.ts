import { fromUriText, remoteKey, toUriText, type RemoteAddress } from './address';
import {
  DamagedRecord,
  maybe,
  members,
  needFields,
  needList,
  needNumber,
  needOneOf,
  needText,
  needTexts,
  needTime,
  type Fields,
} from './journalFields';
import { SKIP_REASONS } from './journalOutcome';
import type { Action, Plan, Warning } from './plan';
import { effectOf, isMeantFor } from './planning';
import type { Entry, EntryKind, Extent, Target, Trait } from './remote';
import { parseRemotePath, ROOT } from './remotePath';

/*
 * Plans as JSON. Field by field in both directions: what is not named here is never written, so that
 * nothing else (a token least of all) can slip into the journal.
 */

export function planFields(plan: Plan): Fields {
  const remotes: RemoteAddress[] = [];
  const base = plan.targets[0]?.entry.base;
  const fieldsOf = (target: Target): Fields =>
    targetFields(target, positionIn(remotes, target.remote), { total: plan.total, base });
  const targets = plan.targets.map(fieldsOf);
  const skipped = plan.skipped.map(({ target, reason }) => ({ ...fieldsOf(target), reason }));
  return {
    id: plan.id,
    action: plan.action,
    createdAt: plan.createdAt,
    remotes: remotes.map((remote) => toUriText({ remote, path: ROOT })),
    targets,
    skipped,
    total: extentFields(plan.total),
    warnings: plan.warnings.map(({ code, count, names, loaded, total }) => ({ code, count, names, loaded, total })),
    servers: plan.servers,
    base,
  };
}

export function readPlan(value: unknown): Plan {
  const fields = needFields(value);
  const action = needOneOf(fields.action, ACTIONS);
  const total = readExtent(fields.total);
  const remotes = needList(fields.remotes, (remote) => readRemote(remote, action));
  const base = fields.base === undefined ? undefined : needText(fields.base);
  const target = (item: unknown): Target => readTarget(item, remotes, { total, base });
  return {
    id: needText(fields.id),
    action,
    effect: effectOf(action),
    createdAt: needTime(fields.createdAt),
    targets: needList(fields.targets, target),
    skipped: needList(fields.skipped, (item) => ({
      target: target(item),
      reason: needOneOf(needFields(item).reason, SKIP_REASONS),
    })),
    total,
    warnings: needList(fields.warnings, readWarning),
    ...maybe('servers', fields.servers, needTexts),
  };
}

/** What the targets of a plan mostly have in common: when the first was counted, and the commit they were listed at. */
interface Shared {
  readonly total: Extent;
  readonly base: string | undefined;
}

const NO_BASE = '';

/** Where a remote stands in the list; at its end, if it was not in it. */
function positionIn(remotes: RemoteAddress[], remote: RemoteAddress): number {
  const known = remotes.findLastIndex((one) => one === remote || remoteKey(one) === remoteKey(remote));
  return known >= 0 ? known : remotes.push(remote) - 1;
}

/**
 * Only what is there, and no more than reading it back needs: no kind for a file, no number for the first remote, and no extent that
 * says what the entry says. Ten thousand files are written before anything is sent. (One by one: `JSON.stringify` would leave out
 * what is undefined, too, but takes three times as long.)
 */
function targetFields({ entry, extent }: Target, remote: number, { total, base }: Shared): Fields {
  const { kind, bytes, files, modified, version, id, parentId, linkTarget } = entry;
  const fields: Record<string, unknown> = { path: entry.path };
  if (remote > 0) fields.remote = remote;
  if (kind !== 'file') fields.kind = kind;
  if (entry.traits.length > 0) fields.traits = entry.traits;
  if (bytes !== undefined) fields.bytes = bytes;
  if (files !== undefined) fields.files = files;
  if (modified !== undefined) fields.modified = modified;
  if (version !== undefined) fields.version = version;
  if (id !== undefined) fields.id = id;
  if (parentId !== undefined) fields.parentId = parentId;
  if (linkTarget !== undefined) fields.linkTarget = linkTarget;
  if (entry.base !== base) fields.base = entry.base ?? NO_BASE;
  if (!isAsListed(entry, extent)) fields.extent = extentFields(extent);
  else if (extent.countedAt !== total.countedAt) fields.later = extent.countedAt - total.countedAt;
  return fields;
}

/** All that the extent says beside the entry is when it was counted. */
function isAsListed({ kind, bytes }: Entry, extent: Extent): boolean {
  return kind === 'file' && extent.files === 1 && extent.precision === 'exact' && extent.bytes === (bytes ?? 0);
}

/** `later`: ms after the first of the plan's entries was counted. */
function extentAsListed({ kind, bytes = 0 }: Entry, later: number, total: Extent): Extent {
  if (kind !== 'file') throw new DamagedRecord();
  return { files: 1, bytes, precision: 'exact', countedAt: total.countedAt + later };
}

function readRemote(value: unknown, action: Action): RemoteAddress {
  const location = fromUriText(needText(value));
  if (location?.path !== ROOT || !isMeantFor(action, location.remote)) throw new DamagedRecord();
  return location.remote;
}

function readTarget(value: unknown, remotes: readonly RemoteAddress[], { total, base }: Shared): Target {
  const fields = needFields(value);
  const remote = remotes[fields.remote === undefined ? 0 : needNumber(fields.remote)];
  const parsed = parseRemotePath(needText(fields.path));
  if (remote === undefined || !parsed.ok) throw new DamagedRecord();
  const entry: Entry = {
    path: parsed.path,
    kind: fields.kind === undefined ? 'file' : needOneOf(fields.kind, ENTRY_KINDS),
    traits: fields.traits === undefined ? [] : needList(fields.traits, (trait) => needOneOf(trait, TRAITS)),
    ...maybe('bytes', fields.bytes, needNumber),
    ...maybe('files', fields.files, needNumber),
    ...maybe('modified', fields.modified, needNumber),
    ...maybe('version', fields.version, needText),
    ...maybe('id', fields.id, needText),
    ...maybe('parentId', fields.parentId, needText),
    ...maybe('linkTarget', fields.linkTarget, needText),
    ...maybe('base', fields.base === NO_BASE ? undefined : (fields.base ?? base), needText),
  };
  const { extent, later = 0 } = fields;
  if (extent !== undefined) return { remote, entry, extent: readExtent(extent) };
  return { remote, entry, extent: extentAsListed(entry, needNumber(later), total) };
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
    countedAt: needTime(fields.countedAt),
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
