import type * as vscode from 'vscode';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { Output } from '../output';
import type { RemovalDoor } from '../removal/removalDoor';
import type { StagedModel } from '../staged/stagedModel';
import type { BranchMemory } from './branchMemory';

export interface CommitParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly staged: StagedModel;
  readonly door: RemovalDoor;
  readonly output: Output;
  readonly branches: BranchMemory;
  /** Remembers the author, for all windows. */
  readonly authors: vscode.Memento;
  /** Shows all workspaces anew: they have moved, come or gone. */
  readonly refresh: () => void;
}
