import type { RemoteAddress } from './address';
import type { Environment } from './environment';
import { lookPatiently } from './proof';
import type { Act } from './remote';
import type { Report, ReportLine } from './report';
import { byRemote } from './selection';

/** When targets that are still `unknown` at the end of a run are read again, ms after the run. */
export const LATER_READS: readonly number[] = [5_000, 30_000];

/**
 * Reads the unknown targets of a report again, now: what is gone is `done`, what is still there stays `unknown`, since the request may yet
 * take effect, and so does all on a remote without an act. `actOf` is asked once for each remote. Gives the report itself when nothing
 * changed. Never rejects.
 */
export async function settleNow(
  report: Report,
  actOf: (remote: RemoteAddress) => Act | undefined | Promise<Act | undefined>,
  environment: Environment,
  signal: AbortSignal,
): Promise<Report> {
  const unknown = report.lines.flatMap((line, index) =>
    line.outcome.kind === 'unknown' ? [{ index, remote: line.target.remote, target: line.target }] : [],
  );
  const done = new Set<number>();
  for (const group of byRemote(unknown)) {
    const [first] = group;
    const act = first && (await actOf(first.remote));
    if (act === undefined) continue;
    const targets = group.map(({ target }) => target);
    const presences = await lookPatiently(act, targets, environment, signal);
    for (const [position, { index }] of group.entries()) if (presences[position] === 'gone') done.add(index);
  }
  if (done.size === 0) return report;
  const lines = report.lines.map((line, index): ReportLine =>
    done.has(index) ? { ...line, outcome: { kind: 'done' } } : line,
  );
  return { ...report, lines };
}

/** Reads the unknown targets again after 5 s and after 30 s. `onChange`: each time some of them turned out done. */
export async function settleLater(
  report: Report,
  actOf: (remote: RemoteAddress) => Act,
  environment: Environment,
  signal: AbortSignal,
  onChange?: (report: Report) => void,
): Promise<Report> {
  const endedAt = environment.now();
  let latest = report;
  for (const after of LATER_READS) {
    if (!hasUnknown(latest)) return latest;
    // A clock that is put back meanwhile does not put it off.
    await environment.sleep(Math.min(after, Math.max(0, endedAt + after - environment.now())), signal);
    if (signal.aborted) return latest;
    const settled = await settleNow(latest, actOf, environment, signal);
    if (settled !== latest) onChange?.(settled);
    latest = settled;
  }
  return latest;
}

export function hasUnknown(report: Report): boolean {
  return report.lines.some(({ outcome }) => outcome.kind === 'unknown');
}
