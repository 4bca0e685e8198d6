import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';
import type { Explanation, Words, WordsByCode } from './explanation';
import { oneLine } from './names';
import { ONEDATA_FAILURES } from './onedataFailures';
import { OWN_FAILURES } from './ownFailures';
import { OXEN_FAILURES } from './oxenFailures';
import { WIRE_FAILURES } from './wireFailures';

const t = vscode.l10n.t;

const BY_CODE: WordsByCode = { ...WIRE_FAILURES, ...OXEN_FAILURES, ...ONEDATA_FAILURES, ...OWN_FAILURES };

/** Turns a failure into words. `server`: the host the person knows. */
export function explain(failure: Failure, server: string): Explanation {
  return wordsFor(failure.code)?.(server, withReasonIn(failure.data, server)) ?? byKind(failure, server);
}

/** A failure that carries the code of another as its reason tells it in that one's words. */
function withReasonIn(data: Failure['data'], server: string): Failure['data'] {
  const words = typeof data.reason === 'string' ? wordsFor(data.reason) : undefined;
  return words ? { ...data, reason: words(server, {}).message } : data;
}

/**
 * The words of a code: its own; of `unauthorized.tokenRevoked` those of what is inside; else those of what is outside. Codes come
 * from servers too, so a code called `constructor` is one without words.
 */
export function wordsFor(code: string): Words | undefined {
  const at = code.indexOf('.');
  const candidates = at === -1 ? [code] : [code, code.slice(at + 1), code.slice(0, at)];
  const known = candidates.find((candidate) => Object.hasOwn(BY_CODE, candidate));
  return known === undefined ? undefined : BY_CODE[known];
}

/** One line for the log and for report rows: sentence, hint, the server's own id and words. */
export function explainInFull(failure: Failure, server: string): string {
  const { message, hint } = explain(failure, server);
  const { message: said, context } = failure.data;
  const details = [
    failure.status === undefined ? undefined : `HTTP ${failure.status}`,
    failure.code,
    failure.serverId === undefined ? undefined : t('server id {0}', failure.serverId),
    said === undefined ? undefined : t('the server said: {0}', oneLine(String(said))),
    context === undefined ? undefined : t('arose in {0}', oneLine(String(context))),
  ].filter((detail) => detail !== undefined);
  return `${message} ${hint} (${details.join(', ')})`;
}

function byKind(failure: Failure, server: string): Explanation {
  switch (failure.kind) {
    case 'auth':
      return {
        message: t('{0} did not accept the token.', server),
        hint: t('It may be wrong or expired: use “Enter New Token…”.'),
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
