import * as vscode from 'vscode';
import type { Explanation, WordsByCode } from './explanation';
import { oneLine, quoted, shortened } from './names';
import { ONEDATA_TOKEN_FAILURES } from './onedataTokenFailures';

const t = vscode.l10n.t;

const REFRESH = (): string => t('Refresh the folder above it, look again, and try once more.');
const RETRY_SOON = (): string => t('Try again in a moment; the provider may be restarting.');
const OTHER_PROVIDER = (): string => t('Use Choose Provider… on the space, or try again later.');
const REPORT = (): string => t('This is a defect of Winnow or a version it does not know: please report it.');

const asks = (server: string, { key }: { readonly key?: string | number }): Explanation => ({
  message: key
    ? t('{0} did not accept the value of {1}.', server, oneLine(String(key)))
    : t('{0} did not accept a value of the request.', server),
  hint: REPORT(),
});

/** A refusal of the file system: `posix` with an errno. About one entry, never about the whole space. */
const POSIX: WordsByCode = {
  posix: (server) => ({
    message: t('The file system behind {0} refused, without a reason that Winnow knows.', server),
    hint: t('What it said is in the output channel.'),
  }),
  'posix.enoent': (server) => ({
    message: t('{0} does not have it any more.', server),
    hint: t('Nothing is left to do; refresh the folder above it.'),
  }),
  'posix.enotdir': (server) => ({
    message: t('A part of the path is a file on {0}, not a folder.', server),
    hint: REFRESH(),
  }),
  'posix.eacces': (server) => ({
    message: t('No permission for this on {0}.', server),
    hint: t(
      'Removing needs the right to write to the folder it lies in, opening a folder the right to read it; a token must be neither read-only nor confined to other paths.',
    ),
  }),
  'posix.eperm': (server) => ({
    message: t('{0} does not let anybody remove it as it is.', server),
    hint: t(
      'It is protected by a dataset, is one of the space’s own folders, or the space grants you no right to write. Ask the owner.',
    ),
  }),
  'posix.erofs': (server) => ({
    message: t('{0} keeps it on storage that can only be read.', server),
    hint: t('Ask the people who run the provider.'),
  }),
  'posix.eexist': (server) => ({ message: t('{0} has an entry of this name already.', server), hint: REFRESH() }),
  'posix.enotempty': (server) => ({
    message: t('The folder on {0} was filled again while it was removed.', server),
    hint: REFRESH(),
  }),
  'posix.enospc': (server) => ({
    message: t('The storage of {0} is full, so full that nothing can be changed.', server),
    hint: t('Tell the people who run the provider.'),
  }),
  'posix.enametoolong': (server) => ({ message: t('The name is too long for {0}.', server), hint: REPORT() }),
  'posix.einval': (server) => ({ message: t('{0} cannot do this with such an entry.', server), hint: REFRESH() }),
  'posix.eisdir': (server) => ({ message: t('It is a folder on {0}, not a file.', server), hint: REFRESH() }),
  'posix.enotsup': (server) => ({
    message: t('{0} does not support this for such an entry.', server),
    hint: t('It may be a share, an archive or a special file: use the web page of the provider.'),
  }),
  'posix.ebusy': (server) => ({
    message: t('Somebody is using it on {0} right now.', server),
    hint: t('Try again when they are done.'),
  }),
  'posix.etimedout': (server) => ({
    message: t('The storage behind {0} did not answer in time.', server),
    hint: RETRY_SOON(),
  }),
  'posix.eagain': (server) => ({
    message: t('{0} failed inside, and says no more than “try again”.', server),
    hint: t('Try again; if it goes on, give the people who run it the time of this line.'),
  }),
};

