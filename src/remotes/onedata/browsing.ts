import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Entry, Page, PageToken } from '../../removal/remote';
import {
  ROOT,
  ancestorsOf,
  childOf,
  nameOf,
  namesOf,
  type FolderPath,
  type RemotePath,
} from '../../removal/remotePath';
import type { Attributes } from './attributes';
import { entryOf } from './entries';
import { saysNotThere } from './failures';
import { knownIds } from './knownIds';
import { ask, type SpaceOnProvider } from './provider';
import { listChildren, readAttributes, type ChildrenPage } from './requests';

/** Finds and lists entries. Paths become ids name by name, each one listed by the server: symlinks are never followed. */
export interface Browser {
  readonly list: (folder: FolderPath, page: PageToken | undefined, signal: AbortSignal) => Promise<Answer<Page<Entry>>>;
  /** The entry at a path as it is now; kind `notFound`, code `notListed`, when there is none. */
  readonly find: (path: RemotePath, signal: AbortSignal) => Promise<Answer<Entry>>;
  /** File id of the space's root directory, which listings know by the id of the space. */
  readonly root: (signal: AbortSignal) => Promise<Answer<string>>;
}

/** Ids kept as hints, folders apart from the rest so that one huge folder does not push out the way to it. */
const HINTS = 20_000;
/** UTF-16 code units of a path that is worth a hint: names are short, and what a hostile server calls one must not fill the memory. */
const LONGEST = 4_096;
/** Pages of one folder that are looked through for a name: ten million entries, when they are full. */
const MOST_PAGES = 10_000;
/** Empty pages in a row that are read on before one is shown. */
const EMPTY_PAGES = 20;

export function browser(provider: SpaceOnProvider): Browser {
  const { space, send, version, readonlyStorage } = provider;
  const folders = knownIds(HINTS);
  const others = knownIds(HINTS);
  /** File id of the root directory: never another for the same space. */
  let rootId: string | undefined;

  const remember = (entry: Entry): Entry => {
    if (entry.id !== undefined && entry.path.length <= LONGEST)
      (entry.kind === 'folder' ? folders : others).set(entry.path, entry.id);
    return entry;
  };

  const entriesOf = (folder: FolderPath, id: string, children: readonly Attributes[]): readonly Entry[] =>
    children
      .map((child) => entryOf(folder, id, child, readonlyStorage))
      .filter((entry) => entry !== undefined)
      .map(remember);

  const page = async (id: string, token: string | undefined, signal: AbortSignal): Promise<Answer<ChildrenPage>> => {
    const answer = await ask(send, listChildren(id, version, token), signal);
    if (!answer.ok) return answer;
    // A regular file lists itself.
    if (answer.value.children.some((child) => child.id === id)) return failed(failureOf('invalid', 'notFolder'));
    if (token !== undefined && answer.value.next === token) return failed(failureOf('unexpected', 'pagesRepeat'));
    return answer;
  };

  const list: Browser['list'] = async (folder, from, signal) => {
    const start = from === undefined ? await startOf(folder, signal) : success(placeOf(from));
    if (!start.ok) return start;
    const { id } = start.value;
    let { token } = start.value;
    for (let empty = 1; ; empty++) {
      const answer = await page(id, token, signal);
      if (!answer.ok) return answer;
      const items = entriesOf(folder, id, answer.value.children);
      token = answer.value.next;
      if (token === undefined) return success({ items });
      if (items.length > 0 || empty === EMPTY_PAGES) return success({ items, next: tokenOf(id, token) });
    }
  };

  const startOf = async (folder: FolderPath, signal: AbortSignal): Promise<Answer<Place>> => {
    if (folder === ROOT) return success({ id: space });
    const found = await find(folder, signal);
    if (!found.ok) return found;
    const { kind, id } = found.value;
    return kind === 'folder' && id !== undefined ? success({ id }) : failed(failureOf('invalid', 'notFolder'));
  };

  const find: Browser['find'] = async (path, signal) =>
    (await findByHints(path, signal)) ?? findByListing(path, signal);

  /** Asks, all at once, whether every id on the way still has its name and its parent. Undefined: something is unknown or has moved. */
  const findByHints = async (path: RemotePath, signal: AbortSignal): Promise<Answer<Entry> | undefined> => {
    const above = ancestorsOf(path).filter((folder): folder is RemotePath => folder !== ROOT);
    const way = [...above.reverse(), path];
    const ids = way.map((step) => folders.get(step) ?? (step === path ? others.get(step) : undefined));
    if (ids.includes(undefined)) return undefined;
    const needsRoot = rootId === undefined;
    const asked = needsRoot ? [space, ...ids] : ids;
    const answers = await Promise.all(asked.map((id) => ask(send, readAttributes(id ?? '', version), signal)));
    const steps: Attributes[] = [];
    for (const answer of answers) {
      if (!answer.ok) return saysNotThere(answer.failure) ? undefined : answer;
      steps.push(answer.value);
    }
    if (needsRoot) rootId = steps.shift()?.id;
    const holds = way.every((step, at) => {
      const told = steps[at];
      return told?.name === nameOf(step) && told.parentId === (at === 0 ? rootId : ids[at - 1]);
    });
    const told = steps.at(-1);
    if (!holds || told === undefined) return undefined;
    const entry = entryOf(above.at(-1) ?? ROOT, ids.at(-2) ?? space, told, readonlyStorage);
    return entry === undefined ? undefined : success(remember(entry));
  };

  const findByListing = async (path: RemotePath, signal: AbortSignal): Promise<Answer<Entry>> => {
    let folder: FolderPath = ROOT;
    let id: string | undefined = space;
    let found: Answer<Entry> = notListed();
    for (const name of namesOf(path)) {
      if (id === undefined) return notListed();
      found = await findChild(folder, id, name, signal);
      if (!found.ok) return found;
      folder = found.value.path;
      id = found.value.kind === 'folder' ? found.value.id : undefined;
    }
    return found;
  };

  const findChild = async (
    folder: FolderPath,
    id: string,
    name: string,
    signal: AbortSignal,
  ): Promise<Answer<Entry>> => {
    const wanted = childOf(folder, name);
    let token: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const answer: Answer<ChildrenPage> = await page(id, token, signal);
      if (!answer.ok) return answer;
      const entry = entriesOf(folder, id, answer.value.children).find(({ path }) => path === wanted);
      if (entry !== undefined) return success(entry);
      token = answer.value.next;
      if (token === undefined) return notListed();
    }
    return failed(failureOf('unexpected', 'listEndless'));
  };

  const root: Browser['root'] = async (signal) => {
    if (rootId !== undefined) return success(rootId);
    const told = await ask(send, readAttributes(space, version), signal);
    return told.ok ? success((rootId = told.value.id)) : told;
  };

  return { list, find, root };
}

function notListed(): Answer<never> {
  return failed(failureOf('notFound', 'notListed'));
}

/** Where a listing goes on: the listed folder's id, so that a folder renamed between two pages stays the same folder. */
interface Place {
  readonly id: string;
  readonly token?: string;
}

const tokenOf = (id: string, token: string): PageToken => `${id} ${token}` as PageToken;

function placeOf(page: PageToken): Place {
  const cut = page.indexOf(' ');
  return { id: page.slice(0, cut), token: page.slice(cut + 1) };
}
