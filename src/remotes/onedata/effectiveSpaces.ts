import { success, type Answer } from '../../removal/failure';
import { booleanAt, recordAt, stringAt, type JsonRecord } from '../reply';
import type { ApiRequest, Send } from '../request';
import { inParallel } from './pool';
import {
  listEffectiveProviders,
  listEffectiveSpaces,
  readEffectiveProvider,
  readEffectiveSpace,
} from './scopeRequests';
import { byName, isDomain, type OnedataProvider, type OnedataSpaceInfo } from './spaceInfo';

/** Details are read one by one here: a person with 200 spaces should not open 200 connections. */
const WIDTH = 8;

/**
 * Spaces and providers of a user as an older Onezone tells them: `effective_spaces`, `effective_providers` and one call for each.
 * It says nothing about versions and read-only storage, and refuses tokens with data caveats.
 */
export async function readEffectiveSpaces(
  zone: Send,
  signal: AbortSignal,
): Promise<Answer<readonly OnedataSpaceInfo[]>> {
  const [spaceIds, providerIds] = await Promise.all([
    zone(listEffectiveSpaces(), signal),
    zone(listEffectiveProviders(), signal),
  ]);
  if (!spaceIds.ok) return spaceIds;
  if (!providerIds.ok) return providerIds;
  const providers = await readDetails(providerIds.value, readEffectiveProvider, zone, signal);
  if (!providers.ok) return providers;
  const spaces = await readDetails(spaceIds.value, readEffectiveSpace, zone, signal);
  if (!spaces.ok) return spaces;
  const known = providers.value.map(([id, told]) => providerOf(id, told)).filter((provider) => provider !== undefined);
  return success(byName(spaces.value.map(([id, told]) => spaceOf(id, told, known))));
}

type Detail = readonly [id: string, told: JsonRecord];

async function readDetails(
  ids: readonly string[],
  request: (id: string) => Answer<ApiRequest<JsonRecord>>,
  zone: Send,
  signal: AbortSignal,
): Promise<Answer<readonly Detail[]>> {
  const details: Detail[] = [];
  const answers = await inParallel(ids, WIDTH, async (id) => {
    const asked = request(id);
    return asked.ok ? zone(asked.value, signal) : asked;
  });
  for (const [at, answer] of answers.entries()) {
    const id = ids[at];
    // Left a space between the two calls: no longer theirs. Any other gap would make the list look complete when it is not.
    if (id === undefined || (!answer.ok && ['notFound', 'forbidden'].includes(answer.failure.code))) continue;
    if (!answer.ok) return answer;
    details.push([id, answer.value]);
  }
  return success(details);
}

function providerOf(id: string, told: JsonRecord): OnedataProvider | undefined {
  const domain = stringAt(told, 'domain');
  if (domain === undefined || !isDomain(domain)) return undefined;
  return {
    id,
    name: stringAt(told, 'name') ?? id,
    domain,
    version: stringAt(told, 'version') ?? '',
    online: booleanAt(told, 'online') ?? true,
    readonly: false,
  };
}

function spaceOf(id: string, told: JsonRecord, providers: readonly OnedataProvider[]): OnedataSpaceInfo {
  const supporting = recordAt(told, 'providers') ?? {};
  return {
    id,
    name: stringAt(told, 'name') ?? id,
    providers: providers.filter((provider) => Object.hasOwn(supporting, provider.id)),
  };
}
