import { failed, failureOf, success, unsent, type Answer, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import type { Act, BatchLimits, Entry, Presence, Target } from '../../removal/remote';
import { nameOf, type RemotePath } from '../../removal/remotePath';
import { BODY_LIMIT, type ApiRequest } from '../request';
import type { Attributes } from './attributes';
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
  if (!seen.ok) return outcomeOf(unsent(seen.failure));
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
  if (!located.ok) return outcomeOf(unsent(located.failure));
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
  if (!found.ok && entry.id !== undefined && saysNotThere(found.failure)) {
    // A listing shows a confined token less than there is: that the entry is out of its reach does not make it gone.
    const told = await ask(provider.send, readAttributes(entry.id, provider.version), signal);
    return told.ok ? found : told;
  }
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
  { send, space, version }: SpaceOnProvider,
  browser: Browser,
  { entry: { id, path, parentId } }: Target,
  signal: AbortSignal,
): Promise<Answer<'there' | 'gone'>> {
  const told: Answer<Told> =
    id === undefined ? await named(browser, path, signal) : await ask(send, readAttributes(id, version), signal);
  if (!told.ok) return saysNotThere(told.failure) ? success('gone') : told;
  const name = nameOf(path);
  // A deleted folder keeps its id and lies in the trash as NAME@@UUID until it is drained.
  const isLikeTrashed = told.value.name.startsWith(`${name}@@`);
  if (told.value.name === name || isLikeTrashed) {
    const isAtPlace = await isIn(parentId, told.value, space, browser, signal);
    if (!isAtPlace.ok) return isAtPlace;
    if (isLikeTrashed ? isAtPlace.value !== true : isAtPlace.value !== false) {
      return success(isLikeTrashed ? 'gone' : 'there');
    }
  }
  // Somebody renamed or moved it.
  return failed(failureOf('conflict', 'replaced', { reach: 'notSent' }));
}

type Told = Pick<Attributes, 'name' | 'parentId'>;

/** Whether an entry lies in the folder that listed it; undefined when nobody told. Listings know the root of a space by another id. */
async function isIn(
  listedIn: string | undefined,
  { parentId }: Told,
  space: string,
  browser: Browser,
  signal: AbortSignal,
): Promise<Answer<boolean | undefined>> {
  if (listedIn === undefined || parentId === undefined) return success(undefined);
  if (listedIn !== space || parentId === null) return success(listedIn === parentId);
  const root = await browser.root(signal);
  return root.ok ? success(root.value === parentId) : root;
}

async function named(browser: Browser, path: RemotePath, signal: AbortSignal): Promise<Answer<Told>> {
  const found = await browser.find(path, signal);
  return found.ok ? success({ name: nameOf(path) }) : found;
}
