import * as vscode from 'vscode';
import type { Action, Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import type { Target } from '../../removal/remote';
import { dateTime, files, held, number, time } from './format';
import { oneLine, placeBefore, placesInFull, type HostOf, type NameOf } from './names';
import type { PlaceName } from './plans';
import { coveredTitle, isCovered, skipReason, warningSentence } from './warnings';

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
export function planText(plan: Plan, placeName: PlaceName, hostOf: HostOf): string {
  const nameOf: NameOf = (remote) => placeName({ remote });
  const before = placeBefore(plan, nameOf, hostOf);
  const pathText = ({ remote, entry }: Target): string =>
    `${before(remote)}${oneLine(entry.path)}${entry.kind === 'folder' ? '/' : ''}`;
  const head = [
    t('Plan of {0}', dateTime(plan.createdAt)),
    '',
    t('Effect:  {0}', EFFECTS[plan.action]()),
    t('Place:   {0}', placesInFull(remotesOf(plan), nameOf, hostOf)),
    t('Holds:   {0}, counted {1}', held(plan.targets, plan.total), time(plan.total.countedAt)),
    ...plan.warnings.map((warning) => t('Warning: {0}', warningSentence(warning))),
    '',
    t('Targets ({0}):', number(plan.targets.length)),
  ];
  const rows = plan.targets.map((one) => `  ${pathText(one)}  (${held([one], one.extent)})`);
  const left = plan.skipped.filter(({ reason }) => !isCovered(reason));
  const covered = plan.skipped.filter(({ reason }) => isCovered(reason));
  return [
    ...[...head, ...rows],
    ...section(
      t('Left alone ({0}):', number(left.length)),
      left.map(({ target, reason }) => `  ${pathText(target)}  (${skipReason(reason)})`),
    ),
    ...section(
      coveredTitle(covered.length),
      covered.map(({ target }) => `  ${pathText(target)}`),
    ),
    '',
  ].join('\n');
}

const section = (title: string, rows: readonly string[]): readonly string[] =>
  rows.length === 0 ? [] : ['', title, ...rows];

export const planTitle = (plan: Plan): string => {
  const what = files(plan.total.files);
  return plan.action === 'deletePermanently' ? t('Deletion plan, {0}', what) : t('Plan, {0}', what);
};
