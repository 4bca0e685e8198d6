import * as vscode from 'vscode';
import { registerTools } from './editor/agents/tools';
import type { WinnowExports } from './editor/api';
import { createApi, exportsOf } from './editor/apiOne';
import { AccountStore } from './editor/accounts/accountStore';
import { Connections } from './editor/accounts/connections';
import { connectGivenSandbox } from './editor/accounts/sandboxAccounts';
import { accountCommands, askProviderDomain } from './editor/commands/accountCommands';
import { registerCommands } from './editor/commands/register';
import { commitCommands } from './editor/commands/commitCommands';
import { copyCommands } from './editor/commands/copyCommands';
import { curationCommands } from './editor/commands/curationCommands';
import { twinCommands } from './editor/commands/twinCommands';
import { goToCommands } from './editor/commands/goToPath';
import { dryRunCommands } from './editor/commands/dryRunCommands';
import { historyCommands } from './editor/commands/historyCommands';
import { markAll, markCommands } from './editor/commands/markCommands';
import { providerCommands } from './editor/commands/providerCommands';
import { patternCommands } from './editor/commands/patternCommands';
import { removalCommands } from './editor/commands/removalCommands';
import { sandboxCommands } from './editor/commands/sandboxCommands';
import { stagingCommands } from './editor/commands/stagingCommands';
import { sortCommands } from './editor/commands/sortCommands';
import { stagedCommands } from './editor/commands/stagedCommands';
import { treeCommands } from './editor/commands/treeCommands';
import { workspaceCommands } from './editor/commands/workspaceCommands';
import { BranchMemory } from './editor/commit/branchMemory';
import { Disposables } from './editor/disposables';
import { Links } from './editor/links';
import { RemoteFileSystem } from './editor/files/remoteFileSystem';
import { ActiveEntry } from './editor/files/activeEntry';
import { PositionStatus } from './editor/files/position';
import { Twins } from './editor/files/twins';
import { VIEWS } from './editor/ids';
import { createOutput } from './editor/output';
import { announcerWith, quietAnnouncerWith, UndoableStagings } from './editor/removal/announcing';
import { lookBackWhenIdle } from './editor/removal/interrupted';
import { JournalFile } from './editor/removal/journalFile';
import { PlanDocuments } from './editor/removal/planDocuments';
import { RemovalDoor } from './editor/removal/removalDoor';
import { ReportDocuments } from './editor/removal/reportDocuments';
import { logReport } from './editor/removal/reportLog';
import { RunHistory } from './editor/removal/runHistory';
import { Runner } from './editor/removal/runner';
import { TableSteps } from './editor/removal/tableSteps';
import { followStaging } from './editor/staged/following';
import { noticeLeftovers } from './editor/staged/leftoverNotice';
import { droppingOnStaged } from './editor/staged/dropping';
import { MarkedModel } from './editor/staged/markedModel';
import { Decorations } from './editor/staged/decorations';
import { StagedModel } from './editor/staged/stagedModel';
import { stagedRowId } from './editor/staged/stagedNode';
import { StagedTree } from './editor/staged/stagedTree';
import { StagedStatus } from './editor/staged/statusBar';
import { afterRunIn, nameOfRemoteIn } from './editor/trees/afterRun';
import { FocusTracker } from './editor/trees/focusTracker';
import type { TreeNode } from './editor/trees/node';
import { OnedataSource } from './editor/trees/onedataSource';
import { OxenDetails } from './editor/trees/oxenDetails';
import { OxenSource } from './editor/trees/oxenSource';
import { RemoteView } from './editor/trees/remoteView';
import type { RemoteAddress } from './removal/address';
import type { Report } from './removal/report';

