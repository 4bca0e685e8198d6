import * as vscode from 'vscode';
import type { Action, Plan } from '../../removal/plan';
import { dateTime, extent, files, number, time } from './format';
import { oneLine } from './names';
import { placesOf, type PlaceName } from './plans';
import { skipReason, warningSentence } from './warnings';

const t = vscode.l10n.t;

const EFFECTS: Readonly<Record<Action, () => string>> = {
  deletePermanently: () => t('Deletes permanently'),
  stageRemoval: () => t('Stages removals: nothing is lost until a commit'),
  unstage: () => t('Takes back staged removals'),
  heal: () => t('Clears folder markers that the next commit would lose folders by'),
  finish: () => t('Finishes taking back removals of tables'),
  discardUpload: () => t('Discards uploads that are in no commit'),
  deleteWorkspace: () => t('Deletes a workspace and what is not committed in it'),
  commit: () => t('Commits'),
};

/** The plan as a document: readable, diffable, one target a line. */
export function planText(plan: Plan, placeName: PlaceName): string {
  const head = [
    t('Plan of {0}', dateTime(plan.createdAt)),
    '',
    t('Effect:  {0}', EFFECTS[plan.action]()),
    t('Place:   {0}', placesOf(plan, placeName)),
    t('Holds:   {0}, counted {1}', extent(plan.total), time(plan.total.countedAt)),
    ...plan.warnings.map((warning) => t('Warning: {0}', warningSentence(warning))),
    '',
    t('Targets ({0}):', number(plan.targets.length)),
  ];
  const rows = plan.targets.map(
    ({ entry, extent: size }) => `  ${oneLine(entry.path)}${entry.kind === 'folder' ? '/' : ''}  (${extent(size)})`,
  );
  const skipped = plan.skipped.map(({ target, reason }) => `  ${oneLine(target.entry.path)}  (${skipReason(reason)})`);
  const tail = skipped.length === 0 ? [] : ['', t('Left alone ({0}):', number(skipped.length)), ...skipped];
  return [...head, ...rows, ...tail, ''].join('\n');
}

export const planTitle = (plan: Plan): string => {
  const what = files(plan.total.files);
  return plan.action === 'deletePermanently' ? t('Deletion plan, {0}', what) : t('Plan, {0}', what);
};
