import * as vscode from 'vscode';
import { shortened } from './names';

const t = vscode.l10n.t;

export const chooseFile = (): string => t('Open or select a local file first.');
export const addAccount = (): string => t('Add Account…');
export const noCopy = (file: string): string =>
  t(
    '{0} has no remote copy that Winnow knows: it is in no Oxen clone and in no folder of the setting winnow.folderMap.',
    shortened(file),
  );
/** The menu offers both commands where a folder has copies on both kinds of server. */
export const copyElsewhere = (file: string, kind: 'oxen' | 'onedata'): string =>
  kind === 'oxen'
    ? t('The remote copy of {0} is on Onedata: use “Mark Remote Copy for Deletion”.', shortened(file))
    : t('The remote copy of {0} is on Oxen: use “Stage Removal of Remote Copy”.', shortened(file));
export const noAccountFor = (origin: string): string =>
  t('This is a clone from {0}, and there is no account for that server.', shortened(origin));
export const noWorkspace = (repository: string): string =>
  t('{0} has no workspace yet. Create one in the Oxen view first.', shortened(repository));
export const chooseWorkspace = (repository: string): string =>
  t('The workspace of {0} to stage it in', shortened(repository));
