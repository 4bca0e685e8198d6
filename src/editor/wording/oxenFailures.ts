import * as vscode from 'vscode';
import type { WordsByCode } from './explanation';
import { number } from './format';
import { quoted } from './names';

const t = vscode.l10n.t;

const REFRESH = (): string => t('Refresh the workspace and look again.');
const name = (value: string | number | undefined): string => quoted(String(value ?? ''));

/** What an oxen-server says (`error.type`, `error.title`), and what the Oxen client refuses by itself. */
export const OXEN_FAILURES: WordsByCode = {
  updateRequired: (server) => ({
    message: t('{0} wants a newer client than this.', server),
    hint: t('Update Winnow; if it is up to date, report the version of the server.'),
  }),
  migrationRequired: (server) => ({
    message: t('The repository on {0} was made by an older version and waits for a migration.', server),
    hint: t('Ask the people who run the server to migrate it.'),
  }),
  unsupportedRepository: (server) => ({
    message: t('{0} cannot serve a repository of this version.', server),
    hint: t('Ask the people who run the server to migrate it.'),
  }),
  repositoryBusy: (server) => ({
    message: t('Somebody else is changing the repository on {0}.', server),
    hint: t('Try again in a moment.'),
  }),
  destinationAlreadyStaged: () => ({
    message: t('Something is staged there already.'),
    hint: t('Take that back first.'),
  }),
  notAFile: () => ({ message: t('It is not a file.'), hint: REFRESH() }),
  nothingToCommit: () => ({
    message: t('There is nothing to commit.'),
    hint: t('What was staged has been committed or taken back: refresh the Staged view.'),
  }),
  invalidName: (server) => ({ message: t('{0} does not accept this name.', server), hint: t('Choose another name.') }),
  imageTooLarge: (server) => ({
    message: t('The picture is too large for {0} to show.', server),
    hint: t('Download it instead.'),
  }),
  stagedDataCorrupted: (server) => ({
    message: t('What is staged in this workspace cannot be read on {0} any more.', server),
    hint: t('Ask the people who run the server; nothing that is committed is concerned.'),
  }),
  workspaceCommitUnreadable: (server) => ({
    message: t('The commit under this workspace cannot be read on {0} any more.', server),
    hint: t('Ask the people who run the server; a new workspace on the branch can be used meanwhile.'),
  }),
  contentMissing: (server) => ({
    message: t('{0} has lost the content of this file.', server),
    hint: t('Tell the people who run the server.'),
  }),
  workspaceBehind: () => ({
    message: t('The branch has moved on, and it changed what this workspace changes.'),
    hint: t('Use Commit… again to see where they conflict.'),
  }),
  stagedForRemoval: () => ({
    message: t('Its removal is staged.'),
    hint: t('Take that back first, in the Staged view.'),
  }),
  staleTable: () => ({ message: t('The table has changed since it was opened.'), hint: REFRESH() }),
  branchNotFound: (_, data) => ({
    message: data.name === undefined ? t('There is no such branch.') : t('There is no branch {0}.', name(data.name)),
    hint: t('Somebody may have deleted or renamed it: refresh.'),
  }),
  pathNotFound: (server) => ({ message: t('{0} has nothing at this path.', server), hint: REFRESH() }),
  repositoryNotFound: (server) => ({
    message: t('{0} has no such repository, or does not show it to you.', server),
    hint: t('Refresh the account.'),
  }),
  workspaceNotFound: () => ({
    message: t('The workspace is gone.'),
    hint: t('It was deleted, or a commit used it up: refresh the repository.'),
  }),
  repositoryEmpty: () => ({
    message: t('The repository has no commit yet.'),
    hint: t('Winnow never creates its first commit: add files with another tool first.'),
  }),

  onlyUploaded: () => ({
    message: t('It was only added in this workspace.'),
    hint: t('Discard the upload instead: there is nothing in the base commit to remove.'),
  }),
  changedSinceListed: () => ({
    message: t('It has changed since it was listed: somebody has committed the workspace.'),
    hint: REFRESH(),
  }),
  notInBaseCommit: () => ({ message: t("It is not in the workspace's base commit."), hint: REFRESH() }),
  bodyTooLarge: () => ({ message: t('The path is too long for one request.'), hint: t('Stage a folder above it.') }),
  stillStaged: () => ({
    message: t('The server answered that it was taken back, and it is still staged.'),
    hint: t('Try again; the details are in the output channel.'),
  }),
  workspaceNameTaken: (_, data) => ({
    message: t('Another client has just opened a workspace of the name {0}.', name(data.name)),
    hint: t('Nothing was staged. Try again: the next one gets another name.'),
  }),
  committedMeanwhile: (_, data) => ({
    message: t('Another client committed the workspace meanwhile, with the change of {0}.', name(data.path)),
    hint: t('The commit before it has what you wanted to keep: oxen restore --source brings it back in a clone.'),
  }),
  uploadNotStored: (server) => ({
    message: t('{0} did not keep the table that was put aside.', server),
    hint: t('Nothing was lost; try again.'),
  }),
  nameCannotTravel: () => ({
    message: t('No upload can carry this name, and without one this table cannot be taken back alone.'),
    hint: t('Take it back with the Oxen command line.'),
  }),
  tableNameHoldsPercent: () => ({
    message: t('A table with % in its name cannot be taken back alone.'),
    hint: t('Take back everything that is staged in the workspace, or commit without it.'),
  }),
  badName: (_, data) => ({
    message: t('{0} cannot stand in an address.', name(data.name)),
    hint: t('Choose another name.'),
  }),
  badAddress: () => ({
    message: t('This workspace has a name that cannot stand in an address.'),
    hint: t('Use the Oxen command line for it.'),
  }),
  commitFieldEmpty: () => ({
    message: t('A commit needs a message, a name and an e-mail address.'),
    hint: t('Use Commit… again and fill them in.'),
  }),
  unfinishedTables: (_, { count }) => ({
    message: t('Taking back {0} tables was interrupted half-way.', number(Number(count ?? 0))),
    hint: t('Use Commit… and let it finish that first.'),
  }),
  leftovers: (_, { count }) => ({
    message: t('{0} folders would be lost although nothing in them is staged.', number(Number(count ?? 0))),
    hint: t('Use Commit… and let it heal the workspace first.'),
  }),
  unreadablePaths: (_, { count }) => ({
    message: t(
      '{0} names in this workspace cannot be read, so nobody knows what a commit would hold.',
      number(Number(count ?? 0)),
    ),
    hint: t('Commit with the Oxen command line.'),
  }),
};
