import * as vscode from 'vscode';
import type { Explanation, WordsByCode } from './explanation';
import { shortened } from './names';

const t = vscode.l10n.t;

const NEW_TOKEN = (): string => t('Make a new access token at your Onezone and use “Enter New Token…”.');

/** Why a Onedata server does not accept a token: its error ids, bare or inside `unauthorized` (ctool's errors.erl). */
export const ONEDATA_TOKEN_FAILURES: WordsByCode = {
  badToken: (server) => ({
    message: t('{0} does not recognise the token.', server),
    hint: t('It was cut short, or another Onezone made it: copy it again and use “Enter New Token…”.'),
  }),
  badValueToken: (server) => ({
    message: t('{0} does not accept the token.', server),
    hint: t('It was cut short, or another Onezone made it: copy it again and use “Enter New Token…”.'),
  }),
  tokenInvalid: (server) => ({ message: t('The token is not one that {0} made.', server), hint: NEW_TOKEN() }),
  tokenRevoked: (server) => ({
    message: t('The token has been revoked; {0} no longer accepts it.', server),
    hint: NEW_TOKEN(),
  }),
  notAnAccessToken: (server, { received }) => ({
    message: t('{0} asks for an access token, and this is {1}.', server, tokenKind(String(received ?? ''))),
    hint: t('In the Onezone, choose Tokens, create one of type “access”, and use that.'),
  }),
  wrongInterface: (server, data) => ({
    message: t(
      'The token works only in {0}, not over REST as {1} is asked here.',
      shortened(String(data.interface ?? '')),
      server,
    ),
    hint: t('Make one without an interface caveat, or with the interface “REST”.'),
  }),
  tokenCaveatUnverified: (server, { caveat }) => caveatWords(server, String(caveat ?? '')),
  tokenCaveatUnknown: (server, { caveat }) => ({
    message: t('{0} does not know a restriction of the token: {1}.', server, shortened(String(caveat ?? ''))),
    hint: t('The provider is older than the Onezone that made it: make a token without this restriction.'),
  }),
  tokenServiceForbidden: (server) => ({
    message: t('The token is not meant for {0}.', server),
    hint: t('Make one whose service caveat names this provider, or none.'),
  }),
  tokenSubjectInvalid: (server) => ({
    message: t('The token belongs to nobody who may use {0}.', server),
    hint: t('Use the token of a user, not of a service.'),
  }),
  tokenSessionInvalid: (server) => ({
    message: t('The session that the token for {0} came from has ended.', server),
    hint: t('Use a named token that you create yourself, not one taken from a web page.'),
  }),
  tokenTooLarge: (server) => ({
    message: t('The token is too long for {0}.', server),
    hint: t('Make one with fewer restrictions.'),
  }),
  userBlocked: (server) => ({
    message: t('Your user is blocked on {0}.', server),
    hint: t('Ask the people who run the Onezone.'),
  }),
  badServiceToken: (server) => ({
    message: t('{0} could not prove who it is to its Onezone.', server),
    hint: t('Tell the people who run the provider.'),
  }),
  badConsumerToken: (server) => ({
    message: t('The token may only be used by somebody else, says {0}.', server),
    hint: t('Make one without a consumer caveat.'),
  }),
};

function tokenKind(received: string): string {
  if (received.startsWith('identity')) return t('an identity token, which only tells who you are');
  return received.startsWith('invite') ? t('an invite token, which only lets somebody join') : t('another kind');
}

function caveatWords(server: string, caveat: string): Explanation {
  if (caveat === 'time')
    return { message: t('The token has expired; {0} no longer accepts it.', server), hint: NEW_TOKEN() };
  if (caveat.startsWith('data.')) {
    return {
      message: t('The token is confined to some data of {0}, and this is not among it.', server),
      hint: t('Stay inside what it allows, or use “Enter New Token…”.'),
    };
  }
  if (['ip', 'asn', 'geo.country', 'geo.region'].includes(caveat)) {
    return {
      message: t('The token may not be used from this network, says {0}.', server),
      hint: t('Use it from where it is meant to be used, or use “Enter New Token…”.'),
    };
  }
  if (caveat === 'service' || caveat === 'api' || caveat === 'interface') {
    return {
      message: t('The token is restricted to other services or calls than this one of {0}.', server),
      hint: t('Make one without {0} caveats, and use “Enter New Token…”.', caveat),
    };
  }
  return { message: t('A restriction of the token does not hold on {0}.', server), hint: NEW_TOKEN() };
}
