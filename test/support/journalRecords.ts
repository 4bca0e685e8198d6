import type { JournalFile } from '../../src/editor/removal/journalFile';
import type { JournalRecord } from '../../src/removal/journalRecord';

/** All records of all windows, the oldest file first. */
export async function recordsIn(journal: Pick<JournalFile, 'readParts'>): Promise<readonly JournalRecord[]> {
  return (await journal.readParts()).flatMap(({ records }) => records);
}