/** Builds the parts and wires them. No I/O: the first look at a server waits until VS Code is idle and there is an account. */
export function activate(context: vscode.ExtensionContext): WinnowExports {
  const owned = new Disposables();
  context.subscriptions.push(owned);

  const output = owned.add(createOutput());
  const accounts = owned.add(new AccountStore(context.globalState, context.secrets));
  const storage = (name: string): string => vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const tableSteps = new TableSteps(storage('tableSteps.jsonl'));
  const connections = owned.add(new Connections(accounts, tableSteps, output, askProviderDomain));
  const staged = owned.add(new StagedModel(context.workspaceState, accounts, connections));
  const branches = new BranchMemory(context.workspaceState);
  const marked = owned.add(new MarkedModel(context.workspaceState, accounts));
  const oxen = owned.add(
    new RemoteView(VIEWS.oxen, new OxenSource(accounts, connections, new OxenDetails(accounts, connections, branches))),
  );
  const onedata = owned.add(
    new RemoteView(VIEWS.onedata, new OnedataSource(accounts, connections), ({ address, entry }) =>
      marked.isMarked({ remote: address, entry }),
    ),
  );
  const stagedTree = owned.add(new StagedTree(staged, marked));
  const find = (key: string): TreeNode | undefined => oxen.tree.find(key) ?? onedata.tree.find(key);
  const stagedView = owned.add(
    vscode.window.createTreeView(VIEWS.staged, {
      treeDataProvider: stagedTree,
      canSelectMany: true,
      dragAndDropController: droppingOnStaged({
        find,
        resolve: (uris) => door.resolve(uris),
        stage: (gesture) => door.remove('stageRemoval', gesture),
        mark: (listed) => markAll(listed, marking),
      }),
    }),
  );
  const stagedFocus = owned.add(new FocusTracker(stagedView, stagedRowId));
  owned.add(new StagedStatus(staged, marked));
  owned.add(new RemoteFileSystem(connections));

  const journal = new JournalFile(storage('journal'));
  const history = owned.add(new RunHistory(journal));
  const twins = owned.add(new Twins(accounts));
  owned.add(new Decorations({ staged, marked, history, accounts, twins, find }));
  const plans = owned.add(new PlanDocuments());
  const nameOfRemote = nameOfRemoteIn(oxen, onedata, staged, (remote) => connections.nameOf(remote));
  const reports = owned.add(new ReportDocuments((account) => accounts.hostOf(account), nameOfRemote));
  const refresh = afterRunIn(oxen, onedata, staged, nameOfRemote);
  const ran = owned.add(new vscode.EventEmitter<Report>());
  const onReport = async (report: Report): Promise<void> => {
    logReport(report, output, (account) => accounts.hostOf(account));
    await refresh(report);
    ran.fire(report);
  };
  const runner = owned.add(new Runner({ history, onReport }));
  const stagings = new UndoableStagings();
  const announce = announcerWith(stagings);
  const door = new RemovalDoor({
    accounts,
    connections,
    documents: plans,
    runner,
    output,
    nameOfRemote,
    announce,
  });

  const marking = { marked, onedata, door, nameOfRemote };
  const siblings = {
    treeOf: (kind: RemoteAddress['kind']) => (kind === 'oxen' ? oxen : onedata).tree,
    connections,
  };
  owned.add(
    registerCommands(
      {
        ...accountCommands(accounts, oxen, output),
        ...sandboxCommands({ accounts, oxen, onedata, owned }),
        ...workspaceCommands({ accounts, connections, oxen, output }),
        ...removalCommands(door, oxen, onedata),
        ...dryRunCommands({ door, plans, connections, oxen, onedata }),
        ...patternCommands({ accounts, connections, door, oxen, onedata, nameOfRemote }),
        ...commitCommands({
          accounts,
          connections,
          staged,
          door,
          output,
          branches,
          authors: context.globalState,
          refresh: () => oxen.tree.refresh(),
        }),
        ...stagingCommands({ accounts, connections, oxen, staged, door, output }),
        ...historyCommands({ door, history, journal, documents: reports, connections, stagings }),
        ...markCommands(marking),
        ...curationCommands({
          door,
          staged,
          marked,
          marking,
          announceQuietly: quietAnnouncerWith(stagings),
          ...siblings,
        }),
        ...copyCommands({ oxen, onedata, accounts, connections, door }),
        ...sortCommands(oxen, onedata, context.workspaceState),
        ...twinCommands({ accounts, connections, door, staged, twins, marking }),
        ...stagedCommands({ door, marked, view: stagedView, focus: stagedFocus }),
        ...providerCommands({ accounts, connections, onedata }),
        ...goToCommands({ oxen, onedata, accounts, connections, output }),
        ...treeCommands({ oxen, onedata, staged, connections, output }),
      },
      output,
    ),
  );
  owned.add(new PositionStatus({ active: owned.add(new ActiveEntry()), staged, marked, ...siblings }));
  owned.add(lookBackWhenIdle({ journal, history, connections }));
  owned.add(noticeLeftovers(staged));
  owned.add(followStaging({ accounts, oxen, onedata, staged, marked, stagedView }));
  owned.add(connections.onDidLearnScope(() => onedata.tree.redrawRoots()));
  void connectGivenSandbox(process.env.WINNOW_SANDBOX, accounts);
  const api = createApi({ accounts, connections, staged, door, onDidRun: ran.event });
  owned.add(registerTools(api));
  owned.add(vscode.window.registerUriHandler(new Links(door)));
  return exportsOf(api);
}
