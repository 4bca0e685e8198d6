import type { RemoteAddress } from '../../removal/address';
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
  // Each by itself: one that cannot be reached keeps no other from being read.
  const actOf = async (remote: RemoteAddress): Promise<Act | undefined> => {
    const remotes = await connectAll([{ remote }], connections, servers);
    return remotes.ok ? actFor(action, remoteIn(remotes.value, remote)) : undefined;
  };
  const settled = await settleNow(report, actOf, clock, signal);
  if (settled !== report) await history.correct(settled, clock.now());
  return settled;
}
