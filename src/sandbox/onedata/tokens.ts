import { type ErrorValue } from './errors';

/** Caveats as `tokens/examine` shows them (docs user-guide/tokens). Types not listed here are unknown to the server. */
export type Caveat =
  | { readonly type: 'time'; readonly validUntil: number }
  | { readonly type: 'ip'; readonly whitelist: readonly string[] }
  | { readonly type: 'interface'; readonly interface: string }
  | { readonly type: 'service'; readonly whitelist: readonly string[] }
  | { readonly type: 'api'; readonly whitelist: readonly string[] }
  | { readonly type: 'data.readonly' }
  | { readonly type: 'data.path'; readonly whitelist: readonly string[] }
  | { readonly type: 'data.objectid'; readonly whitelist: readonly string[] };

export interface TokenGrant {
  readonly token: string;
  /** Default: the person the sandbox belongs to. */
  readonly user?: string;
  readonly kind?: 'accessToken' | 'identityToken' | 'inviteToken';
  readonly state?: 'valid' | 'revoked' | 'forged';
  readonly caveats?: readonly (Caveat | { readonly type: string })[];
}

/** Where and when a token is shown. */
export interface Presentation {
  /** `ozw-onezone` or `opw-<provider id>`. */
  readonly service: string;
  readonly remoteAddress: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const KNOWN = ['time', 'ip', 'interface', 'service', 'api', 'data.readonly', 'data.path', 'data.objectid'];

/** First match wins: `X-Auth-Token`, `Authorization: Bearer`, the deprecated `Macaroon` (ctool's tokens.erl). */
export function tokenOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const { 'x-auth-token': own, authorization, macaroon } = headers;
  if (typeof own === 'string') return own;
  const bearer = typeof authorization === 'string' ? /^Bearer (.*)$/i.exec(authorization)?.[1] : undefined;
  return bearer ?? (typeof macaroon === 'string' ? macaroon : undefined);
}

/** Why a token is no good anywhere, or undefined. Caveats that depend on the requested data are judged with the request. */
export function tokenProblem(grant: TokenGrant | undefined, shown: Presentation): ErrorValue | undefined {
  if (!grant) return { id: 'badToken' };
  if (grant.state === 'forged') return { id: 'tokenInvalid' };
  if (grant.state === 'revoked') return { id: 'tokenRevoked' };
  const kind = grant.kind ?? 'accessToken';
  if (kind !== 'accessToken') return { id: 'notAnAccessToken', details: { received: { [kind]: {} } } };
  for (const caveat of caveatsOf(grant)) {
    if (!KNOWN.includes(caveat.type)) return { id: 'tokenCaveatUnknown', details: { caveat: caveat.type } };
    if (!holds(caveat as Caveat, shown)) return { id: 'tokenCaveatUnverified', details: { caveat } };
  }
  return undefined;
}

export function caveatsOf(grant: TokenGrant): readonly { readonly type: string }[] {
  return grant.caveats ?? [];
}

/** `data.readonly`, `data.path`, `data.objectid`, and the one interface that means data access (Onedata's user guide, *Tokens*). */
export function dataAccessCaveat(grant: TokenGrant): { readonly type: string } | undefined {
  return caveatsOf(grant).find(
    (caveat) =>
      caveat.type.startsWith('data.') ||
      (caveat.type === 'interface' && (caveat as Caveat & { interface: string }).interface === 'oneclient'),
  );
}

function holds(caveat: Caveat, shown: Presentation): boolean {
  switch (caveat.type) {
    case 'time':
      return shown.now / 1000 < caveat.validUntil;
    case 'ip':
      return caveat.whitelist.some((address) => shown.remoteAddress.endsWith(address.replace(/\/32$/, '')));
    case 'interface':
      return caveat.interface === 'rest';
    case 'service':
      return caveat.whitelist.some(
        (service) => service === shown.service || service === `${shown.service.slice(0, 3)}-*`,
      );
    default:
      return true;
  }
}

/** An api caveat that does not allow an operation, or undefined. Entries read `service/operation/entity`, `all` or `*` for any. */
export function forbiddingApiCaveat(
  grant: TokenGrant,
  service: string,
  operation: string,
  entity: string,
): object | undefined {
  const matches = (pattern: string | undefined, value: string): boolean =>
    pattern === undefined ||
    pattern === 'all' ||
    pattern === '*' ||
    value === pattern ||
    value.startsWith(`${pattern.split('.', 1)[0] ?? ''}.`);
  return caveatsOf(grant).find((caveat) => {
    if (caveat.type !== 'api') return false;
    return !(caveat as Caveat & { whitelist: readonly string[] }).whitelist.some((entry) => {
      const [ofService, ofOperation, ofEntity] = entry.split('/');
      return matches(ofService, service) && matches(ofOperation, operation) && matches(ofEntity, entity);
    });
  });
}
