import { remoteKey } from '../../removal/address';
import type { Act } from '../../removal/remote';
import type { Report } from '../../removal/report';
import { settleNow } from '../../removal/settling';
import type { Connections } from '../accounts/connections';
import { actFor } from './acts';
import { clock } from './clock';
import { connectAll, remoteIn } from './remotes';
import type { RunHistory } from './runHistory';

/** Reads what became of the targets of a past run that nobody knows of, and writes down what the servers show. */
export async function settlePast(
  report: Report,
  connections: Connections,
  history: RunHistory,
  signal: AbortSignal,
): Promise<Report> {
  const { action, servers } = report.plan;
  // Neither can be read target by target: the branch or the list of workspaces tells.
  if (action === 'commit' || action === 'deleteWorkspace') return report;
  const acts = new Map<string, Act | undefined>();
  for (const { target, outcome } of report.lines) {
    const key = remoteKey(target.remote);
    if (outcome.kind !== 'unknown' || acts.has(key)) continue;
    // One that cannot be reached keeps no other from being read.
    const remotes = await connectAll([target], connections, servers);
    acts.set(key, remotes.ok ? actFor(action, remoteIn(remotes.value, target.remote)) : undefined);
  }
  const settled = await settleNow(report, (remote) => acts.get(remoteKey(remote)), clock, signal);
  if (settled !== report) await history.correct(settled, clock.now());
  return settled;
}
