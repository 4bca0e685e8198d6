import assert from 'node:assert/strict';
import type { PlainRepository } from '../support/oxenPlain';
import type { Workbench } from './workbench';

/** What tests on one repository do in the Oxen view, and ask the server by plain HTTP. */
export interface OxenPage {
  readonly row: (label: string) => ReturnType<Workbench['row']>;
  /** Opens one workspace, and closes what the test before had open: labels are found by their text alone. */
  readonly open: (workspace: string) => Promise<void>;
  /** Waits until the server holds exactly this in a workspace. */
  readonly holds: (
    workspace: string,
    expected: Partial<Awaited<ReturnType<PlainRepository['staged']>>>,
  ) => Promise<void>;
  /** The branch has everything but these. */
  readonly treeIs: (gone: readonly string[]) => Promise<void>;
  /** Types into the box with this prompt: one box follows another in the same place. */
  readonly type: (prompt: string, text: string) => Promise<void>;
}

/** `tree`: all paths of the repository at first, folders with a slash. `below`: a row of its root that shows that a workspace is open. */
export function oxenPage(
  workbench: () => Workbench,
  repository: () => PlainRepository,
  { tree, below }: { readonly tree: readonly string[]; readonly below: string },
): OxenPage {
  return {
    row: (label) => workbench().row('Oxen', label),
    open: async (workspace) => {
      await workbench().command('Notifications: Clear All Notifications');
      await workbench().viewAction('Oxen', 'Collapse All');
      // A server's only namespace is left out of the tree; the sandbox has two.
      const namespaces = process.env.OXEN_URL ? [] : ['ox'];
      for (const label of ['Sandbox (Oxen)', ...namespaces, repository().name, workspace])
        await workbench().expand('Oxen', label);
      await workbench().scrollTo('Oxen', below);
    },
    holds: async (workspace, expected) => {
      const wanted = JSON.stringify({ removed: [], added: [], modified: [], bare: [], ...expected });
      let held = '';
      await workbench().until(
        async () => (held = JSON.stringify(await repository().staged(workspace))) === wanted,
        () => `${workspace} holds ${wanted}, and not ${held}`,
      );
    },
    treeIs: async (gone) =>
      assert.deepEqual(
        await repository().tree(),
        tree.filter((path) => !gone.includes(path)),
      ),
    type: async (prompt, text) => {
      await workbench().page.locator('.quick-input-widget', { hasText: prompt }).waitFor();
      await workbench().inputBox(text);
    },
  };
}
