import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import { booleanAt, isRecord, recordAt, secondsAt, stringAt, type JsonRecord } from '../reply';
import type { Send } from '../request';
import { inferScope, listSpaces, readConfiguration } from './scopeRequests';
import { byName, isDomain, type OnedataProvider, type OnedataSpaceInfo } from './spaceInfo';
import { earliest, examineToken, isReadonly, type Caveat } from './token';
import { readEffectiveSpaces } from './effectiveSpaces';

export { chooseProvider, type OnedataProvider, type OnedataSpaceInfo } from './spaceInfo';

/** What a token gives access to. */
export interface OnedataScope {
  /** When the token expires, ms since 1970. */
  readonly validUntil?: number;
  /** The token allows reading only. */
  readonly readonly: boolean;
  readonly caveats: readonly Caveat[];
  readonly spaces: readonly OnedataSpaceInfo[];
}

/**
 * What `token` reaches, as its Onezone says it: `infer_access_token_scope` (21.02.4 and later, also for tokens with data caveats),
 * else `effective_spaces` and `effective_providers`. Identity and invite tokens are refused first (see `examineToken`).
 */
export async function readScope(zone: Send, token: string, signal: AbortSignal): Promise<Answer<OnedataScope>> {
  const [examined, inferred] = await Promise.all([examineToken(zone, token, signal), zone(inferScope(token), signal)]);
  if (!examined.ok && !mayBeMissing(examined.failure)) return examined;
  const { caveats, validUntil } = examined.ok ? examined.value : { caveats: [], validUntil: undefined };
  if (inferred.ok) return success(scopeOf(inferred.value, caveats, validUntil));
  if (!mayBeMissing(inferred.failure)) return inferred;
  const spaces = await readEffectiveSpaces(zone, signal);
  if (!spaces.ok) return spaces;
  return success({
    ...(validUntil === undefined ? {} : { validUntil }),
    readonly: isReadonly(caveats),
    caveats,
    spaces: spaces.value,
  });
}

/** The spaces of a Oneprovider whose Onezone is not known or not reachable. Caveats stay unknown: only a Onezone reads them. */
export async function readProvider(provider: Send, signal: AbortSignal): Promise<Answer<OnedataScope>> {
  const [configuration, listed] = await Promise.all([
    provider(readConfiguration(), signal),
    provider(listSpaces(), signal),
  ]);
  if (!configuration.ok) return configuration;
  if (!listed.ok) return listed;
  const { domain } = configuration.value;
  if (!isDomain(domain)) return failed(failureOf('unexpected', 'unexpectedShape', { data: { field: 'domain' } }));
  const itself: OnedataProvider = { ...configuration.value, online: true, readonly: false };
  const spaces = listed.value
    // It lists all spaces of the user; those it does not support would answer every call with spaceNotSupportedBy.
    .filter((space) => space.providers.includes(itself.id))
    .map((space) => ({ ...space, providers: [itself] }));
  return success({ readonly: false, caveats: [], spaces: byName(spaces) });
}

/** The call may not exist on this server; any other failure is the answer. */
function mayBeMissing({ code }: Failure): boolean {
  return ['noSuchCall', 'methodNotAllowed', 'notFound', 'notImplemented', 'unexpectedStatus'].includes(code);
}

function scopeOf(told: JsonRecord, caveats: readonly Caveat[], caveatUntil: number | undefined): OnedataScope {
  const access = recordAt(told, 'dataAccessScope') ?? {};
  const validUntil = earliest([caveatUntil, secondsAt(told, 'validUntil')]);
  const providers = recordAt(access, 'providers') ?? {};
  const spaces = Object.entries(recordAt(access, 'spaces') ?? {}).map(([id, space]) => spaceOf(id, space, providers));
  return {
    ...(validUntil === undefined ? {} : { validUntil }),
    readonly: booleanAt(access, 'readonly') ?? isReadonly(caveats),
    caveats,
    spaces: byName(spaces.filter((space) => space !== undefined)),
  };
}

function spaceOf(id: string, told: unknown, providers: JsonRecord): OnedataSpaceInfo | undefined {
  if (!isRecord(told)) return undefined;
  const supports = Object.entries(recordAt(told, 'supports') ?? {});
  return {
    id,
    name: stringAt(told, 'name') ?? id,
    providers: supports
      .map(([providerId, support]) => providerOf(providerId, recordAt(providers, providerId), support))
      .filter((provider) => provider !== undefined),
  };
}

function providerOf(id: string, told: JsonRecord | undefined, support: unknown): OnedataProvider | undefined {
  const domain = told === undefined ? undefined : stringAt(told, 'domain');
  if (told === undefined || domain === undefined || !isDomain(domain)) return undefined;
  return {
    id,
    name: stringAt(told, 'name') ?? id,
    domain,
    version: stringAt(told, 'version') ?? '',
    online: booleanAt(told, 'online') ?? true,
    readonly: isRecord(support) && booleanAt(support, 'readonly') === true,
  };
}
