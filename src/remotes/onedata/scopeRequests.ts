import { success, type Answer } from '../../removal/failure';
import { isRecord, recordsAt, stringAt, stringsAt, type JsonRecord } from '../reply';
import type { ApiRequest } from '../request';
import { encodeId } from './pathSegment';
import { read } from './requests';

const ZONE = '/api/v3/onezone';
const PROVIDER = '/api/v3/oneprovider';

function readRecord(path: string, name: string): ApiRequest<JsonRecord> {
  return read(path, name, (value) => (isRecord(value) ? value : undefined));
}

function readIds(path: string, name: string): ApiRequest<readonly string[]> {
  return read(path, name, (value) => (isRecord(value) ? stringsAt(value, name) : undefined));
}

function withId<T>(path: string, id: string, request: (path: string) => ApiRequest<T>): Answer<ApiRequest<T>> {
  const safe = encodeId(id);
  return safe.ok ? success(request(`${path}/${safe.value}`)) : safe;
}

/** `POST /tokens/infer_access_token_scope`: public, the token is in the body. Onezone 21.02.4 and later. */
export function inferScope(token: string): ApiRequest<JsonRecord> {
  const path = `${ZONE}/tokens/infer_access_token_scope`;
  return { ...readRecord(path, 'infer_access_token_scope'), method: 'POST', body: { json: { token } } };
}

/** `POST /tokens/examine`: public, the token is in the body. Verifies nothing, so it also answers for expired tokens. */
export function examine(token: string): ApiRequest<JsonRecord> {
  return { ...readRecord(`${ZONE}/tokens/examine`, 'examine'), method: 'POST', body: { json: { token } } };
}

/** `GET /user/effective_spaces`: refuses tokens with data access caveats. */
export function listEffectiveSpaces(): ApiRequest<readonly string[]> {
  return readIds(`${ZONE}/user/effective_spaces`, 'spaces');
}

/** `GET /user/effective_spaces/{id}`: name, and `providers`, a map from provider id to bytes granted. */
export function readEffectiveSpace(id: string): Answer<ApiRequest<JsonRecord>> {
  return withId(`${ZONE}/user/effective_spaces`, id, (path) => readRecord(path, 'effective_spaces'));
}

export function listEffectiveProviders(): ApiRequest<readonly string[]> {
  return readIds(`${ZONE}/user/effective_providers`, 'providers');
}

/** `GET /user/effective_providers/{id}`: name, domain, online; no version. */
export function readEffectiveProvider(id: string): Answer<ApiRequest<JsonRecord>> {
  return withId(`${ZONE}/user/effective_providers`, id, (path) => readRecord(path, 'effective_providers'));
}

/** `GET /configuration` of a Oneprovider: public. */
export interface ProviderConfiguration {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly version: string;
}

export function readConfiguration(): ApiRequest<ProviderConfiguration> {
  return read(`${PROVIDER}/configuration`, 'configuration', (told) => {
    if (!isRecord(told)) return undefined;
    const id = stringAt(told, 'providerId');
    const version = stringAt(told, 'version');
    if (id === undefined || version === undefined) return undefined;
    return { id, version, name: stringAt(told, 'name') ?? id, domain: stringAt(told, 'domain') ?? '' };
  });
}

/** A space as a Oneprovider lists it. `rootId` from 21.02.4 on (`dirId`), before that under another name (`fileId`). */
export interface ListedSpace {
  readonly id: string;
  readonly name: string;
  readonly rootId?: string;
  readonly providers: readonly string[];
}

/** `GET /spaces` of a Oneprovider: all spaces of the user, also those that this provider does not support. */
export function listSpaces(): ApiRequest<readonly ListedSpace[]> {
  return read(`${PROVIDER}/spaces`, 'spaces', (value) =>
    Array.isArray(value) ? value.map(listedSpaceOf).filter((space) => space !== undefined) : undefined,
  );
}

function listedSpaceOf(told: unknown): ListedSpace | undefined {
  const id = isRecord(told) ? stringAt(told, 'spaceId') : undefined;
  if (!isRecord(told) || id === undefined) return undefined;
  const rootId = stringAt(told, 'dirId') ?? stringAt(told, 'fileId');
  const providers = (recordsAt(told, 'providers') ?? []).map((provider) => stringAt(provider, 'providerId'));
  return {
    id,
    name: stringAt(told, 'name') ?? id,
    providers: providers.filter((provider) => provider !== undefined),
    ...(rootId === undefined ? {} : { rootId }),
  };
}
