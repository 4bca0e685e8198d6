import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import type { Act, BatchLimits, Entry, Presence, Target } from '../../removal/remote';
import { nameOf, type RemotePath } from '../../removal/remotePath';
import { BODY_LIMIT, type ApiRequest } from '../request';
import type { Browser } from './browsing';
import { saysNotThere } from './failures';
import { inParallel } from './pool';
import { ask, type SpaceOnProvider } from './provider';
import { deleteById, deleteInFolder, readAttributes } from './requests';
import { versionAtLeast } from '../version';

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
  const sent = new WeakSet<Target>();
  return {
    limits: { ...DELETION_LIMITS, inFlight: Math.min(DELETION_LIMITS.inFlight, maxInFlight), maxInFlight },
    proof: 'doubts',
    perform: (targets, signal) =>
      Promise.all(
        targets.map((target) => {
          const again = sent.has(target);
          sent.add(target);
          return again ? deleteAgain(provider, browser, target, signal) : deleteOne(provider, browser, target, signal);
        }),
      ),
    lookAgain: (targets, signal) =>
      inParallel(targets, LOOKS, (target) => presenceOf(provider, browser, target, signal)),
  };
}

/** By now the name may be somebody's new file: a request whose answer was lost can have deleted the one that was meant. */
async function deleteAgain(
  provider: SpaceOnProvider,
  browser: Browser,
  target: Target,
  signal: AbortSignal,
): Promise<Outcome> {
  const seen = await look(provider, browser, target, signal);
  if (!seen.ok) return outcomeOf({ ...seen.failure, reach: 'notSent' });
  return seen.value === 'gone' ? { kind: 'alreadyGone' } : deleteOne(provider, browser, target, signal);
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

/** An entry without the ids of a listing (a typed path, or what was gone when it was looked at again) is found at its path first. */
async function locate(
  provider: SpaceOnProvider,
  browser: Browser,
  entry: Entry,
  signal: AbortSignal,
): Promise<Answer<Entry>> {
  const isListed = entry.parentId !== undefined && (entry.id !== undefined || deletesByPath(provider.version));
  if (isListed) return success(entry);
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
  provider: SpaceOnProvider,
  browser: Browser,
  target: Target,
  signal: AbortSignal,
): Promise<Presence> {
  const seen = await look(provider, browser, target, signal);
  return seen.ok ? seen.value : 'unreadable';
}

async function look(
  { send, version }: SpaceOnProvider,
  browser: Browser,
  { entry: { id, path } }: Target,
  signal: AbortSignal,
): Promise<Answer<'there' | 'gone'>> {
  const told: Answer<{ readonly name: string }> =
    id === undefined ? await named(browser, path, signal) : await ask(send, readAttributes(id, version), signal);
  if (!told.ok) return saysNotThere(told.failure) ? success('gone') : told;
  const name = nameOf(path);
  if (told.value.name === name) return success('there');
  // A deleted folder keeps its id and lies in the trash as NAME@@UUID until it is drained. Any other name: somebody renamed it.
  if (told.value.name.startsWith(`${name}@@`)) return success('gone');
  return failed(failureOf('conflict', 'replaced', { reach: 'notSent' }));
}

async function named(
  browser: Browser,
  path: RemotePath,
  signal: AbortSignal,
): Promise<Answer<{ readonly name: string }>> {
  const found = await browser.find(path, signal);
  return found.ok ? success({ name: nameOf(path) }) : found;
}
