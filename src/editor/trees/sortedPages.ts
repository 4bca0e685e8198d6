import { withNotification } from '../removal/runProgress';
import { loadedText, loadingAll } from '../wording/trees';
import type { LoadedPages } from './loadedPages';
import { isFolderNode, type TreeNode } from './node';
import { inOrder, type RowOrder } from './rowOrder';
import type { Children } from './treeSource';

/** The rows below rows in the order that a person chose. A folder is loaded to its end before it is sorted. */
export class SortedPages {
  private order: RowOrder = 'name';
  /** Folders that were not loaded to their end because the person cancelled it: shown unsorted, with *Load More*. */
  private readonly givenUp = new Set<string>();
  /** Folders that are being loaded to their end: once, however often VS Code asks for their rows meanwhile. */
  private readonly underWay = new Map<string, Promise<Children>>();

  constructor(private readonly pages: Pick<LoadedPages, 'below' | 'loadNext' | 'loadedBelow'>) {}

  /** From now on the entries of every folder come in this order. */
  sort(order: RowOrder): void {
    this.order = order;
    this.givenUp.clear();
  }

  /** What is loaded below a row as far as it is needed to show it. */
  async below(parent: TreeNode): Promise<Children> {
    const some = await this.pages.below(parent);
    return some.next !== undefined && this.isToBeSorted(parent) ? this.loadAll(parent, some) : some;
  }

  /** The same without loading anything. Undefined: it is not loaded, or not far enough. */
  loadedBelow(parent: TreeNode): Children | undefined {
    const loaded = this.pages.loadedBelow(parent.id);
    return loaded?.next !== undefined && this.isToBeSorted(parent) ? undefined : loaded;
  }

  /** The same, sorted, without rows that stand out of their order. */
  sortedBelow(parent: TreeNode): Children | undefined {
    const loaded = this.loadedBelow(parent);
    if (!loaded) return undefined;
    const { included, next } = loaded;
    const nodes = this.sorted(loaded);
    // With the last page everything has its place.
    const isOutOfOrder = (id: string): boolean => next !== undefined && included?.has(id) === true;
    return { ...loaded, nodes: nodes.filter(({ id }) => !isOutOfOrder(id)) };
  }

  sorted({ nodes, next }: Children): readonly TreeNode[] {
    return next === undefined ? inOrder(nodes, this.order) : nodes;
  }

  private isToBeSorted(parent: TreeNode): boolean {
    return this.order !== 'name' && isFolderNode(parent) && !this.givenUp.has(parent.id);
  }

  private loadAll(parent: TreeNode, some: Children): Promise<Children> {
    const loading =
      this.underWay.get(parent.id) ?? this.loadToEnd(parent, some).finally(() => this.underWay.delete(parent.id));
    this.underWay.set(parent.id, loading);
    return loading;
  }

  private loadToEnd(parent: TreeNode, some: Children): Promise<Children> {
    return withNotification(loadingAll(), async (show, cancel) => {
      let children = some;
      while (children.next !== undefined && this.isToBeSorted(parent)) {
        children = await this.pages.loadNext(parent);
        if (cancel.aborted) this.givenUp.add(parent.id);
        const text = loadedText({ loaded: children.nodes.length, total: children.total });
        show(() => ({ text }));
      }
      return children;
    });
  }
}
