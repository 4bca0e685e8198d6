import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';

const t = vscode.l10n.t;

export interface Explanation {
  /** One sentence: which server, what happened. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly hint: string;
}

/** Turns a failure into words. `server`: the host the person knows. */
export function explain(failure: Failure, server: string): Explanation {
  return BY_CODE[failure.code]?.(server, failure.data) ?? byKind(failure, server);
}

/** One line for the log and for report rows: sentence, hint, the server's own id and words. */
export function explainInFull(failure: Failure, server: string): string {
  const { message, hint } = explain(failure, server);
  const said = failure.data.message;
  const details = [
    failure.status === undefined ? undefined : `HTTP ${failure.status}`,
    failure.code,
    failure.serverId === undefined ? undefined : t('server id {0}', failure.serverId),
    said === undefined ? undefined : t('the server said: {0}', said),
  ].filter((detail) => detail !== undefined);
  return `${message} ${hint} (${details.join(', ')})`;
}

type Words = (server: string, data: Failure['data']) => Explanation;

const NONSENSE: Words = (server) => ({
  message: t('{0} gave an answer that makes no sense here.', server),
  hint: t('Check that the address is that of the right kind of server, then try again.'),
});

/** Cases that need words of their own; everything else is explained by its kind. */
const BY_CODE: Readonly<Record<string, Words>> = {
  plainHttpRefused: (server) => ({
    message: t('{0} was not contacted: plain http would send the token in clear text.', server),
    hint: t('Use https, or allow the host in the setting winnow.http.allowPlain.'),
  }),
  certificateUntrusted: (server) => ({
    message: t('The certificate of {0} is not trusted.', server),
    hint: t("Add the server's certificate authority to this machine, or set NODE_EXTRA_CA_CERTS."),
  }),
  certificateExpired: (server) => ({
    message: t('The certificate of {0} has expired.', server),
    hint: t('Tell the people who run the server.'),
  }),
  certificateHostMismatch: (server) => ({
    message: t('The certificate of {0} belongs to another host.', server),
    hint: t('Check the address of the account.'),
  }),
  htmlInsteadOfJson: (server) => ({
    message: t('{0} answered with a web page instead of data.', server),
    hint: t('Check the address: it may be that of a proxy or a login page.'),
  }),
  emptyAnswer: NONSENSE,
  brokenJson: NONSENSE,
  truncatedAnswer: NONSENSE,
  unexpectedShape: NONSENSE,
  redirected: (server, data) => ({
    message: t('{0} sent the request on to {1}; it was not followed.', server, data.location ?? t('another place')),
    hint: t(
      'Redirects are never followed, since they would carry the token along. Correct the address of the account.',
    ),
  }),
  tooLong: (server) => ({ message: t('The answer of {0} is too large.', server), hint: t('Open a smaller folder.') }),
  onlyUploaded: () => ({
    message: t('It was only added in this workspace.'),
    hint: t('Discard the upload instead: there is nothing in the base commit to remove.'),
  }),
  notInBaseCommit: () => ({
    message: t("It is not in the workspace's base commit."),
    hint: t('Refresh the workspace and look again.'),
  }),
  providerNotTrusted: (_, data) => ({
    message: t('The token was not sent to the provider {0}.', data.domain ?? ''),
    hint: t('Use Retry to be asked again.'),
  }),
};

function byKind(failure: Failure, server: string): Explanation {
  switch (failure.kind) {
    case 'auth':
      return {
        message: t('{0} did not accept the token.', server),
        hint: t('It may be wrong or expired: remove the account and add it with a new token.'),
      };
    case 'forbidden':
      return {
        message: t('{0} does not allow this.', server),
        hint: t('Ask the owner for the right to do it.'),
      };
    case 'protected':
      return {
        message: t('{0} refused: it is protected, or a permission is missing.', server),
        hint: t('See the details in the output channel.'),
      };
    case 'notFound':
      return { message: t('{0} does not have it any more.', server), hint: t('Refresh the folder above it.') };
    case 'invalid':
      return {
        message: t('{0} did not understand the request.', server),
        hint: t('Check the address of the account.'),
      };
    case 'conflict':
      return {
        message: t('It changed on {0} in the meantime.', server),
        hint: t('Refresh, look at the change, and try again.'),
      };
    case 'busy':
      return { message: t('{0} is busy.', server), hint: t('Try again in a moment.') };
    case 'tooLarge':
      return { message: t('The request is too large for {0}.', server), hint: t('Choose fewer entries.') };
    case 'unavailable':
      return {
        message: t('{0} has a problem of its own.', server),
        hint: t('Try again later; the details are in the output channel.'),
      };
    case 'timeout':
      return { message: t('{0} did not answer in time.', server), hint: t('Try again.') };
    case 'network':
      return {
        message: t('{0} cannot be reached.', server),
        hint: t('Check the address, and that the server is running and not behind a proxy or VPN.'),
      };
    case 'cancelled':
      return { message: t('Cancelled.'), hint: '' };
    case 'unexpected':
      return {
        message: t('{0} gave an unexpected answer.', server),
        hint: t('The details are in the output channel.'),
      };
  }
}
