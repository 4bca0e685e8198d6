import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import type { Action, Plan } from '../../removal/plan';
import type { Progress } from '../../removal/progress';
import type { RunUnderWay } from '../removal/runsUnderWay';
import { bytes, files, number, time } from './format';
import { places, quoted, type NameOf } from './names';

const t = vscode.l10n.t;

export const nothingRuns = (): string => t('Nothing is being removed just now.');
export const whichRun = (): string => t('What is under way');
export const cancelRun = (): string => `$(stop-circle) ${t('Cancel This Run')}`;
export const showPlace = (): string => `$(list-tree) ${t('Show in Its View')}`;
export const statusName = (): string => t('Winnow: Runs Under Way');
export const runs = (count: number): string => (count === 1 ? t('1 run') : t('{0} runs', number(count)));
export const statusText = (count: number, part: number): string =>
  `$(sync~spin) ${t('{0}, {1} %', runs(count), number(Math.floor(part * 100)))}`;
export const statusSpoken = (count: number): string => t('Winnow: {0} under way', runs(count));

/** `Deleting permanently from “Field Station”` */
export function progressTitle(action: Action, remotes: readonly RemoteAddress[], nameOfRemote: NameOf): string {
  const where = places(remotes, nameOfRemote);
  switch (action) {
    case 'deletePermanently':
      return t('Deleting permanently from {0}', where);
    case 'stageRemoval':
      return t('Staging removals in {0}', where);
    case 'unstage':
      return t('Unstaging in {0}', where);
    case 'heal':
      return t('Healing {0}', where);
    case 'finish':
      return t('Finishing what was interrupted in {0}', where);
    case 'discardUpload':
      return t('Discarding uploads in {0}', where);
    case 'deleteWorkspace':
      return t('Deleting the workspace {0}', where);
    case 'commit':
      return t('Committing {0}', where);
  }
}

/** `4,812 of 5,000 files · 1.2 GB of 1.3 GB · 230 files/s · 3 min left`, or what the run is waiting for. */
export function progressText({ plan, progress, isQueued, isCancelled }: RunUnderWay, now: number): string {
  if (!progress) {
    if (isCancelled) return t('Cancelled before it began');
    return isQueued ? t('Waiting for another run there to end') : t('Writing the journal');
  }
  if (progress.phase === 'stopping') return t('Stopping: waiting for the answers to what was sent');
  if (progress.phase === 'proving') return t('Reading the server again');
  if (progress.waitingUntil !== undefined && progress.waitingUntil > now) {
    return t('Waiting {0} s as the server asked', number(Math.ceil((progress.waitingUntil - now) / 1000)));
  }
  if (plan.action === 'commit' || plan.action === 'deleteWorkspace') return t('The server is working');
  return countsText(plan, progress);
}

/** Which of several runs on one place it is: `“images/a.jpg” and 11 more · since 14:05`. */
export function whichOfThem({ plan: { targets }, since }: RunUnderWay): string {
  const [first] = targets;
  const others = targets.length - 1;
  const name = quoted(first?.entry.path ?? '');
  const what = others > 0 ? t('{0} and {1} more', name, number(others)) : name;
  return t('{0} · since {1}', what, time(since));
}

function countsText({ total }: Plan, { files: counted, bytes: size, ...progress }: Progress): string {
  const of = total.precision === 'exact' ? exactly : atLeast;
  const parts = [of(number(counted.done), files(counted.total))];
  if (progress.targets.done === 0) parts.push(t('the server is working'));
  else if (size.total > 0) parts.push(of(bytes(size.done), bytes(size.total)));
  if (progress.filesPerSecond) parts.push(t('{0} files/s', rate(progress.filesPerSecond)));
  if (progress.msLeft !== undefined && progress.msLeft > 2000) parts.push(timeLeft(progress.msLeft));
  return parts.join(' · ');
}

const exactly = (done: string, total: string): string => t('{0} of {1}', done, total);
const atLeast = (done: string, total: string): string => t('{0} of at least {1}', done, total);
const rate = (perSecond: number): string =>
  number(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond));

function timeLeft(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 90 ? t('{0} s left', number(seconds)) : t('{0} min left', number(Math.round(seconds / 60)));
}

/** One run in a line. */
export function runLine(run: RunUnderWay, nameOfRemote: NameOf, now: number): string {
  return t('{0}: {1}', progressTitle(run.plan.action, run.remotes, nameOfRemote), progressText(run, now));
}

/** What stands beside a view's title of the runs on its remotes: little room, so how far they are, and not what they do. */
export function viewDescription(first: RunUnderWay, others: number, now: number): string {
  const text = progressText(first, now);
  return others === 0 ? text : t('{0} (and {1} more)', text, runs(others));
}
