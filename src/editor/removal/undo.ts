import { remoteKey, type RemoteAddress } from '../../removal/address';
import { append } from '../../removal/append';
import type { Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import { ancestorsOf, type FolderPath } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import { byRemote, type Listed } from '../../removal/selection';
import { stagedEntries } from '../../removal/stagedEntries';
import type { StagedState, StagingRemote } from '../../removal/staging';
import { remoteIn, type Remotes } from './remotes';

/** What was staged in the workspaces of a plan before it ran, by remote. */
type StagedBefore = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Runs a staging, and finds out what exactly it added: what is staged is read when its turn has come (`run` awaits `begin` then) and after it, so
 * that an undo takes back that and nothing else, least of all what others staged meanwhile beside it. `readSince`: what somebody else has read
 * since a moment, ms since 1970; the views do after each run.
 */
export async function runWithUndo(
  plan: Plan,
  remotes: Remotes,
  run: (begin: () => Promise<void>) => Promise<Report>,
  readSince: ReadSince,
): Promise<{ readonly report: Report; readonly added: readonly Listed[] }> {
  const { signal } = new AbortController();
  const read: { before?: StagedBefore | undefined } = {};
  const report = await run(async () => {
    read.before = await stagedBefore(plan, remotes, signal);
  });
  const now = async (address: RemoteAddress): Promise<StagedState | undefined> =>
    readSince(address, report.endedAt) ?? (await stagedIn(remotes, address, signal));
  return { report, added: read.before ? await addedSince(plan, read.before, now) : [] };
}

/** What is staged, by a reading that ended at `since` (ms since 1970) or later; undefined when there is none. */
export type ReadSince = (address: RemoteAddress, since: number) => StagedState | undefined;

/**
 * Reads what is staged, so that an undo can take back exactly what a run adds. Undefined when it could not be read: then no undo is offered. The plan
 * rests on a reading of its own, which may be old by now (its question lay open, its folders were counted): with that one, what others or another
 * run staged since would count as added by this run.
 */
async function stagedBefore(plan: Plan, remotes: Remotes, signal: AbortSignal): Promise<StagedBefore | undefined> {
  const before = new Map<string, ReadonlySet<string>>();
  for (const address of remotesOf(plan)) {
    const state = await stagedIn(remotes, address, signal);
    if (!state) return undefined;
    before.set(remoteKey(address), pathsOf(state));
  }
  return before;
}

/** The staged removals at and below the plan's targets that were not there before the run. */
async function addedSince(
  plan: Plan,
  before: StagedBefore,
  stagedNow: (address: RemoteAddress) => Promise<StagedState | undefined>,
): Promise<readonly Listed[]> {
  const added: Listed[] = [];
  for (const group of byRemote(plan.targets)) {
    const remote = group[0]?.remote;
    const state = remote && (await stagedNow(remote));
    const known = remote && before.get(remoteKey(remote));
    if (!state || !known) continue;
    const asked = new Set<FolderPath>(group.map(({ entry }) => entry.path));
    append(
      added,
      stagedEntries(state)
        .filter(({ path }) => !known.has(path) && [path, ...ancestorsOf(path)].some((one) => asked.has(one)))
        .map((entry) => ({ remote, entry })),
    );
  }
  return added;
}

async function stagedIn(
  remotes: Remotes,
  address: RemoteAddress,
  signal: AbortSignal,
): Promise<StagedState | undefined> {
  const state = await (remoteIn(remotes, address) as StagingRemote).staged(signal);
  return state.ok ? state.value : undefined;
}

function pathsOf({ removed, emptyFolders }: StagedState): ReadonlySet<string> {
  return new Set([...removed.map(({ path }) => path), ...emptyFolders]);
}
