import type { OxenAddress } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import type { Report } from '../../removal/report';
import type { StagedState } from '../../removal/staging';
import type { RemovalDoor } from '../removal/removalDoor';

/** Clears the leftovers of other clients. True when all are gone. */
export async function heal(
  remote: OxenAddress,
  { leftovers }: Pick<StagedState, 'leftovers'>,
  door: RemovalDoor,
): Promise<boolean> {
  const folders = leftovers.map(({ folder, files }): Entry => ({
    path: folder,
    kind: 'folder',
    files: files ?? 0,
    traits: [],
  }));
  return isDone(await door.remove('heal', { listed: folders.map((entry) => ({ remote, entry })), shown: [] }));
}

/** Takes interrupted steps of taking back tables to their end. True when all are. */
export async function finish(
  remote: OxenAddress,
  { unfinished }: Pick<StagedState, 'unfinished'>,
  door: RemovalDoor,
): Promise<boolean> {
  const listed = unfinished.map(({ path }) => ({
    remote,
    entry: { path, kind: 'file', traits: ['staged'] } satisfies Entry,
  }));
  return isDone(await door.remove('finish', { listed, shown: [] }));
}

function isDone(report: Report | undefined): boolean {
  return report?.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone') === true;
}
