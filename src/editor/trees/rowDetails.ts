import { atOnce } from './atOnce';
import type { TreeNode } from './node';

/** Requests for details under way at once: rows that are opened come first. */
const AT_ONCE = 3;

/** Asks for what rows show beyond their listing once they are there, a few at a time. */
export class RowDetails {
  private readonly inLine = atOnce(AT_ONCE);
  private readonly asked = new Set<string>();

  constructor(
    private readonly detailsOf: (
      node: TreeNode,
      signal: AbortSignal,
    ) => Promise<Partial<TreeNode> | undefined> | undefined,
    private readonly learn: (node: TreeNode, facts: Partial<TreeNode>) => void,
    private readonly signal: AbortSignal,
  ) {}

  ask(nodes: readonly TreeNode[]): void {
    const { signal } = this;
    for (const node of nodes) {
      void this.inLine(async () => {
        const facts = signal.aborted ? undefined : await this.detailsOf(node, signal);
        if (facts && !signal.aborted) this.learn(node, facts);
      });
    }
  }

  /** Not those that were asked for before. */
  askOnce(nodes: readonly TreeNode[]): void {
    const others = nodes.filter(({ id }) => !this.asked.has(id));
    for (const { id } of others) this.asked.add(id);
    this.ask(others);
  }

  forget(): void {
    this.asked.clear();
  }
}
