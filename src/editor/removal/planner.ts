import { randomUUID } from 'node:crypto';
import { uncounted } from '../../removal/extent';
import { everythingWarnings } from '../../removal/everything';
import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import { countingLimit, refusalsOf, type Guards, type Refusal } from '../../removal/guards';
import { measureAll, type Measured } from '../../removal/measuring';
import type { Action, Plan, Warning } from '../../removal/plan';
import { isMeantFor, makePlan } from '../../removal/planning';
import type { Entry, Extent } from '../../removal/remote';
import { parseRemotePath } from '../../removal/remotePath';
import { select, type Listed } from '../../removal/selection';
import { loadingWarnings, lossWarnings } from '../../removal/warnings';
import type { Connections } from '../accounts/connections';
import * as words from '../wording/plans';
import { askAboutChanges, type StillMeant } from './changedEntries';
import { clock } from './clock';
import { guardsFromSettings } from './guardSettings';
import { readHeldChanges, type ChangesOf } from './heldChanges';
import type { Gesture } from './gesture';
import { protects } from './protection';
import { connectAll, remoteIn, serversOf, type Remotes } from './remotes';
import { withNotification } from './runProgress';

/** A plan that may be shown to the person, or what refuses it. */
export interface Prepared {
  readonly plan: Plan;
  readonly refusals: readonly Refusal[];
  readonly remotes: Remotes;
  readonly guards: Guards;
  /** Uploads and edits that the plan's folders could take along. */
  readonly changesOf: ChangesOf;
}

/** Gesture → selection → measured plan → guards. Asks servers, changes nothing. */
export async function preparePlan(
  action: Action,
  { listed, shown }: Gesture,
  connections: Connections,
): Promise<Answer<Prepared>> {
  const astray = listed.some(({ remote }) => !isMeantFor(action, remote));
  if (astray) return failed(failureOf('invalid', 'wrongKindOfRemote', { reach: 'notSent' }));
  // Rows of a view passed this already; what another extension hands over, or a file kept, did not.
  const forged = listed.find(({ entry }) => !parseRemotePath(entry.path).ok);
  if (forged) return failed(failureOf('invalid', 'notAnEntry', { data: { uri: forged.entry.path }, reach: 'notSent' }));
  const selection = select(action, listed);
  const remotes = await connectAll(selection.chosen, connections);
  if (!remotes.ok) return remotes;
  const refusal = action === 'deletePermanently' ? await readonlyRefusal(selection.chosen, connections) : undefined;
  if (refusal) return failed(refusal);
  const meant = await stillMeant(action, selection.chosen, remotes.value);
  if (!meant.ok) return meant;
  const { chosen } = meant.value;
  const skipped = [...selection.skipped, ...meant.value.skipped];
  const guards = guardsFromSettings();
  // One after the other: the listing lies upon the reading that has just been made of a workspace.
  const held = await withNotification(words.counting(), (_, signal) =>
    readHeldChanges(action, chosen, remotes.value, signal),
  );
  if (!held.ok) return held;
  const everything = await withNotification(words.counting(), (_, signal) =>
    readEverything(action, chosen, remotes.value, signal),
  );
  if (!everything.ok) return everything;
  const measured = await measureWhatIsOpen(action, chosen, remotes.value, guards);
  if (!measured.ok) return measured;
  const { targets, incomplete } = measured.value;
  const warnings = [...loadingWarnings(chosen, shown), ...everything.value, ...lossWarnings(chosen, held.value)];
  const made = { id: randomUUID(), action, createdAt: clock.now(), targets, skipped, incomplete, warnings };
  const plan = makePlan({ ...made, servers: serversOf(remotes.value) });
  const refusals = refusalsOf(plan, guards, protects);
  return success({ plan, refusals, remotes: remotes.value, guards, changesOf: held.value });
}

/** A deletion asks anyway, so that nothing hangs on a root that cannot be listed. */
async function readEverything(
  action: Action,
  chosen: readonly Listed[],
  remotes: Remotes,
  signal: AbortSignal,
): Promise<Answer<readonly Warning[]>> {
  if (action !== 'stageRemoval' && action !== 'deletePermanently') return success([]);
  const found = await everythingWarnings(chosen, (address) => remoteIn(remotes, address), clock, signal);
  return found.ok || action === 'stageRemoval' ? found : success([]);
}

async function readonlyRefusal(chosen: readonly Listed[], connections: Connections): Promise<Failure | undefined> {
  const accounts = new Set(chosen.map(({ remote }) => remote.account));
  const refusals = await Promise.all([...accounts].map((account) => connections.readonlyRefusal(account)));
  return refusals.find((refusal) => refusal !== undefined);
}

/** A staged removal can be taken back, and the base commit it refers to never changes; what is destroyed is looked at again first. */
async function stillMeant(action: Action, chosen: readonly Listed[], remotes: Remotes): Promise<Answer<StillMeant>> {
  if (action !== 'deletePermanently') return success({ chosen, skipped: [] });
  return withNotification(words.lookingAgain(), (_, signal) => askAboutChanges(chosen, remotes, signal));
}

/**
 * Counts what only a server can tell. Taking back needs no count, and a file of an Oxen listing is as large as its commit says: thousands of
 * these cost no request.
 */
async function measureWhatIsOpen(
  action: Action,
  chosen: readonly Listed[],
  remotes: Remotes,
  guards: Guards,
): Promise<Answer<Pick<Measured, 'targets' | 'incomplete'>>> {
  const open = chosen.filter((one) => !isKnown(action, one));
  const measured = await withNotification(words.counting(), (show, signal) =>
    measureAll(open, (address) => remoteIn(remotes, address), signal, {
      limit: countingLimit(guards),
      environment: clock,
      onCount: ({ files }) => show(() => ({ text: words.counted(files) })),
    }),
  );
  if (!measured.ok) return measured;
  const extents = new Map(measured.value.targets.map((target, index) => [open[index], target.extent]));
  const now = clock.now();
  const targets = chosen.map((one) => ({ ...one, extent: extents.get(one) ?? extentAsListed(one.entry, now) }));
  return success({ targets, incomplete: measured.value.incomplete });
}

function isKnown(action: Action, { remote, entry }: Listed): boolean {
  if (remote.kind !== 'oxen') return false;
  if (action !== 'stageRemoval') return true;
  return entry.kind === 'file' && entry.bytes !== undefined;
}

/** Oxen lists a folder with the files and bytes of all it holds. */
function extentAsListed(entry: Entry, now: number): Extent {
  const extent = uncounted(entry, now);
  return entry.files === undefined || entry.bytes === undefined ? extent : { ...extent, precision: 'exact' };
}