/** Onedata's own error ids, and what the client refuses by itself. Token errors are in a table of their own. */
export const ONEDATA_FAILURES: WordsByCode = {
  ...POSIX,
  ...ONEDATA_TOKEN_FAILURES,

  userNotSupported: (server) => ({
    message: t('{0} serves none of your spaces.', server),
    hint: t('Add the account with its Onezone, which knows the providers of your spaces.'),
  }),
  spaceNotSupportedBy: (server) => ({
    message: t('This provider of {0} does not serve the space.', server),
    hint: t('Its support may have ended: use Choose Provider… on the space.'),
  }),
  alreadyExists: (server) => ({ message: t('{0} has it already.', server), hint: REFRESH() }),
  badValueFilePath: (server) => ({
    message: t('{0} does not accept this as a path.', server),
    hint: t('Remove the entry on the web page of the provider.'),
  }),
  badValueIdentifier: asks,
  missingRequiredValue: asks,
  badData: asks,
  malformedData: asks,
  badValueNotAllowed: asks,
  badValueInteger: asks,
  badValueTooLow: asks,
  badValueTooHigh: asks,
  badValueNotInRange: asks,
  badValueEmpty: asks,
  notSupported: (server) => ({
    message: t('{0} does not support this for such an entry.', server),
    hint: t('Inside a share, remove the original instead.'),
  }),
  notSupportedForSymlinks: (server) => ({
    message: t('{0} does not do this with symbolic links.', server),
    hint: t('Use the entry that the link points to.'),
  }),
  dirStatsDisabledForSpace: (server) => ({
    message: t('{0} keeps no statistics of the folders of this space.', server),
    hint: t('Its files are counted one by one instead.'),
  }),
  dirStatsNotReady: (server) => ({
    message: t('{0} is still counting the folders of this space.', server),
    hint: t('Try again in a while.'),
  }),
  quotaExceeded: (server) => ({
    message: t('The quota on {0} is used up.', server),
    hint: t('Ask the people who run the provider.'),
  }),
  limitReached: (server) => ({ message: t('A limit of {0} was reached.', server), hint: t('Choose fewer entries.') }),
  internalServerError: (server) => ({
    message: t('{0} met an error of its own.', server),
    hint: t('Give the people who run it the reference that is in the output channel.'),
  }),
  fileAccess: (server) => ({
    message: t('{0} could not read a file of its own.', server),
    hint: t('Tell the people who run the provider.'),
  }),
  notImplemented: (server) => ({
    message: t('{0} knows this call, but cannot do it yet.', server),
    hint: t('A newer version of the server may.'),
  }),
  noConnectionToOnezone: (server) => ({
    message: t('{0} has lost its Onezone, so it cannot check any token.', server),
    hint: OTHER_PROVIDER(),
  }),
  noConnectionToPeerOneprovider: (server) => ({
    message: t('{0} cannot reach the provider that has it.', server),
    hint: OTHER_PROVIDER(),
  }),
  noConnectionToClusterNode: (server) => ({
    message: t('A part of {0} is down.', server),
    hint: OTHER_PROVIDER(),
  }),
  temporaryFailure: (server) => ({ message: t('{0} cannot do it just now.', server), hint: RETRY_SOON() }),
  unregisteredOneprovider: (server) => ({
    message: t('{0} does not belong to a Onezone.', server),
    hint: t('Tell the people who run the provider.'),
  }),
  externalServiceOperationFailed: (server) => ({
    message: t('A service that {0} relies on failed.', server),
    hint: OTHER_PROVIDER(),
  }),

  noSuchCall: (server) => ({
    message: t('{0} does not know this call.', server),
    hint: t('Its version may be too old, or the address that of another kind of server.'),
  }),
  notAcceptable: (server) => ({ message: t('{0} offers no answer that Winnow reads.', server), hint: REPORT() }),
  unsupportedMediaType: (server) => ({
    message: t('{0} did not accept the form of the request.', server),
    hint: REPORT(),
  }),
  requestTooLong: (server) => ({
    message: t('The path is too long for {0}.', server),
    hint: t('Remove a folder above it, or use the web page of the provider.'),
  }),

  notListed: (server) => ({
    message: t('{0} lists no such entry.', server),
    hint: t('Check the path, or refresh the folder above it.'),
  }),
  notFolder: () => ({ message: t('It is not a folder.'), hint: REFRESH() }),
  notFile: () => ({ message: t('It is not a file, so it cannot be opened.'), hint: t('Open it in the tree.') }),
  pagesRepeat: (server) => ({
    message: t('{0} began its list anew instead of going on.', server),
    hint: t('Refresh the folder.'),
  }),
  listEndless: (server) => ({
    message: t('{0} lists one folder without an end.', server),
    hint: t('Ask those who run the provider.'),
  }),
  idUnknown: (server) => ({ message: t('{0} did not tell the id of the entry.', server), hint: REFRESH() }),
  replaced: () => ({
    message: t('Another entry has taken its place since it was listed.'),
    hint: t('Refresh the folder, and choose again.'),
  }),
  specialFolder: () => ({
    message: t('It is the space itself, its trash or its archives: Winnow never removes these.'),
    hint: t('Choose the entries inside instead.'),
  }),
  unsafeName: (_, { name }) => ({
    message: t('{0} would mean another place once a server decodes it.', quoted(String(name ?? ''))),
    hint: t('Remove it on the web page of the provider.'),
  }),
  unsafeId: (server) => ({ message: t('{0} gave an id that no request can carry.', server), hint: REPORT() }),
  noProvider: () => ({ message: t('No provider serves this space.'), hint: t('Ask the owner of the space.') }),
  noProviderOnline: (_, { space }) => ({
    message: t('No provider of the space {0} is online.', quoted(String(space ?? ''))),
    hint: t('Try again later.'),
  }),
  providerNotTrusted: (_, { domain }) => ({
    message: t('The token was not sent to the provider {0}.', shortened(String(domain ?? ''))),
    hint: t('Use Retry to be asked again.'),
  }),
  spaceNotInScope: (server) => ({
    message: t('The token gives no access to this space of {0}.', server),
    hint: t('You may have left the space, or the token is confined to others: use “Enter New Token…”.'),
  }),
  readonlyToken: (server) => ({
    message: t('The token allows reading only, so nothing can be deleted with it on {0}.', server),
    hint: t('Use Enter New Token… on the account, with a token that allows writing.'),
  }),
};
