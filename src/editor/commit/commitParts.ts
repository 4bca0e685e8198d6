import * as vscode from 'vscode';
import type { OxenAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { Output } from '../output';
import type { RemovalDoor } from '../removal/removalDoor';
import type { StagedModel } from '../staged/stagedModel';
import * as words from '../wording/commit';
import { explainInFull } from '../wording/failures';
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

/** Says why a step of a commit went no further; silent when the person cancelled it. */
export function tellFailure(
  failure: Failure,
  address: OxenAddress,
  { accounts, output }: Pick<CommitParts, 'accounts' | 'output'>,
): undefined {
  if (failure.kind === 'cancelled') return undefined;
  const host = accounts.hostOf(address.account);
  output.error(explainInFull(failure, host));
  void vscode.window.showErrorMessage(words.refusedText(failure, host));
  return undefined;
}
