/**
 * What a branch and a workspace must be, said in twenty rules and no server. A file is gone after a commit if and only if its removal was
 * staged then. A folder is gone if it was staged as a folder and nothing of it was taken back since.
 */
export interface OxenModel {
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlySet<string>;
  /** Files whose removal is staged. */
  readonly removed: ReadonlySet<string>;
  /** Folders staged as folders, with every folder below. */
  readonly gone: ReadonlySet<string>;
  readonly uploads: ReadonlyMap<string, string>;
  readonly edits: ReadonlyMap<string, string>;
}

export function modelOf(files: Readonly<Record<string, string>>, emptyFolders: readonly string[]): OxenModel {
  const folders = new Set<string>();
  for (const path of Object.keys(files)) for (const folder of foldersAbove(path)) folders.add(folder);
  for (const path of emptyFolders) for (const folder of [path, ...foldersAbove(path)]) folders.add(folder);
  return cleanModel(new Map(Object.entries(files)), folders);
}

function cleanModel(files: ReadonlyMap<string, string>, folders: ReadonlySet<string>): OxenModel {
  return { files, folders, removed: new Set(), gone: new Set(), uploads: new Map(), edits: new Map() };
}

export const foldersAbove = (path: string): readonly string[] => {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
};

export const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

const isFrom = (path: string, root: string): boolean => path === root || isBelow(path, root);

const without = <T>(set: ReadonlySet<T>, gone: Iterable<T>): Set<T> => {
  const rest = new Set(set);
  for (const one of gone) rest.delete(one);
  return rest;
};

const filesFrom = (model: OxenModel, path: string): readonly string[] =>
  [...model.files.keys()].filter((file) => isFrom(file, path));

/** Empty tracked folders whose removal is staged, the deepest ones: all the server shows of them. */
export function emptyStaged({ files, gone }: OxenModel): readonly string[] {
  const empty = [...gone].filter((folder) => ![...files.keys()].some((file) => isBelow(file, folder)));
  return empty.filter((folder) => !empty.some((other) => isBelow(other, folder))).sort();
}

/** What the client takes for staged already, and leaves alone. */
export function isStaged(model: OxenModel, path: string): boolean {
  if (model.files.has(path)) return model.removed.has(path);
  const files = filesFrom(model, path);
  if (files.length > 0) return files.every((file) => model.removed.has(file));
  return emptyStaged(model).some((folder) => isFrom(folder, path));
}

/** Folders with uploads below are left to tests of their own: the server drops those uploads, early or late by its version. */
export function holdsUploads(model: OxenModel, path: string): boolean {
  return [...model.uploads.keys()].some((upload) => isBelow(upload, path));
}

export function stage(model: OxenModel, paths: readonly string[]): OxenModel {
  let { removed, gone } = model;
  const edits = new Map(model.edits);
  for (const path of paths.filter((one) => !isStaged(model, one))) {
    const files = filesFrom(model, path);
    removed = new Set([...removed, ...files]);
    gone = without(gone, foldersAbove(path));
    if (model.folders.has(path)) gone = new Set([...gone, ...[...model.folders].filter((one) => isFrom(one, path))]);
    for (const file of files) edits.delete(file);
  }
  return { ...model, removed, gone, edits };
}

export function unstage(model: OxenModel, paths: readonly string[]): OxenModel {
  const taken = [...model.removed, ...emptyStaged(model)].filter((one) => paths.some((path) => isFrom(one, path)));
  return {
    ...model,
    removed: without(model.removed, taken),
    gone: without(without(model.gone, taken), taken.flatMap(foldersAbove)),
  };
}

export function upload(model: OxenModel, path: string, content: string): OxenModel {
  const known = model.files.get(path);
  const gone = without(model.gone, foldersAbove(path));
  if (known === undefined) return { ...model, gone, uploads: new Map([...model.uploads, [path, content]]) };
  return {
    ...model,
    gone,
    removed: without(model.removed, [path]),
    edits: new Map([...model.edits, [path, content]]),
  };
}

export function discard(model: OxenModel, paths: readonly string[]): OxenModel {
  const rest = (entries: ReadonlyMap<string, string>) =>
    new Map([...entries].filter(([path]) => !paths.includes(path)));
  return { ...model, uploads: rest(model.uploads), edits: rest(model.edits) };
}

export function isClean(model: OxenModel): boolean {
  return model.removed.size + model.uploads.size + model.edits.size + emptyStaged(model).length === 0;
}

export function commit(model: OxenModel): OxenModel {
  const files = new Map([...model.files, ...model.edits, ...model.uploads]);
  for (const path of model.removed) files.delete(path);
  const folders = without(model.folders, model.gone);
  for (const path of model.uploads.keys()) for (const folder of foldersAbove(path)) folders.add(folder);
  return cleanModel(files, folders);
}

/** As `PlainRepository.tree` says it. */
export function treeOf({ files, folders }: OxenModel): readonly string[] {
  return [...files.keys(), ...[...folders].map((folder) => `${folder}/`)].sort();
}
