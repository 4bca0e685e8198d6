import { append } from '../../removal/append';
import { countingLimit, type Guards } from '../../removal/guards';
import { success, type Answer } from '../../removal/failure';
import type { Plan } from '../../removal/plan';
import type { Listed } from '../../removal/selection';
import { holdsChanges, spareChanges } from '../../removal/sparing';
import { clock } from './clock';
import type { ChangesOf } from './heldChanges';
import { remoteIn, type Remotes } from './remotes';

/** Whether a plan stages a folder that holds uploads or edits: there is a way that leaves these alone. */
export function couldSpareChanges({ action, targets }: Plan, changesOf: ChangesOf): boolean {
  return action === 'stageRemoval' && targets.some(({ entry, remote }) => holdsChanges(entry, changesOf(remote)));
}

/** The targets of a plan, each folder that holds uploads or edits replaced by what it holds beside them. */
export async function sparingTargets(
  { targets }: Plan,
  changesOf: ChangesOf,
  remotes: Remotes,
  guards: Guards,
  signal: AbortSignal,
): Promise<Answer<readonly Listed[]>> {
  const listed: Listed[] = [];
  const options = { limit: countingLimit(guards), environment: clock, signal };
  for (const { remote, entry } of targets) {
    const changes = changesOf(remote);
    if (!holdsChanges(entry, changes)) {
      listed.push({ remote, entry });
      continue;
    }
    const spared = await spareChanges(entry, changes, remoteIn(remotes, remote), options);
    if (!spared.ok) return spared;
    append(
      listed,
      spared.value.map((one) => ({ remote, entry: one })),
    );
  }
  return success(listed);
}
