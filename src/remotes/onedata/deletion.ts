import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import type { Act, BatchLimits, Entry, Presence, Target } from '../../removal/remote';
import { nameOf } from '../../removal/remotePath';
import { BODY_LIMIT, type ApiRequest } from '../request';
import type { Browser } from './browsing';
import { saysNotThere } from './failures';
import { inParallel } from './pool';
import { ask, type SpaceOnProvider } from './provider';
import { deleteById, deleteInFolder, readAttributes } from './requests';
import { versionAtLeast } from './version';

/** One path a request; the number under way adapts between these. */
export const DELETION_LIMITS: BatchLimits = {
  paths: 1,
  maxPaths: 1,
  maxBytes: BODY_LIMIT,
  inFlight: 8,
  maxInFlight: 32,
};

const LOOKS = 8;

/** Permanent deletion. A 204 is the effect, so only doubts are looked at again. */
export function deletion(provider: SpaceOnProvider, browser: Browser, maxInFlight: number): Act {
  return {
    limits: { ...DELETION_LIMITS, inFlight: Math.min(DELETION_LIMITS.inFlight, maxInFlight), maxInFlight },
    proof: 'doubts',
    perform: (targets, signal) => Promise.all(targets.map((target) => deleteOne(provider, browser, target, signal))),
    lookAgain: (targets, signal) =>
      inParallel(targets, LOOKS, (target) => presenceOf(provider, browser, target, signal)),
  };
}

async function deleteOne(
  provider: SpaceOnProvider,
  browser: Browser,
  { entry }: Target,
  signal: AbortSignal,
): Promise<Outcome> {
  const located = await locate(provider, browser, entry, signal);
  // Only read so far: a lost answer leaves no doubt.
  if (!located.ok) return outcomeOf({ ...located.failure, reach: 'notSent' });
  const answer = await ask(provider.send, deletionOf(provider, located.value), signal);
  return answer.ok ? { kind: 'done' } : outcomeOf(answer.failure);
}

function outcomeOf(failure: Failure): Outcome {
  if (saysNotThere(failure)) return { kind: 'alreadyGone' };
  return failure.reach === 'unanswered' ? { kind: 'unknown', failure } : { kind: 'failed', failure };
}

/** An entry that came without the ids of a listing (a typed path, a URI) is found in one first. */
async function locate(
  provider: SpaceOnProvider,
  browser: Browser,
  entry: Entry,
  signal: AbortSignal,
): Promise<Answer<Entry>> {
  const needed = deletesByPath(provider.version) ? entry.parentId : entry.id;
  if (needed !== undefined) return success(entry);
  const found = await browser.find(entry.path, signal);
  if (!found.ok || entry.id === undefined || entry.id === found.value.id) return found;
  return failed(failureOf('conflict', 'replaced', { reach: 'notSent' }));
}

/** Before 21.02.4 the call by path answers 204 even when it failed. */
const deletesByPath = (version: string): boolean => versionAtLeast(version, '21.02.4');

/**
 * The one request that destroys `entry`: the listed parent's id and the name, or the file id where the server is too old for that or
 * the name must not stand in a URL. The space itself is never its target, whatever a listing said.
 */
export function deletionOf(
  { space, version }: Pick<SpaceOnProvider, 'space' | 'version'>,
  { path, id, parentId, traits }: Entry,
): Answer<ApiRequest<'deleted'>> {
  if (traits.includes('special') || id === space || (id !== undefined && id === parentId)) {
    return failed(failureOf('protected', 'specialFolder', { reach: 'notSent' }));
  }
  if (parentId !== undefined && deletesByPath(version)) {
    const byPath = deleteInFolder(parentId, nameOf(path));
    if (byPath.ok || id === undefined) return byPath;
  }
  return id === undefined ? failed(failureOf('invalid', 'idUnknown', { reach: 'notSent' })) : deleteById(id);
}

async function presenceOf(
  { send, version }: SpaceOnProvider,
  browser: Browser,
  { entry }: Target,
  signal: AbortSignal,
): Promise<Presence> {
  const { id, path } = entry;
  if (id === undefined) {
    const found = await browser.find(path, signal);
    return found.ok ? 'there' : absenceOf(found.failure);
  }
  const told = await ask(send, readAttributes(id, version), signal);
  if (!told.ok) return absenceOf(told.failure);
  const name = nameOf(path);
  if (told.value.name === name) return 'there';
  // A deleted folder keeps its id and lies in the trash as NAME@@UUID until it is drained. Any other name: somebody renamed it.
  return told.value.name.startsWith(`${name}@@`) ? 'gone' : 'unreadable';
}

function absenceOf(failure: Failure): Presence {
  return saysNotThere(failure) ? 'gone' : 'unreadable';
}
