import type { RemotePath } from '../../removal/remotePath';

/** Ids that listings told, newest kept. A hint only: who uses one asks the server whether it still holds. */
export interface KnownIds {
  get(path: RemotePath): string | undefined;
  set(path: RemotePath, id: string): void;
}

export function knownIds(limit: number): KnownIds {
  const ids = new Map<RemotePath, string>();
  return {
    get: (path) => ids.get(path),
    set(path, id) {
      ids.delete(path);
      ids.set(path, id);
      const oldest = ids.size > limit ? ids.keys().next() : undefined;
      if (oldest?.done === false) ids.delete(oldest.value);
    },
  };
}
