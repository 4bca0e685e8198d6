import type { OnedataAddress } from '../../removal/address';
import { failed, failureOf, type Answer } from '../../removal/failure';
import type { Entry, Remote } from '../../removal/remote';
import type { Send } from '../request';
import { browser } from './browsing';
import { DELETION_LIMITS, deletion } from './deletion';
import { measure } from './measuring';
import { ask, type SpaceOnProvider } from './provider';
import { readContent } from './requests';

export interface OnedataSpaceOptions {
  readonly address: OnedataAddress;
  /** To the Oneprovider chosen for this space (see `chooseProvider`), with the account's token. */
  readonly send: Send;
  /** To that provider alone, when what is shown may come from others, too (`failOver`). */
  readonly acting?: Send;
  /** The id of that provider. */
  readonly server?: string;
  /** Its release, for instance `21.02.8`; empty when unknown: then nothing newer than 21.02.0 is relied on. */
  readonly providerVersion: string;
  /** Its storage for this space is configured read-only: entries get the trait `readonlyStorage`. */
  readonly readonly: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Most deletions under way at once, 1 to 128; default 32. */
  readonly maxInFlight?: number;
}

/** What the person wrote into the settings, as far as it is a number. */
function mostInFlight({ maxInFlight = NaN }: OnedataSpaceOptions): number {
  return Number.isFinite(maxInFlight)
    ? Math.min(128, Math.max(1, Math.floor(maxInFlight)))
    : DELETION_LIMITS.maxInFlight;
}

/** A Onedata space, on Oneprovider 21.02 and 25.0. What is removed here is destroyed: folders at once with all they hold. */
export function onedataSpace({ acting, ...options }: OnedataSpaceOptions): Remote {
  if (acting) {
    const actsOn = onedataSpace({ ...options, send: acting });
    const measured: Remote['measure'] = (entry, limit, signal) => actsOn.measure(entry, limit, signal);
    return { ...onedataSpace(options), measure: measured, removal: actsOn.removal, actsOn };
  }
  const { address, send, server, providerVersion, readonly, now } = options;
  const provider: SpaceOnProvider = {
    space: address.space,
    send,
    version: providerVersion,
    readonlyStorage: readonly,
    now,
  };
  const browsing = browser(provider);
  const { list, find } = browsing;

  const withId = async (entry: Entry, signal: AbortSignal): Promise<Answer<Entry & { readonly id: string }>> => {
    // A folder without a parent was gone when it was looked at again: what its id holds now lies somewhere else.
    const mustBeFound = entry.id === undefined || (entry.parentId === undefined && entry.kind === 'folder');
    const found = mustBeFound ? await find(entry.path, signal) : { ok: true as const, value: entry };
    if (!found.ok) return found;
    const { id } = found.value;
    return id === undefined
      ? failed(failureOf('invalid', 'idUnknown', { reach: 'notSent' }))
      : { ok: true, value: { ...found.value, id } };
  };

  return {
    address,
    effect: 'destroys',
    ...(server === undefined ? {} : { server }),
    list,
    stat: find,
    async measure(entry, limit, signal) {
      const known = await withId(entry, signal);
      return known.ok ? measure(provider, known.value, limit, signal) : known;
    },
    async read(path, maxBytes, signal) {
      const found = await find(path, signal);
      if (!found.ok) return found;
      const { kind, id } = found.value;
      if (kind !== 'file' || id === undefined) return failed(failureOf('invalid', 'notFile'));
      return ask(send, readContent(id, maxBytes), signal);
    },
    removal: deletion(provider, browsing, mostInFlight(options)),
  };
}
