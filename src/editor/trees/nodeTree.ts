import * as vscode from 'vscode';
import type { Entry, PageToken } from '../../removal/remote';
import { lineOf } from './ancestry';
import { KnownRows } from './knownRows';
import { LoadedPages } from './loadedPages';
import { LostRows } from './lostRows';
import type { EntryNode, MoreNode, TreeNode } from './node';
import { Redraws, type Viewer } from './redraws';
import { RowDetails } from './rowDetails';
import type { RowOrder } from './rowOrder';
import { SortedPages } from './sortedPages';
import { toTreeItem, type EntryStates } from './treeItem';
import type { Children, TreeSource } from './treeSource';

const NO_STATES: EntryStates = { isMarked: false, spoken: () => undefined };

/** The view that shows the rows. */
export interface Viewing extends Viewer {
  /** Scrolls to the row, also when it is open. */
  readonly openAgain: (row: TreeNode) => void;
}

/** Beyond so many rows it is cheaper to draw all of them. */
const REDRAWN_SINGLY = 100;

/** Tree data from a source, page by page. Holds what was loaded until it is refreshed. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly redraws: Redraws<TreeNode>;
  readonly onDidChangeTreeData: vscode.Event<TreeNode | undefined>;
  private readonly opened = new vscode.EventEmitter<TreeNode>();
  /**
   * VS Code asks for the rows below a row for the first time: it is open. VS Code's own event for it gets lost when the row is drawn anew between
   * the click and the event (`extHostTreeViews`: "No tree item with id … found").
   */
  readonly onDidOpen = this.opened.event;
  private readonly known = new KnownRows();
  readonly onDidReplace = this.known.onDidReplace;
  private readonly pages: LoadedPages;
  private readonly sorted: SortedPages;
  private readonly ended = new AbortController();
  private readonly details: RowDetails;
  private readonly lost: LostRows<TreeNode>;
  private readonly drawn = new WeakMap<EntryNode, Entry>();
  /** As they were last given. */
  private roots: readonly TreeNode[] = [];

  constructor(
    private readonly source: TreeSource,
    private readonly statesOf: (node: EntryNode) => EntryStates,
    viewing: Viewing,
  ) {
    const rows = {
      isOpen: (node: TreeNode) => this.lost.isOpen(node),
      loaded: (node: TreeNode) => this.sorted.loadedBelow(node)?.nodes,
      read: (node: TreeNode) => this.rows(node),
    };
    this.redraws = new Redraws(rows, viewing);
    this.onDidChangeTreeData = this.redraws.event;
    this.details = new RowDetails(
      (node, signal) => source.details?.(node, signal),
      (node, facts) => this.learn(node.id, facts),
      this.ended.signal,
    );
    this.pages = new LoadedPages({
      list: (parent, page) => this.list(parent, page),
      keep: (row) => this.known.keep(row),
      gone: (row) => this.known.drop(row),
      loaded: (rows) => this.details.ask(rows),
    });
    this.sorted = new SortedPages(this.pages);
    this.lost = new LostRows<TreeNode>({
      drawAgain: (node) => this.redraws.draw(node),
      openAgain: (node) => viewing.openAgain(node),
    });
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.lost.drawn(node);
    if (node.type !== 'entry') return toTreeItem(node, NO_STATES);
    this.drawn.set(node, node.entry);
    return toTreeItem(node, this.statesOf(node));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  /**
   * For VS Code, which shows what it asks for; everybody else asks for `rows`. While they are read anew it keeps the rows it has: it is told
   * once they are there.
   */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node && !this.wasOpen(node)) this.opened.fire(node);
    this.lost.asked(node);
    try {
      return (node && this.rowsMeanwhile(node)) ?? (await this.rows(node));
    } finally {
      this.lost.given(node);
    }
  }

  /** Whether VS Code has been given the rows below: the row is, or was, open. */
  wasOpen(node: TreeNode): boolean {
    return this.lost.wasGiven(node);
  }

  /** The rows below a row, the accounts without one; listed if they are not loaded. */
  async rows(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return this.rowsBelow(node);
    const before = this.roots;
    this.roots = this.rootsNow();
    this.pages.drop(before.filter((root) => !this.roots.includes(root)));
    this.details.askOnce(this.roots);
    return [...this.roots];
  }

  /** A person has opened or closed a row. */
  toggled(node: TreeNode, isOpen: boolean): void {
    if (isOpen) this.lost.wasOpened(node);
    else this.lost.wasClosed(node);
  }

  /** A row has been clicked: it is in sight. */
  reached(node: TreeNode): void {
    this.lost.wasReached(node);
  }

  private async rowsBelow(node: TreeNode): Promise<TreeNode[]> {
    return this.asShown(node, await this.sorted.below(node));
  }

  private rowsMeanwhile(node: TreeNode): TreeNode[] | undefined {
    const rows = this.redraws.isBeingRead(node) ? this.shownChildren(node) : undefined;
    return rows && this.asShown(node, rows);
  }

  private asShown(node: TreeNode, children: Children): TreeNode[] {
    const rows = [...this.sorted.sorted(children)];
    if (children.next !== undefined) rows.push(this.known.keep(moreRow(node, rows.length, children.total)));
    return rows;
  }

  /** From now on the entries of every folder come in this order. */
  sort(order: RowOrder): void {
    this.sorted.sort(order);
    this.redrawRoots();
  }

  /** Draws rows anew from what is loaded. */
  redraw(nodes: readonly TreeNode[]): void {
    if (nodes.length > REDRAWN_SINGLY) this.redrawRoots();
    else for (const node of nodes) this.redraws.draw(node);
  }

  /** The rows loaded below a node, without asking the source. */
  loadedChildren(node: TreeNode): Children | undefined {
    return this.pages.loadedBelow(node.id);
  }

  /** The rows that stand below a node: while they are loaded anew, those that were loaded before. */
  shownChildren(node: TreeNode): Children | undefined {
    return this.pages.lastLoadedBelow(node.id);
  }

  /** The entry as its row shows it, also when a listing that is not drawn yet has another. */
  shownEntry(node: EntryNode): Entry {
    return this.drawn.get(node) ?? node.entry;
  }

  /** What is loaded below a row as it is shown, without rows that stand out of their order. Undefined: it is not loaded, or not sorted yet. */
  rowsInOrder(node: TreeNode): Children | undefined {
    return this.sorted.sortedBelow(node);
  }

  find(id: string): TreeNode | undefined {
    return this.known.find(id);
  }

  /** Takes in what was found out about a row elsewhere, and draws it anew. */
  learn(id: string, facts: Partial<TreeNode>): void {
    const node = this.known.learn(id, facts);
    if (node) this.redraws.draw(node);
  }

  /** More rows than stand above this one: while they are loaded anew, its page is another. */
  async loadMore({ parent, loaded }: MoreNode): Promise<void> {
    await this.pages.pageOn(parent, loaded);
    this.redraws.draw(parent);
  }

  /** Shows the roots anew without asking for their children again. */
  redrawRoots(): void {
    for (const root of this.rootsNow()) this.redraws.draw(root);
  }

  /** All rows of one type that stand in the tree. */
  shown<T extends TreeNode['type']>(type: T): readonly Extract<TreeNode, { type: T }>[] {
    const shownAmong = (rows: readonly TreeNode[]): readonly TreeNode[] =>
      rows.flatMap((row) => [row, ...shownAmong(this.shownChildren(row)?.nodes ?? [])]);
    const isWanted = (row: TreeNode): row is Extract<TreeNode, { type: T }> => row.type === type;
    return shownAmong(this.rootsNow()).filter(isWanted);
  }

  /** Shows a row that lies on a page not loaded yet, after those that are. */
  async include(parent: TreeNode, row: TreeNode): Promise<TreeNode> {
    const kept = this.known.keep(row);
    if (await this.pages.include(parent, kept)) this.redraws.draw(parent);
    return kept;
  }

  /**
   * Forgets what was loaded at and below a node (everything without one) and shows it anew, once what is open there has been read: as soon as
   * VS Code is told, it forgets the rows it shows, and a menu of one stands for nothing until the new ones are there.
   */
  refresh(node?: TreeNode): void {
    this.pages.forget(node);
    if (node) return this.redraws.drawOnceRead(node);
    this.details.forget();
    const roots = this.rootsNow();
    // One by one: a server that does not answer keeps no other's rows from being shown.
    for (const root of roots) this.redraws.drawOnceRead(root);
    if (!isSameRows(roots, this.roots)) this.redraws.draw();
  }

  /** The same after a run: what is being read already is shown first. */
  refreshInTurn(node: TreeNode): Promise<void> {
    return this.redraws.takeTurn(node, () => this.refresh(node));
  }

  /** Resolves once VS Code has been told to draw what is being read of the row and above it. */
  untilDrawn(node: TreeNode): Promise<void> {
    return this.redraws.untilDrawn(node);
  }

  dispose(): void {
    this.ended.abort();
    this.lost.dispose();
    this.opened.dispose();
    this.known.dispose();
    this.redraws.dispose();
  }

  private rootsNow(): readonly TreeNode[] {
    return this.source.roots().map((root) => this.known.keep(root));
  }

  /** An account that has gone meanwhile is not asked. */
  private async list(parent: TreeNode, page: PageToken | undefined): Promise<Children> {
    const top = lineOf(parent).at(-1);
    const isGone = !this.source.roots().some(({ id }) => id === top?.id);
    return isGone ? { nodes: [] } : this.source.children(parent, page, this.ended.signal);
  }
}

function isSameRows(rows: readonly TreeNode[], others: readonly TreeNode[]): boolean {
  return rows.length === others.length && rows.every((row, index) => row === others[index]);
}

function moreRow(parent: TreeNode, loaded: number, total: number | undefined): MoreNode {
  return { type: 'more', id: `${parent.id}//more`, parent, loaded, total };
}
