import * as vscode from 'vscode';
import type { StatusCode, UnreadableCode } from '../../remotes/reply';
import type { WireCode } from '../../remotes/transportFailure';
import type { Words } from './explanation';
import { number } from './format';
import { oneLine, shortened } from './names';

const t = vscode.l10n.t;

const ADDRESS_IS_WRONG = (): string => t('Check that the address of the account is that of the right kind of server.');
const LATER = (): string => t('Try again later; if it goes on, tell the people who run the server.');
const NEVER_SENT_TWICE = (): string => t('Refresh to see whether it took effect before you try again.');
const OUR_DEFECT = (): string =>
  t('This is a defect of Winnow: please report it with the lines of the output channel.');

/** Words for what went wrong between here and any server, or without the server giving a reason of its own. */
export const WIRE_FAILURES = {
  invalidOrigin: (server) => ({
    message: t('“{0}” is not the address of a server.', oneLine(server)),
    hint: t('Remove the account and add it again with a host name, and a port if needed.'),
  }),
  plainHttpRefused: (server) => ({
    message: t('{0} was not contacted: plain http would send the token in clear text.', server),
    hint: t('Use https, or allow the host in the setting winnow.http.allowPlain.'),
  }),
  pathWouldChange: (server) => ({
    message: t('The path would have become another one on its way to {0}.', server),
    hint: t('Remove this entry with the tools of the server.'),
  }),
  unusableToken: (server) => ({
    message: t('The token for {0} holds characters that no request can carry.', server),
    hint: t('Copy it again, whole and without line breaks, and use “Enter New Token…”.'),
  }),
  unsendable: (server) => ({ message: t('The request to {0} could not be built.', server), hint: OUR_DEFECT() }),
  cancelled: () => ({ message: t('Cancelled.'), hint: '' }),
  timeout: (server, { after }) => ({
    message:
      typeof after === 'number'
        ? t('{0} did not answer within {1} s.', server, number(Math.round(after / 1000)))
        : t('{0} did not answer in time.', server),
    hint: t('Try again; a server under load answers late.'),
  }),
  connectionRefused: (server) => ({
    message: t('Nothing answers at {0}: the connection was refused.', server),
    hint: t('Check the address and the port, and that the server is running.'),
  }),
  hostNotFound: (server) => ({
    message: t('There is no host called {0}.', server),
    hint: t('Check the spelling, and that you are online or in the right network.'),
  }),
  hostUnreachable: (server) => ({
    message: t('No network leads to {0}.', server),
    hint: t('Check your connection, and the VPN if the server is behind one.'),
  }),
  certificateUntrusted: (server) => ({
    message: t('The certificate of {0} is not trusted.', server),
    hint: t("Add the server's certificate authority to this machine, or set NODE_EXTRA_CA_CERTS."),
  }),
  certificateExpired: (server) => ({
    message: t('The certificate of {0} has expired or is not valid yet.', server),
    hint: t("Check this machine's clock, and tell the people who run the server."),
  }),
  certificateHostMismatch: (server) => ({
    message: t('The certificate of {0} belongs to another host.', server),
    hint: t('Check the address of the account.'),
  }),
  tlsFailed: (server) => ({
    message: t('No secure connection to {0} came about.', server),
    hint: t('Check whether the server speaks https at this port.'),
  }),
  connectionReset: (server) => ({
    message: t('{0} closed the connection before it answered.', server),
    hint: NEVER_SENT_TWICE(),
  }),
  networkFailed: (server) => ({
    message: t('The connection to {0} failed.', server),
    hint: t('Check the network, and that no proxy or VPN stands in between.'),
  }),
  unreadableAnswer: (server) => ({
    message: t('What came back from {0} is no HTTP.', server),
    hint: ADDRESS_IS_WRONG(),
  }),
  redirected: (server, { location }) => ({
    message: t(
      '{0} sent the request on to {1}; it was not followed.',
      server,
      location ? shortened(String(location)) : t('another place'),
    ),
    hint: t(
      'Redirects are never followed, since they would carry the token along. Correct the address of the account.',
    ),
  }),
  tooLong: (server) => ({ message: t('The answer of {0} is too large.', server), hint: t('Open a smaller folder.') }),
  truncatedAnswer: (server) => ({
    message: t('The answer of {0} broke off half-way.', server),
    hint: NEVER_SENT_TWICE(),
  }),
  parserFailed: (server) => ({ message: t('The answer of {0} could not be read.', server), hint: OUR_DEFECT() }),

  emptyAnswer: (server) => ({ message: t('{0} answered without a word.', server), hint: ADDRESS_IS_WRONG() }),
  htmlInsteadOfJson: (server) => ({
    message: t('{0} answered with a web page instead of data.', server),
    hint: t('Check the address: it may be that of a proxy or a login page.'),
  }),
  brokenJson: (server) => ({ message: t('{0} answered with broken data.', server), hint: ADDRESS_IS_WRONG() }),
  unexpectedShape: (server) => ({
    message: t('{0} gave an answer that makes no sense here.', server),
    hint: ADDRESS_IS_WRONG(),
  }),

  badRequest: (server) => ({
    message: t('{0} refused the request as wrong.', server),
    hint: t('What it said is in the output channel.'),
  }),
  unauthorized: (server) => ({
    message: t('{0} did not accept the token.', server),
    hint: t('It may be wrong, expired or withdrawn: use “Enter New Token…”.'),
  }),
  forbidden: (server, { hint }) => ({
    message: t('{0} does not allow this.', server),
    hint:
      typeof hint === 'string'
        ? t('The server says: {0}', shortened(hint))
        : t('Ask the owner for the right to do it, or use the token of somebody who has it.'),
  }),
  notFound: (server) => ({
    message: t('{0} does not have it any more.', server),
    hint: t('Refresh the folder above it.'),
  }),
  methodNotAllowed: (server) => ({
    message: t('{0} does not know this call.', server),
    hint: t('Its version may be too old, or the address that of another kind of server.'),
  }),
  requestTimeout: (server) => ({
    message: t('{0} gave up waiting for the request.', server),
    hint: t('Try again; your connection may be slow.'),
  }),
  conflict: (server) => ({
    message: t('It changed on {0} in the meantime.', server),
    hint: t('Refresh, look at the change, and try again.'),
  }),
  payloadTooLarge: (server) => ({
    message: t('The request is too large for {0}.', server),
    hint: t('Choose fewer entries at once.'),
  }),
  unprocessable: (server) => ({
    message: t('{0} understood the request and will not carry it out.', server),
    hint: t('What it said is in the output channel.'),
  }),
  locked: (server) => ({
    message: t('Somebody else holds it locked on {0}.', server),
    hint: t('Try again when they are done.'),
  }),
  tooEarly: (server) => ({ message: t('{0} is not ready yet.', server), hint: t('Try again in a moment.') }),
  tooManyRequests: (server) => ({
    message: t('{0} was asked too much at once.', server),
    hint: t('Wait a little; others may be using it, too.'),
  }),
  badGateway: (server) => ({
    message: t('A gateway before {0} got no proper answer from it.', server),
    hint: NEVER_SENT_TWICE(),
  }),
  serviceUnavailable: (server) => ({ message: t('{0} is not at service now.', server), hint: LATER() }),
  gatewayTimeout: (server) => ({
    message: t('A gateway before {0} got no answer from it in time.', server),
    hint: NEVER_SENT_TWICE(),
  }),
  serverError: (server) => ({
    message: t('{0} met an error of its own.', server),
    hint: t('Give the people who run it the id and the time that are in the output channel.'),
  }),
  unexpectedStatus: (server) => ({
    message: t('{0} gave an answer that is not foreseen.', server),
    hint: ADDRESS_IS_WRONG(),
  }),
} as const satisfies Readonly<Record<WireCode | StatusCode | UnreadableCode, Words>>;
