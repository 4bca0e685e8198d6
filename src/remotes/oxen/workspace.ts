import { randomBytes } from 'node:crypto';
import type { OxenAddress } from '../../removal/address';
import { failed, success, unsent, type Answer } from '../../removal/failure';
import type { StagedState, StagingRemote, TableStep } from '../../removal/staging';
import type { Send } from '../request';
import { oxenBrowsing } from './browsing';
import { commit, previewCommit } from './committing';
import { readWorkspace, type Context } from './context';
import { refused } from './failures';
import { workspacePlace, type WorkspacePlace } from './place';
import { stagingAct } from './removing';
import { stateOf } from './stagedState';
import { discardingAct, finishingAct, healingAct, unstagingAct } from './takingBack';
import { deleteWorkspace } from './workspaceRequests';

/** What a workspace client needs beside the server. */
export interface WorkspaceOptions {
  /** Writes one table step to the journal; resolves when it is on disk. Without it an interruption cannot be told from an edit. */
  readonly note?: (address: OxenAddress, step: TableStep) => Promise<void>;
  /** The table steps of this workspace in the journal, oldest first. */
  readonly noted?: (address: OxenAddress) => readonly TableStep[];
  /** 8 to 32 lower-case hex digits, never the same twice. */
  readonly unique?: () => string;
}

/**
 * One workspace of an Oxen repository (oxen-server 0.50.0 to 0.65.2). Folders are listed at the workspace's base commit and overlaid with
 * what is staged. An address that cannot stand in a URL is answered with `badAddress`, and nothing is sent.
 */
export function oxenWorkspace(
  wire: Send,
  address: OxenAddress,
  now: () => number,
  options: WorkspaceOptions = {},
): StagingRemote {
  const place = workspacePlace(address);
  const context: Context = {
    send: place === undefined ? refusing(address) : wire,
    place: place ?? NOWHERE,
    address,
    now,
    note: async (step) => options.note?.(address, step),
    noted: () => options.noted?.(address) ?? [],
    unique: options.unique ?? (() => randomBytes(8).toString('hex')),
    sizesSeen: { sizes: new Map() },
  };
  const browsing = oxenBrowsing(context);
  const changed = browsing.forget;
  return {
    address,
    effect: 'stages',
    list: (folder, page, signal) => browsing.list(folder, page, signal),
    stat: (path, signal) => browsing.stat(path, signal),
    measure: (entry, _limit, signal) => browsing.measure(entry, signal),
    read: (path, maxBytes, signal) => browsing.read(path, maxBytes, signal),
    removal: stagingAct(context, changed, browsing.base),
    unstaging: unstagingAct(context, changed),
    healing: healingAct(context, changed),
    discarding: discardingAct(context, changed),
    finishing: finishingAct(context, changed),
    staged: async (signal): Promise<Answer<StagedState>> => {
      const snapshot = await browsing.readStaged(signal);
      return snapshot.ok ? stateOf(context, snapshot.value, signal) : snapshot;
    },
    deleteWorkspace: async (signal) => {
      const found = await readWorkspace(context, signal);
      if (!found.ok) return failed(unsent(found.failure));
      const deleted = await context.send(deleteWorkspace(context.place), signal);
      changed();
      return deleted.ok ? success(undefined) : deleted;
    },
    previewCommit: (branch, signal) => previewCommit(context, branch, signal),
    commit: async (details, signal) => {
      const outcome = await commit(context, details, signal);
      changed();
      return outcome;
    },
  };
}

/** Stands where no request is ever made from. */
const NOWHERE = { namespace: '-', repository: '-', workspace: '-' } as WorkspacePlace;

function refusing({ namespace, repository, workspace }: OxenAddress): Send {
  const failure = refused('badAddress', { namespace, repository, workspace });
  return () => Promise.resolve(failed(failure));
}
