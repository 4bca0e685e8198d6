import { interruptedRuns, type PastRun } from '../../removal/journalHistory';
import type { JournalFile, JournalPart } from './journalFile';

/**
 * The runs whose window has died. A run that never ended may as well be under way in another window, perhaps on another machine with the
 * same home: only one whose file stays still while `wait` lasts is taken for interrupted. `isOwn`: a run of this window is none.
 */
export async function abandonedRuns(
  journal: Pick<JournalFile, 'readParts'>,
  isOwn: (run: string) => boolean,
  wait: () => Promise<void>,
): Promise<readonly PastRun[]> {
  const before = openRuns(await journal.readParts(), isOwn);
  if (before.size === 0) return [];
  await wait();
  const after = openRuns(await journal.readParts(), isOwn);
  return [...after.values()].flatMap(({ run, pulse }) => (before.get(run.id)?.pulse === pulse ? [run] : []));
}

interface OpenRun {
  readonly run: PastRun;
  /** Of every file that mentions the run. */
  readonly pulse: string;
}

function openRuns(parts: readonly JournalPart[], isOwn: (run: string) => boolean): ReadonlyMap<string, OpenRun> {
  const open = new Map<string, OpenRun>();
  for (const run of interruptedRuns(parts.flatMap(({ records }) => records))) {
    if (isOwn(run.id)) continue;
    const mentioning = parts.filter(({ records }) => records.some((record) => record.run === run.id));
    open.set(run.id, { run, pulse: mentioning.map(({ file, pulse }) => `${file} ${pulse}`).join('\n') });
  }
  return open;
}
