import { type ErrorValue, type Reporter } from './errors';
import { encodeFileId } from './fileIds';
import { type Call } from './http';
import { type Node } from './model';
import { type Features, featuresOf } from './versions';
import { idFor, type World } from './world';

/** One Oneprovider. Tests switch its conditions while it runs. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly features: Features;
  /** `host:port` once it listens; an unknown domain makes the provider offline in every list. */
  domain: string | undefined;
  isOnline: boolean;
  /** The database refuses: 503 serviceUnavailable before anything but authentication (21.02.8). */
  isBreakerOpen: boolean;
  /** Tokens cannot be verified: 503 noConnectionToOnezone. */
  hasLostOnezone: boolean;
  readonly errorContext: Reporter['context'];
  /** Pages after the first come out a tenth shorter than asked, and are not the last for that. */
  readonly hasShortPages: boolean;
  /** Makes this provider refuse a call that it would have served; the shape is the provider's own. */
  refuseWith: ((call: Call) => ErrorValue | undefined) | undefined;
}

export interface ProviderOptions {
  readonly name: string;
  /** A release from 21.02.0 to 25.0. */
  readonly version?: string;
  /** 25.0 only: what the generated `ctx` looks like. */
  readonly errorContext?: Exclude<Reporter['context'], 'absent'>;
  readonly hasShortPages?: boolean;
}

export const LATEST = '25.0';

export function newProvider({ name, version = LATEST, errorContext, hasShortPages = true }: ProviderOptions): Provider {
  const features = featuresOf(version);
  return {
    id: idFor('provider', name),
    name,
    version,
    features,
    domain: undefined,
    isOnline: true,
    isBreakerOpen: false,
    hasLostOnezone: false,
    errorContext: features.release25 ? (errorContext ?? 'full') : 'absent',
    hasShortPages,
    refuseWith: undefined,
  };
}

/** The one storage each provider supports spaces with. */
export const storageIdOf = (providerId: string): string => idFor('storage', providerId);

export function domainOf(provider: Provider): string {
  return provider.domain ?? `${provider.name.toLowerCase()}.invalid`;
}

export function isReachable(provider: Provider): boolean {
  return provider.isOnline && provider.domain !== undefined;
}

export function reporterOf(world: World, provider: Provider): Reporter {
  return {
    service: 'opw',
    serviceId: provider.id,
    serviceDomain: domainOf(provider),
    version: provider.version,
    context: provider.errorContext,
    now: world.now(),
  };
}

/** The id of an entry as the caller sees it: inside a share, ids are ids of that share. */
export function fileIdOf(node: Node, shareId?: string): string {
  const parts = { uuid: node.uuid, spaceId: node.space.id };
  return encodeFileId(shareId === undefined ? parts : { ...parts, shareId });
}
