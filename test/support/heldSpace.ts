import { failed, failureOf, success } from '../../src/removal/failure';
import type { Act, Entry, Remote } from '../../src/removal/remote';
import { SPACE, extent } from './builders';

/** What a space holds, by path: each entry, and how many files it is counted as. */
export type Held = Readonly<Record<string, { readonly entry: Entry; readonly files: number }>>;

/** A space that is listed, looked at and counted as `held` says at that moment, and removed from as `removal` does. */
export function spaceHolding(held: () => Held, removal: Partial<Act>): Remote {
  return {
    address: SPACE,
    effect: 'destroys',
    list: () => Promise.resolve(success({ items: Object.values(held()).map(({ entry }) => entry) })),
    stat: (path: string) => {
      const found = held()[path];
      return Promise.resolve(found ? success(found.entry) : failed(failureOf('notFound', 'notListed')));
    },
    measure: ({ path }: Entry) => Promise.resolve(success(extent(held()[path]?.files ?? 0, 1))),
    removal,
  } as unknown as Remote;
}
