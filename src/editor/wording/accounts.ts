import * as vscode from 'vscode';
import type { Account } from '../accounts/account';
import type { OxenOffer } from '../accounts/oxenOffers';
import { oneLine, quoted, shortened } from './names';

const t = vscode.l10n.t;

export const BUTTONS = {
  get tryAgain() {
    return t('Try Again');
  },
  get changeAddress() {
    return t('Change Address…');
  },
  get remove() {
    return t('Remove Account');
  },
  get sendToken() {
    return t('Send the Token');
  },
  get showOutput() {
    return t('Show Output');
  },
};

export const oxenAddressPrompt = (): string => t('Address of the Oxen server');
export const oxenAddressPlaceholder = (): string => t('for instance hub.oxen.ai or localhost:3000');
export const oxenTokenPrompt = (host: string): string =>
  t('Token for {0}; leave it empty if the server asks for none', host);
export const onedataAddressPrompt = (): string => t('Address of the Onezone (or of a Oneprovider alone)');
export const onedataAddressPlaceholder = (): string => t('for instance datahub.egi.eu');
export const onedataTokenPrompt = (host: string): string =>
  t('Access token for {0}. Best is one confined to the spaces you work on.', host);
export const chooseServer = (): string => t('A server you already work with, or another one');
export const typeAddress = (): string => t('Type an address…');

/** A row of the choice of servers. Says where it was found and what choosing it does; a token is never shown. */
export function offerItem({ origin, clone, token }: OxenOffer): {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
} {
  const names = clone ? [`${clone.namespace}/${clone.repository}`, ...(clone.workspace ? [clone.workspace] : [])] : [];
  const found = clone ? t('Remote of the folder {0}', quoted(clone.folder)) : t('Login of the oxen command line');
  const sends = token === undefined ? t('no token stored') : t('its stored token is sent once you choose it');
  return {
    label: new URL(origin).host,
    description: names.map(oneLine).join(' · '),
    detail: `${found} · ${sends}`,
  };
}

export const badAddress = (): string => t('Type a host name, with a port if needed, and no path');
export const plainHttp = (host: string): string =>
  t(
    'Plain http would send the token to {0} in clear text: use https, or allow the host in the setting winnow.http.allowPlain',
    shortened(host),
  );
/** Nothing was refused: no token was given. */
export const tokenAsked = (host: string): string => t('{0} asks for a token, and none was given.', host);
export const tokenMissing = (): string => t('A Onedata account needs a token');
export const added = ({ name }: Account, detail: string): string =>
  detail === '' ? t('Added {0}.', name) : t('Added {0}: {1}.', name, detail);
export const oxenVersion = (version: string): string => t('oxen-server {0}', shortened(version));
export const spacesFound = (count: number): string => (count === 1 ? t('1 space') : t('{0} spaces', count));
export const checking = (host: string): string => t('Asking {0}…', host);
export const chooseAccount = (): string => t('Which account?');
export const noAccounts = (): string => t('There is no account yet.');
export const removeQuestion = ({ name }: Account): string => t('Remove the account {0}?', name);
export const removeDetail = ({ kind }: Account): string =>
  kind === 'oxen'
    ? t('Its token is erased from this machine. Nothing changes on the server: what is staged there stays staged.')
    : t('Its token is erased from this machine. Nothing changes on the server: what is marked has not been sent.');
export const newDomain = (domain: string): string => t('Send your token to the provider {0}?', oneLine(domain));
export const newDomainDetail = ({ name }: Account): string =>
  t('{0} names it as a provider of a space you opened. Winnow has not sent your token there before.', name);
export const sandboxName = (kind: Account['kind']): string =>
  kind === 'oxen' ? t('Sandbox (Oxen)') : t('Sandbox (Onedata)');
export const sandboxStarting = (): string => t('Starting the practice servers…');
export const sandboxReady = (): string =>
  t('Two practice servers run on this machine. Nothing there is real, and all of it is gone with this window.');
