import * as vscode from 'vscode';
import type { WordsByCode } from './explanation';
import { files } from './format';
import { oneLine, quoted } from './names';

const t = vscode.l10n.t;

/** What the domain and the editor find out by themselves. */
export const OWN_FAILURES: WordsByCode = {
  noAccount: () => ({
    message: t('There is no such account here.'),
    hint: t('Add it; what was staged or marked there is found again by its address.'),
  }),
  tokenUnreadable: (_, { cause }) => ({
    message: t('VS Code did not give out the token of this account ({0}).', oneLine(String(cause ?? ''))),
    hint: t('Nothing was sent. Reload the window, or enter the token again.'),
  }),
  notAnEntry: (_, { uri }) => ({
    message: t('{0} names no file and no folder.', quoted(String(uri ?? ''))),
    hint: t('Choose an entry inside a workspace or a space.'),
  }),
  folderNotListed: (server, { folder, reason }) => ({
    message: t(
      '{0} did not list {1}, so the list of matches would not be complete. {2}',
      server,
      quoted(String(folder ?? '')),
      oneLine(String(reason ?? '')),
    ),
    hint: t('Start from a folder beside it.'),
  }),
  tooManyToList: (_, { limit }) => ({
    message: t('There are more than {0} here: too many to match by pattern.', files(Number(limit ?? 0))),
    hint: t('Start from a folder further down.'),
  }),
  wrongKindOfRemote: () => ({
    message: t('This command is not for that kind of remote.'),
    hint: t('On Oxen removals are staged; on Onedata entries are marked, or deleted permanently.'),
  }),
  changedSincePreview: () => ({
    message: t('Nothing was committed: the workspace or the branch has changed since it was shown.'),
    hint: t('Look at it, then commit again.'),
  }),
  changedSinceCounted: () => ({
    message: t('The workspace has changed since you were shown what it holds.'),
    hint: t('Nothing was sent. Use Delete Workspace… again to see what it holds now.'),
  }),
  noOutcome: () => ({
    message: t('Winnow lost track of what became of it.'),
    hint: t('Refresh to see; this is a defect, please report it.'),
  }),
  noAnswerAfterCancel: (server) => ({
    message: t('You cancelled before {0} had answered.', server),
    hint: t('It may have taken effect: Run the Rest reads it again first.'),
  }),
  journalNotWritten: () => ({
    message: t('Nothing was sent: the journal could not be written.'),
    hint: t('Check that the disk is not full.'),
  }),
  interrupted: () => ({
    message: t('The window closed before the answer came.'),
    hint: t('It may have taken effect: Run the Rest reads it again first.'),
  }),
  notProved: (server) => ({
    message: t('{0} said it was done, and could not be asked again.', server),
    hint: t('Refresh to see.'),
  }),
  notConfirmed: (server) => ({
    message: t('{0} said it was done, but it is still there.', server),
    hint: t('Try again; the details are in the output channel.'),
  }),
};
