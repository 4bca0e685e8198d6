import * as vscode from 'vscode';
import { items } from './format';

const t = vscode.l10n.t;

export const listing = (): string => t('Listing with Winnow');
export const planning = (count: number): string => t('Planning the removal of {0}', items(count));
export const staging = (count: number): string => t('Staging the removal of {0}', items(count));
export const stageTitle = (): string => t('Stage removals?');
export const stageMessage = (count: number): string =>
  t('The agent wants to stage the removal of {0} on Oxen. Nothing is lost until you commit.', items(count));
export const readingStaged = (): string => t('Reading what is staged');
