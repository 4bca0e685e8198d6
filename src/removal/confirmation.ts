import type { RemoteAddress } from './address';
import type { Plan, Warning } from './plan';
import { countsOf } from './planning';
import { nameOf } from './remotePath';

/** Why a plan asks, the weightiest first: the dialog tells the person. */
export type Reason =
  | 'permanent'
  | 'losesWork'
  | 'everything'
  | 'uncounted'
  | 'holdsFolder'
  | 'manyItems'
  | 'manyBytes'
  | 'otherChanges'
  | 'asTheSettingSays';

/** What must be typed before the action's button works: the number of files, or a name. */
export interface Typed {
  readonly kind: 'number' | 'name';
  readonly expected: string;
}

/**
 * What the person is asked before a plan runs. Data only: the editor finds the words.
 * `first`: what Enter does, `review` opens the list and never acts. `undo`: the action can be taken back as a whole, so offer it.
 */
export type Confirmation =
  | { readonly ask: 'nothing'; readonly undo: boolean }
  | {
      readonly ask: 'modal';
      readonly reasons: readonly Reason[];
      readonly first: 'review' | 'act';
      readonly undo: boolean;
      readonly typed?: Typed;
    };

export interface ConfirmationOptions {
  /** The setting `winnow.oxen.confirmStaging`. */
  readonly confirmStaging: boolean;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
}

/** A permanent deletion larger than this asks for a typed number. */
export const FEW_ITEMS = 20;
export const MANY_BYTES = 1_000_000_000;

/** The one decision table. Who asks (tree, key, agent, API, *Run the Rest*) makes no difference. */
export function confirmationFor(plan: Plan, options: ConfirmationOptions): Confirmation {
  switch (plan.action) {
    case 'deletePermanently':
      return confirmDeletion(plan, options);
    case 'discardUpload':
    case 'deleteWorkspace':
      // Nothing is lost with a workspace in which nothing is staged.
      return { ask: 'modal', reasons: plan.total.files > 0 ? ['losesWork'] : [], first: 'review', undo: false };
    case 'stageRemoval':
      return confirmStaging(plan, options);
    case 'commit':
      return countsOf(plan).others > 0
        ? { ask: 'modal', reasons: ['otherChanges'], first: 'review', undo: false }
        : { ask: 'nothing', undo: false };
    case 'unstage':
    case 'heal':
    case 'finish':
      return { ask: 'nothing', undo: false };
  }
}

/** Whether what was typed is what was asked for. A number may be typed with the separators it was shown with. */
export function isTypedRight(typed: Typed, text: string): boolean {
  // A name may be nothing but blanks: it wants to be typed, and Enter alone types nothing.
  if (typed.kind === 'name') return text !== '' && (text === typed.expected || isSameName(text, typed.expected));
  const digits = text.trim().replace(/(?<=\d)[\s.,'’٬](?=\d{2,3}(?!\d))/gu, '');
  return digits === typed.expected;
}

function isSameName(text: string, expected: string): boolean {
  return text.trim() !== '' && text.trim() === expected.trim();
}

function confirmStaging(plan: Plan, options: ConfirmationOptions): Confirmation {
  const warns = (...codes: readonly Warning['code'][]) => plan.warnings.some(({ code }) => codes.includes(code));
  const losesWork = warns('dropsUploads', 'dropsEdits');
  // Nobody stages the whole repository in passing: the question names the number of files.
  const everything = warns('everything');
  if (losesWork || everything) {
    const reasons = [...(losesWork ? (['losesWork'] as const) : []), ...(everything ? (['everything'] as const) : [])];
    return { ask: 'modal', reasons, first: 'review', undo: !losesWork };
  }
  return options.confirmStaging
    ? { ask: 'modal', reasons: ['asTheSettingSays'], first: 'act', undo: true }
    : { ask: 'nothing', undo: true };
}

function confirmDeletion(plan: Plan, options: ConfirmationOptions): Confirmation {
  const { items, files, bytes, folders, precision } = countsOf(plan);
  const large: readonly Reason[] = [
    ...(precision === 'atLeast' ? (['uncounted'] as const) : []),
    ...(folders > 0 ? (['holdsFolder'] as const) : []),
    ...(items > FEW_ITEMS ? (['manyItems'] as const) : []),
    ...(bytes >= MANY_BYTES ? (['manyBytes'] as const) : []),
  ];
  const modal = { ask: 'modal', reasons: ['permanent', ...large], first: 'review', undo: false } as const;
  if (large.length === 0) return modal;
  return {
    ...modal,
    typed:
      precision === 'atLeast'
        ? { kind: 'name', expected: nameToType(plan, options) }
        : { kind: 'number', expected: String(files) },
  };
}

/** The target's name; of several targets the name of the place, the one with the most targets when there are several. */
function nameToType(plan: Plan, options: ConfirmationOptions): string {
  const [first, second] = plan.targets;
  if (first === undefined) return '';
  if (second === undefined) return nameOf(first.entry.path);
  const targetsIn = new Map<string, number>();
  let most = options.nameOfRemote(first.remote);
  for (const { remote } of plan.targets) {
    const name = options.nameOfRemote(remote);
    const count = (targetsIn.get(name) ?? 0) + 1;
    targetsIn.set(name, count);
    if (count > (targetsIn.get(most) ?? 0)) most = name;
  }
  return most;
}
