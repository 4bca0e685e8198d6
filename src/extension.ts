import * as vscode from 'vscode';
import { AccountStore } from './editor/accounts/accountStore';
import { Connections } from './editor/accounts/connections';
import { connectGivenSandbox } from './editor/accounts/sandboxAccounts';
import { accountCommands, askProviderDomain } from './editor/commands/accountCommands';
import { registerCommands } from './editor/commands/register';
import { removalCommands } from './editor/commands/removalCommands';
import { treeCommands } from './editor/commands/treeCommands';
import { workspaceCommands } from './editor/commands/workspaceCommands';
import { Disposables } from './editor/disposables';
import { RemoteFileSystem } from './editor/files/remoteFileSystem';
import { VIEWS } from './editor/ids';
import { createOutput } from './editor/output';
import { PlanDocuments } from './editor/removal/planDocuments';
import { RemovalDoor } from './editor/removal/removalDoor';
import { followStaging } from './editor/staged/following';
import { StagedModel } from './editor/staged/stagedModel';
import { StagedTree } from './editor/staged/stagedTree';
import { StagedStatus } from './editor/staged/statusBar';
import { afterRunIn, nameOfRemoteIn } from './editor/trees/afterRun';
import { OnedataSource } from './editor/trees/onedataSource';
import { OxenSource } from './editor/trees/oxenSource';
import { RemoteView } from './editor/trees/remoteView';

/** Builds the parts and wires them. No I/O: the first look at a server waits until VS Code is idle and there is an account. */
export function activate(context: vscode.ExtensionContext): void {
  const owned = new Disposables();
  context.subscriptions.push(owned);

  const output = owned.add(createOutput());
  const accounts = owned.add(new AccountStore(context.globalState, context.secrets));
  const connections = owned.add(new Connections(accounts, output, askProviderDomain));
  const staged = owned.add(new StagedModel(context.workspaceState, accounts, connections));
  const oxen = owned.add(new RemoteView(VIEWS.oxen, new OxenSource(accounts, connections)));
  const onedata = owned.add(new RemoteView(VIEWS.onedata, new OnedataSource(accounts, connections)));
  const stagedTree = owned.add(new StagedTree(staged));
  const stagedView = owned.add(
    vscode.window.createTreeView(VIEWS.staged, { treeDataProvider: stagedTree, canSelectMany: true }),
  );
  owned.add(new StagedStatus(staged));
  owned.add(new RemoteFileSystem(connections));

  const documents = owned.add(new PlanDocuments());
  const nameOfRemote = nameOfRemoteIn(oxen, onedata);
  const afterRun = afterRunIn(oxen, onedata, staged, nameOfRemote);
  const door = owned.add(new RemovalDoor({ accounts, connections, staged, documents, output, nameOfRemote, afterRun }));

  owned.add(
    registerCommands(
      {
        ...accountCommands(accounts, output, owned),
        ...workspaceCommands({ accounts, connections, oxen, output }),
        ...removalCommands(door, oxen, onedata),
        ...treeCommands({ oxen, onedata, staged, connections, output }),
      },
      output,
    ),
  );
  owned.add(followStaging({ accounts, oxen, onedata, staged, stagedView }));
  void connectGivenSandbox(process.env.WINNOW_SANDBOX, accounts);
}
