import type { PageToken } from '../../removal/remote';
import { lineOf } from './ancestry';
import type { TreeNode } from './node';
import type { Children } from './treeSource';

/** How pages are asked for, and what becomes of their rows. */
export interface PageLoading {
  readonly list: (parent: TreeNode, page: PageToken | undefined) => Promise<Children>;
  /** Takes in a listed row; gives the object that stands for it. Called for rows of current listings alone. */
  readonly keep: (row: TreeNode) => TreeNode;
  /** A row that is listed no more. */
  readonly gone: (row: TreeNode) => void;
  /** Rows that are loaded now and were not before. */
  readonly loaded: (rows: readonly TreeNode[]) => void;
}

/** What is loaded below one row. A refresh drops the whole object, so that an answer to an earlier question finds itself overtaken. */
interface Listing {
  readonly parent: TreeNode;
  children?: Children;
  /** Ids of the children: a row that was included before its page came is not shown twice. */
  readonly ids: Set<string>;
  loading?: Promise<void>;
}

/** The rows below rows, page by page. What was forgotten while it was loading changes nothing any more and is not given out. */
export class LoadedPages {
  private readonly listings = new Map<string, Listing>();
  /** What was loaded before it was forgotten, until it is loaded again: the view shows it as long. */
  private readonly before = new Map<string, Children>();
  /** Pages a person has paged to: so many are loaded again after a refresh, and stay in sight. */
  private readonly paged = new Map<string, number>();

  constructor(private readonly loading: PageLoading) {}

  /** What is loaded below a row; asks for nothing. */
  loadedBelow(id: string): Children | undefined {
    return this.listings.get(id)?.children;
  }

  /** The same; while it is not loaded again, what was loaded last. */
  lastLoadedBelow(id: string): Children | undefined {
    return this.loadedBelow(id) ?? this.before.get(id);
  }

  /** What is loaded below a row, else as many pages as a person has paged to. */
  async below(parent: TreeNode): Promise<Children> {
    for (;;) {
      const listing = this.listingOf(parent);
      if (listing.children) return listing.children;
      await once(listing, () => this.loadFirst(listing));
    }
  }

  /** One page more, until the next refresh. */
  async loadNext(parent: TreeNode): Promise<Children> {
    const listing = this.listings.get(parent.id);
    const next = listing?.children?.next;
    if (listing && next !== undefined) await once(listing, () => this.loadPage(listing, next));
    return this.below(parent);
  }

  /** More rows than so many, by a page, and again after every refresh. */
  async pageOn(parent: TreeNode, shown: number): Promise<void> {
    const { nodes } = this.loadedBelow(parent.id) ?? (await this.below(parent));
    if (nodes.length > shown) return;
    const listing = this.listings.get(parent.id);
    // Counted before it is there: a refresh that overtakes it loads it as well.
    if (listing?.children?.next !== undefined && !listing.loading) this.paged.set(parent.id, this.pagesOf(parent) + 1);
    await this.loadNext(parent);
  }

  /** Shows a row that lies on a page not loaded yet, after those that are. False: it is there already. */
  async include(parent: TreeNode, row: TreeNode): Promise<boolean> {
    await this.below(parent);
    const listing = this.listings.get(parent.id);
    const before = listing?.children;
    if (!listing || !before || listing.ids.has(row.id)) return false;
    const included = new Set([...(before.included ?? []), row.id]);
    listing.children = { ...this.joined(listing, before, { ...before, nodes: [row] }), included };
    return true;
  }

  /** Forgets what is loaded at and below a row, everything without one. */
  forget(node?: TreeNode): void {
    for (const { parent, children } of [...this.listings.values()]) {
      if (node && !isAtOrBelow(parent, node)) continue;
      this.listings.delete(parent.id);
      if (children) this.before.set(parent.id, children);
    }
  }

  /** Nothing is held any more of rows that have gone, and of those below them. */
  drop(gone: readonly TreeNode[]): void {
    for (const row of gone) {
      const below = this.lastLoadedBelow(row.id);
      for (const held of [this.listings, this.before, this.paged]) held.delete(row.id);
      this.loading.gone(row);
      this.drop(below?.nodes ?? []);
    }
  }

  private async loadFirst(listing: Listing): Promise<void> {
    const pages = this.pagesOf(listing.parent);
    let children: Children | undefined;
    for (let page = 0; page < pages && (!children || children.next !== undefined); page++) {
      const listed = await this.loading.list(listing.parent, children?.next);
      if (!this.isCurrent(listing)) return;
      children = this.joined(listing, children, listed);
    }
    if (!children) return;
    const before = this.before.get(listing.parent.id);
    listing.children = children;
    this.before.delete(listing.parent.id);
    // A row may stand below another one by now: that one has listed it.
    this.drop((before?.nodes ?? []).filter(({ id, parent }) => parent === listing.parent && !listing.ids.has(id)));
    this.loading.loaded(children.nodes);
  }

  private async loadPage(listing: Listing, page: PageToken): Promise<void> {
    const listed = await this.loading.list(listing.parent, page);
    if (!this.isCurrent(listing)) return;
    const before = listing.children;
    listing.children = this.joined(listing, before, listed);
    this.loading.loaded(listing.children.nodes.slice(before?.nodes.length ?? 0));
  }

  private joined({ ids }: Listing, before: Children | undefined, page: Children): Children {
    const nodes = [...(before?.nodes ?? [])];
    for (const row of page.nodes) {
      const kept = this.loading.keep(row);
      if (!ids.has(kept.id)) nodes.push(kept);
      ids.add(kept.id);
    }
    return { ...page, nodes, ...(before?.included && { included: before.included }) };
  }

  private isCurrent(listing: Listing): boolean {
    return this.listings.get(listing.parent.id) === listing;
  }

  private listingOf(parent: TreeNode): Listing {
    const known = this.listings.get(parent.id);
    if (known) return known;
    const listing: Listing = { parent, ids: new Set() };
    this.listings.set(parent.id, listing);
    return listing;
  }

  private pagesOf({ id }: TreeNode): number {
    return this.paged.get(id) ?? 1;
  }
}

/** Who asks while a page is on its way waits for that page. */
function once(listing: Listing, load: () => Promise<void>): Promise<void> {
  listing.loading ??= load().finally(() => {
    delete listing.loading;
  });
  return listing.loading;
}

function isAtOrBelow(row: TreeNode, top: TreeNode): boolean {
  return lineOf<TreeNode>(row).some(({ id }) => id === top.id);
}
