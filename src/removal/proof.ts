import type { Environment } from './environment';
import type { Act, Presence, Target } from './remote';
import { TRIES, backoff } from './retry';
import { unlessAborted } from './stop';

/**
 * Reads what became of targets, patiently: what nobody could say is asked up to four times. One presence a target, in their order.
 * Never rejects; an act that breaks its contract has seen nothing.
 */
export async function lookPatiently(
  act: Act,
  targets: readonly Target[],
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly Presence[]> {
  const presences: Presence[] = targets.map(() => 'unreadable');
  let open = targets.map((_, index) => index);
  for (let tries = 1; open.length > 0 && !signal.aborted; tries += 1) {
    const asked = tries === 1 ? targets : open.flatMap((index) => targets[index] ?? []);
    const seen = await lookOnce(act, asked, signal);
    for (const [position, index] of open.entries()) presences[index] = seen[position] ?? 'unreadable';
    open = open.filter((index) => presences[index] === 'unreadable');
    if (open.length === 0 || tries === TRIES) break;
    await environment.sleep(backoff(tries, environment.random), signal);
  }
  return presences;
}

async function lookOnce(act: Act, targets: readonly Target[], signal: AbortSignal): Promise<readonly Presence[]> {
  try {
    return (await unlessAborted(act.lookAgain(targets, signal), signal)) ?? [];
  } catch {
    return [];
  }
}
