import type { RemoteAddress } from './address';
import { sumOf, uncounted } from './extent';
import type { Action, Plan, Servers, Warning } from './plan';
import type { Effect, Extent, Target } from './remote';
import { byRemote, type Listed, type SkippedEntry } from './selection';
import { mergeWarnings, traitWarnings, warningOf } from './warnings';

/** What `makePlan` needs: targets as measured, and all that the selection and the views know. */
export interface PlanRequest {
  readonly id: string;
  readonly action: Action;
  readonly createdAt: number;
  readonly targets: readonly Target[];
  readonly skipped?: readonly SkippedEntry[];
  /** Entries that could not be counted to the end. */
  readonly incomplete?: readonly Listed[];
  /** Found outside the targets: `loadingWarnings`, `lossWarnings`. */
  readonly warnings?: readonly Warning[];
  readonly servers?: Servers | undefined;
}

/** The plan of an action. Nothing is dropped or added: what is passed in is what will run. */
export function makePlan(request: PlanRequest): Plan {
  const { id, action, createdAt, targets, skipped = [], incomplete = [], warnings = [], servers } = request;
  return {
    id,
    action,
    effect: effectOf(action),
    createdAt,
    targets,
    skipped: skipped.map(({ listed, reason }) => ({
      target: { ...listed, extent: uncounted(listed.entry, createdAt) },
      reason,
    })),
    total: sumOf(
      targets.map(({ extent }) => extent),
      createdAt,
    ),
    warnings: mergeWarnings([
      ...traitWarnings(action, targets),
      ...warnings,
      ...warningOf(
        'countIncomplete',
        incomplete.map(({ entry }) => entry.path),
      ),
    ]),
    ...(servers ? { servers } : {}),
  };
}

/** Whether an action exists on a remote: permanent deletion on Onedata alone, everything else on Oxen alone. Nothing else stands between a staging command and a remote that destroys. */
export function isMeantFor(action: Action, { kind }: RemoteAddress): boolean {
  return kind === (action === 'deletePermanently' ? 'onedata' : 'oxen');
}

/** Whether an action can be taken back. A commit can: the history keeps what it removes. */
export function effectOf(action: Action): Effect {
  return action === 'deletePermanently' || action === 'discardUpload' || action === 'deleteWorkspace'
    ? 'destroys'
    : 'stages';
}

/** The numbers of a plan: dialog, button, progress, report and journal all take them from here. */
export interface Counts {
  /** Targets: what the person picked. */
  readonly items: number;
  readonly folders: number;
  /** Files that will go, folders counted through. `precision` says whether "at least" belongs before it. */
  readonly files: number;
  readonly bytes: number;
  readonly precision: Extent['precision'];
  readonly skipped: number;
  /** The places concerned, in the order of their keys. */
  readonly remotes: readonly RemoteAddress[];
  /** Of a commit: staged removals in it, and everything else in it. */
  readonly removals: number;
  readonly others: number;
}

export function countsOf(plan: Plan): Counts {
  const removals = plan.targets.filter(({ entry }) => entry.traits.includes('staged')).length;
  return {
    items: plan.targets.length,
    folders: plan.targets.filter(({ entry }) => entry.kind === 'folder').length,
    files: plan.total.files,
    bytes: plan.total.bytes,
    precision: plan.total.precision,
    skipped: plan.skipped.length,
    remotes: remotesOf(plan),
    removals,
    others: plan.targets.length - removals,
  };
}

/** The places a plan concerns, each once, in the order of their keys. */
export function remotesOf(plan: Pick<Plan, 'targets'>): readonly RemoteAddress[] {
  return byRemote(plan.targets).flatMap(([first]) => (first ? [first.remote] : []));
}
