import * as vscode from 'vscode';
import type { OnedataProvider } from '../../remotes/onedata/scope';
import type { SpaceNode } from '../trees/node';
import { number } from './format';
import { onHover } from './names';

const t = vscode.l10n.t;

/** Which provider is used, and why not the one that the person chose. */
export function spaceDescription({ provider, providers, preferred }: SpaceNode): string {
  if (!provider) return t('no provider is online');
  const wished = providers.find(({ id }) => id === preferred);
  if (wished && wished.id !== provider.id) return t('{0} · {1} is offline', provider.name, wished.name);
  return providers.length > 1 ? t('{0} (1 of {1})', provider.name, number(providers.length)) : provider.name;
}

export function providerStates({ domain, version, online, readonly }: OnedataProvider): string {
  return [
    online ? t('online') : t('offline'),
    ...(readonly ? [t('read-only storage')] : []),
    ...(version === '' ? [] : [version]),
    domain,
  ].join(' · ');
}

export function spaceTooltip(node: SpaceNode): string {
  const { label, providers, provider, address, readonly } = node;
  const served = providers.map((one) =>
    one.id === provider?.id
      ? t('Served by {0} ({1}), which is used', one.name, providerStates(one))
      : t('Served by {0} ({1})', one.name, providerStates(one)),
  );
  const lines = [label, ...served, t('Space ID: {0}', address.space)];
  return onHover([...lines, ...(readonly ? [t('Read-only: nothing can be deleted here with this token')] : [])]);
}
