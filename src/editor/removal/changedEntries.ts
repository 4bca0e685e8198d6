import * as vscode from 'vscode';
import { asGone, findChanges, type ChangedEntry } from '../../removal/changes';
import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Listed, SkippedEntry } from '../../removal/selection';
import { drawnAsWritten } from '../choose';
import * as words from '../wording/changes';
import { clock } from './clock';
import { remoteIn, type Remotes } from './remotes';

/** What is still meant after the person has seen what changed since it was listed. */
export interface StillMeant {
  readonly chosen: readonly Listed[];
  readonly skipped: readonly SkippedEntry[];
}

/**
 * Looks at entries again before they are destroyed. What changed since the view showed it comes up in a quick pick, none picked:
 * what is not picked is left alone. What has gone stays a target, and the report says that it was already gone.
 */
export async function askAboutChanges(
  listed: readonly Listed[],
  remotes: Remotes,
  signal: AbortSignal,
): Promise<Answer<StillMeant>> {
  const { changed, unreadable } = await findChanges(listed, (remote) => remoteIn(remotes, remote), clock, signal);
  const [first] = unreadable;
  if (first) return failed(first.failure);
  const gone = new Map(changed.flatMap((one) => (one.now === undefined ? [[one.listed, asGone(one.listed)]] : [])));
  const doubtful = changed.filter(({ now }) => now !== undefined);
  const kept = listed.map((one) => gone.get(one) ?? one);
  if (doubtful.length === 0) return success({ chosen: kept, skipped: [] });
  const picked = await pick(doubtful);
  if (!picked) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
  const fates = new Map(doubtful.map((one) => [one.listed, picked.has(one) ? one.now : undefined]));
  return success({
    chosen: kept.flatMap((one) => {
      if (!fates.has(one)) return [one];
      const entry = fates.get(one);
      return entry ? [{ remote: one.remote, entry }] : [];
    }),
    skipped: doubtful
      .filter((one) => !picked.has(one))
      .map((one) => ({ listed: one.listed, reason: 'changedSinceListed' as const })),
  });
}

async function pick(changed: readonly ChangedEntry[]): Promise<ReadonlySet<ChangedEntry> | undefined> {
  const items = changed.map((one) => ({ ...words.changedItem(one), one }));
  const options = {
    canPickMany: true,
    title: words.changedTitle(changed.length),
    placeHolder: words.changedPrompt(),
    ignoreFocusOut: true,
  } as const;
  const picked = await vscode.window.showQuickPick(items.map(drawnAsWritten), options);
  return picked && new Set(picked.map(({ one }) => one));
}
