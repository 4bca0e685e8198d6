import type * as vscode from 'vscode';
import { remoteKey, type OxenAddress } from '../../removal/address';

const BRANCH_KEY = 'winnow.branches';

/** The branch each workspace was last committed to: the server records none. */
export class BranchMemory {
  constructor(private readonly memento: vscode.Memento) {}

  branchOf(address: OxenAddress): string | undefined {
    return this.all()[remoteKey(address)];
  }

  async remember(address: OxenAddress, branch: string): Promise<void> {
    await this.memento.update(BRANCH_KEY, { ...this.all(), [remoteKey(address)]: branch });
  }

  private all(): Readonly<Record<string, string>> {
    return this.memento.get<Readonly<Record<string, string>>>(BRANCH_KEY, {});
  }
}
