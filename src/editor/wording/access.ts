import * as vscode from 'vscode';
import type { Answer } from '../../removal/failure';
import type { OnedataScope } from '../../remotes/onedata/scope';
import type { Caveat } from '../../remotes/onedata/token';
import { isNamedByHost } from '../accounts/account';
import type { AccountNode } from '../trees/node';
import { ago, dateTime, number } from './format';
import { onHover, shortened } from './names';

const t = vscode.l10n.t;

/** An expiry further away than this is told in the tooltip alone, ms. */
const SOON = 30 * 24 * 3_600_000;

/** What restricts it first, since descriptions are cut on the right. */
export function accountDescription({ account, scope, version }: AccountNode): string {
  const { host } = new URL(account.origin);
  const states = tokenStates(scope, Date.now());
  if (account.memoryOnly) return [...states, t('for practice')].join(' · ');
  const server = version === undefined ? [] : [t('oxen-server {0}', version)];
  return [...states, ...(isNamedByHost(account) ? [] : [host]), ...server].join(' · ');
}

export function accountTooltip({ account, scope, version }: AccountNode): string {
  const server = account.memoryOnly
    ? [t('A practice server on this machine, gone with the window')]
    : version === undefined
      ? []
      : [t('oxen-server {0}', version)];
  return onHover([account.name, account.origin, ...server, ...tokenSentences(scope, Date.now())]);
}

type Scope = Answer<OnedataScope> | undefined;

/** What restricts a token, in a few words each, the gravest first: for a row, where there is little room. */
export function tokenStates(scope: Scope, now: number): readonly string[] {
  if (!scope) return [];
  if (!scope.ok) return scope.failure.kind === 'auth' ? [refusedState(scope.failure.data.caveat)] : [];
  const { validUntil, readonly, caveats } = scope.value;
  return [
    ...(validUntil !== undefined && validUntil <= now ? [t('token expired')] : []),
    ...(readonly ? [t('read-only')] : []),
    ...caveats.flatMap(confinement),
    ...(validUntil !== undefined && validUntil > now && validUntil - now < SOON
      ? [t('expires {0}', ago(validUntil, now))]
      : []),
  ];
}

function refusedState(caveat: string | number | undefined): string {
  return caveat === 'time' ? t('token expired') : t('token refused');
}

function confinement({ type, values }: Caveat): readonly string[] {
  if (type === 'data.path')
    return [values.length === 1 ? t('1 path only') : t('{0} paths only', number(values.length))];
  if (type === 'data.objectid') {
    return [values.length === 1 ? t('1 entry only') : t('{0} entries only', number(values.length))];
  }
  return [];
}

/** The same in whole sentences, with everything that is known: for a tooltip. */
export function tokenSentences(scope: Scope, now: number): readonly string[] {
  if (!scope?.ok) return tokenStates(scope, now);
  const { validUntil, readonly, caveats, spaces } = scope.value;
  const nameOfSpace = (id: string): string => spaces.find((space) => space.id === id)?.name ?? id;
  return [
    validUntil === undefined
      ? t('The token does not expire')
      : validUntil > now
        ? t('The token expires {0}, on {1}', ago(validUntil, now), dateTime(validUntil))
        : t('The token has expired, on {0}', dateTime(validUntil)),
    ...(readonly ? [t('It allows reading only: nothing can be deleted with it')] : []),
    ...caveats.flatMap((caveat) => caveatSentence(caveat, nameOfSpace)),
  ];
}

function caveatSentence({ type, values }: Caveat, nameOfSpace: (id: string) => string): readonly string[] {
  const list = values.slice(0, 5).map(shortened).join(', ') + (values.length > 5 ? ', …' : '');
  switch (type) {
    case 'time':
    case 'data.readonly':
      return [];
    case 'data.path': {
      const paths = values.map((path) => path.replace(/^\/([^/]*)/, (_, id: string) => nameOfSpace(id)));
      return [t('It reaches only {0}', paths.slice(0, 5).map(shortened).join(', ') + (paths.length > 5 ? ', …' : ''))];
    }
    case 'data.objectid':
      return [t('It reaches only {0} entries chosen when it was made, and what lies in them', number(values.length))];
    case 'interface':
      return [t('It works only over {0}', list)];
    case 'service':
      return [t('It works only with {0}', list)];
    case 'ip':
      return [t('It works only from the addresses {0}', list)];
    default:
      return [values.length === 0 ? t('It is restricted by {0}', type) : t('It is restricted by {0}: {1}', type, list)];
  }
}
