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
  const { action, targets, servers } = report.plan;
  // Neither can be read target by target: the branch or the list of workspaces tells.
  if (action === 'commit' || action === 'deleteWorkspace') return report;
  const remotes = await connectAll(targets, connections, servers);
  if (!remotes.ok) return report;
  const settled = await settleNow(report, (remote) => actFor(action, remoteIn(remotes.value, remote)), clock, signal);
  if (settled !== report) await history.correct(settled, clock.now());
  return settled;
}
