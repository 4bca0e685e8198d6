import { comparePaths } from '../../removal/remotePath';
import { versionAtLeast } from '../version';

/** A Oneprovider that supports a space. */
export interface OnedataProvider {
  readonly id: string;
  readonly name: string;
  /** Host name or address, with a port where it has one. Named by the Onezone: ask the person before a token goes there for the first time. */
  readonly domain: string;
  /** Release, for instance `21.02.8`; empty when the Onezone did not say. */
  readonly version: string;
  readonly online: boolean;
  /** All its storage for this space is configured read-only: deletions succeed and take metadata only. */
  readonly readonly: boolean;
}

export interface OnedataSpaceInfo {
  readonly id: string;
  readonly name: string;
  /** File id of the space's root directory, when the server told it. */
  readonly rootId?: string;
  readonly providers: readonly OnedataProvider[];
}

/**
 * The provider to talk to: the preferred one while it is online, else an online one, writable before read-only, then those whose
 * deletion by path can be trusted (21.02.4), then by name. Undefined when none is online.
 */
export function chooseProvider(info: OnedataSpaceInfo, preferred?: string): OnedataProvider | undefined {
  const online = info.providers.filter((provider) => provider.online);
  const rank = (provider: OnedataProvider): number =>
    (provider.readonly ? 2 : 0) + (versionAtLeast(provider.version, '21.02.4') ? 0 : 1);
  return (
    online.find(({ id }) => id === preferred) ??
    byName(online).reduce<OnedataProvider | undefined>(
      (best, provider) => (best === undefined || rank(provider) < rank(best) ? provider : best),
      undefined,
    )
  );
}

/** Host name or address, with a port or without: a Onezone must not slip more than that into a URL. */
export function isDomain(text: string): boolean {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(text);
}

export function byName<T extends { readonly name: string; readonly id: string }>(things: readonly T[]): readonly T[] {
  return [...things].sort((a, b) => comparePaths(a.name, b.name) || comparePaths(a.id, b.id));
}
