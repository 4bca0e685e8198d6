import { findChanges, type GoneSince } from '../../removal/changes';
import { failed, success, type Answer } from '../../removal/failure';
import { countingLimit, type Guards } from '../../removal/guards';
import { measureAll } from '../../removal/measuring';
import type { Plan } from '../../removal/plan';
import type { Extent } from '../../removal/remote';
import * as words from '../wording/plans';
import { clock } from './clock';
import { remoteIn, type Remotes } from './remotes';
import { withNotification } from './runProgress';

/**
 * Whether the servers still hold what the plan was counted from: the same entries, and as much in their folders. What has gone meanwhile cannot be
 * destroyed any more and changes nothing, but is noted: it may have been moved, and must not be followed. A failure when somebody could not be asked, or the person cancelled it.
 */
export function isAsCounted(
  plan: Plan,
  remotes: Remotes,
  guards: Guards,
  goneSince: GoneSince,
): Promise<Answer<boolean>> {
  return withNotification(words.lookingAgain(), async (_, signal) => {
    const remoteOf = (address: Parameters<typeof remoteIn>[1]) => remoteIn(remotes, address);
    const { changed, unreadable } = await findChanges(plan.targets, remoteOf, clock, signal);
    const [first] = unreadable;
    if (first) return failed(first.failure);
    if (changed.some(({ now }) => now !== undefined)) return success(false);
    const gone = new Set(changed.map(({ listed }) => listed));
    for (const target of gone) goneSince.note(target);
    const folders = plan.targets.filter((target) => target.entry.kind === 'folder' && !gone.has(target));
    const options = { limit: countingLimit(guards), environment: clock };
    const measured = await measureAll(folders, remoteOf, signal, options);
    if (!measured.ok) return measured;
    const { targets } = measured.value;
    return success(folders.every(({ extent }, index) => isAsMuch(extent, targets[index]?.extent)));
  });
}

/** Two incomplete counts say nothing of each other. */
function isAsMuch(before: Extent, now: Extent | undefined): boolean {
  if (now === undefined) return false;
  if (before.precision === 'atLeast' && now.precision === 'atLeast') return true;
  return before.precision === now.precision && before.files === now.files && before.bytes === now.bytes;
}
