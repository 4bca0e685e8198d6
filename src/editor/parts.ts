import * as vscode from 'vscode';
import { toolsOver } from './agents/tools';
import type { WinnowExports } from './api';
import { createApi, exportsOf } from './apiOne';
import { AccountStore } from './accounts/accountStore';
import { Connections } from './accounts/connections';
import { connectGivenSandbox } from './accounts/sandboxAccounts';
import { accountCommands, askProviderDomain } from './commands/accountCommands';
import { runningCommands } from './commands/register';
import { commitCommands } from './commands/commitCommands';
import { copyCommands } from './commands/copyCommands';
import { curationCommands } from './commands/curationCommands';
import { twinCommands } from './commands/twinCommands';
import { goToCommands } from './commands/goToPath';
import { dryRunCommands } from './commands/dryRunCommands';
import { historyCommands } from './commands/historyCommands';
import { markAll, markCommands } from './commands/markCommands';
import { providerCommands } from './commands/providerCommands';
import { patternCommands } from './commands/patternCommands';
import { removalCommands } from './commands/removalCommands';
import { runCommands } from './commands/runCommands';
import { sandboxCommands } from './commands/sandboxCommands';
import { stagingCommands } from './commands/stagingCommands';
import { sortCommands } from './commands/sortCommands';
import { stagedCommands } from './commands/stagedCommands';
import { treeCommands } from './commands/treeCommands';
import { workspaceCommands } from './commands/workspaceCommands';
import { BranchMemory } from './commit/branchMemory';
import { Disposables } from './disposables';
import { followLink } from './links';
import { RemoteFileSystem } from './files/remoteFileSystem';
import { ActiveEntry } from './files/activeEntry';
import { PositionStatus } from './files/position';
import { Siblings } from './files/siblings';
import { Twins } from './files/twins';
import type { FileReading } from './late/lateFileSystem';
import type { Tools } from './late/lateTools';
import type { LateView, ViewContent } from './late/lateView';
import { createOutput } from './output';
import { announcerWith, quietAnnouncerWith, UndoableStagings } from './removal/announcing';
import { lookBackWhenIdle } from './removal/interrupted';
import { JournalFile } from './removal/journalFile';
import { PlanDocuments } from './removal/planDocuments';
import { RemovalDoor } from './removal/removalDoor';
import { ReportDocuments } from './removal/reportDocuments';
import { logReport } from './removal/reportLog';
import { RunHistory } from './removal/runHistory';
import { Runner } from './removal/runner';
import { RunsShown } from './removal/runsShown';
import { RunsUnderWay } from './removal/runsUnderWay';
import { TableSteps } from './removal/tableSteps';
import { followStaging } from './staged/following';
import { noticeLeftovers } from './staged/leftoverNotice';
import { droppingOnStaged } from './staged/dropping';
import { MarkedModel } from './staged/markedModel';
import { Decorations } from './staged/decorations';
import { StagedModel } from './staged/stagedModel';
import { stagedRowId, type StagedNode } from './staged/stagedNode';
import { StagedTree } from './staged/stagedTree';
import { lookingAgainIn, stagedNowIn } from './staged/stagedNow';
import { StagedStatus } from './staged/statusBar';
import { afterRunIn, nameOfRemoteIn } from './trees/afterRun';
import { FocusTracker } from './trees/focusTracker';
import type { EntryNode, TreeNode } from './trees/node';
import { OnedataSource } from './trees/onedataSource';
import { OxenDetails } from './trees/oxenDetails';
import { OxenSource } from './trees/oxenSource';
import { RemoteView } from './trees/remoteView';
import { SelectionTime } from './trees/selectionTime';
import { renewSizesIn } from './trees/staleSizes';
import type { Report } from '../removal/report';

/** The views, as VS Code has known them from the start. */
export interface Views {
  readonly oxen: LateView<TreeNode>;
  readonly onedata: LateView<TreeNode>;
  readonly staged: LateView<StagedNode>;
}

/** What extension.ts hands on: everything VS Code may ask Winnow for. */
export interface Parts extends WinnowExports {
  readonly oxen: ViewContent<TreeNode>;
  readonly onedata: ViewContent<TreeNode>;
  readonly staged: ViewContent<StagedNode>;
  readonly files: FileReading;
  readonly tools: Tools;
  runCommand(id: string, args: readonly never[]): Promise<unknown>;
  followLink(uri: vscode.Uri): Promise<void>;
}

/** Builds the parts and wires them. What was built already goes again when one of them cannot be: the next question builds anew. */
export function buildParts(context: vscode.ExtensionContext, views: Views): Parts {
  const owned = new Disposables();
  try {
    const parts = wireParts(context, views, owned);
    context.subscriptions.push(owned);
    return parts;
  } catch (error) {
    owned.dispose();
    throw error;
  }
}

/** No I/O: the first look at a server waits until VS Code is idle and there is an account. */
function wireParts(context: vscode.ExtensionContext, views: Views, owned: Disposables): Parts {
  const output = owned.add(createOutput());
  const accounts = owned.add(new AccountStore(context.globalState, context.secrets));
  const storage = (name: string): string => vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const tableSteps = new TableSteps(storage('tableSteps.jsonl'));
  const connections = owned.add(new Connections(accounts, tableSteps, output, askProviderDomain));
  const staged = owned.add(new StagedModel(context.workspaceState, accounts, connections));
  const branches = new BranchMemory(context.workspaceState);
  const marked = owned.add(new MarkedModel(context.workspaceState, accounts));
  const spokenOf =
    ({ address, entry }: EntryNode): (() => string | undefined) =>
    () =>
      decorations.spoken({ remote: address, path: entry.path });
  const oxen = owned.add(
    new RemoteView(
      views.oxen,
      new OxenSource(accounts, connections, new OxenDetails(accounts, connections, branches)),
      (node) => ({ isMarked: false, spoken: spokenOf(node) }),
    ),
  );
  const onedata = owned.add(
    new RemoteView(views.onedata, new OnedataSource(accounts, connections), (node) => ({
      isMarked: marked.isMarked({ remote: node.address, entry: node.entry }),
      spoken: spokenOf(node),
    })),
  );
  const stagedTree = owned.add(new StagedTree(staged, marked));
  const find = (key: string): TreeNode | undefined => oxen.tree.find(key) ?? onedata.tree.find(key);
  views.staged.follow(stagedTree);
  const stagedView = views.staged.view;
  const selectable = { oxen, onedata, staged: owned.add(new SelectionTime(stagedView, stagedRowId)) };
  const stagedFocus = owned.add(new FocusTracker(stagedView, stagedRowId, () => views.staged.drawn));
  owned.add(new StagedStatus(staged, marked));

  const journal = new JournalFile(storage('journal'));
  const history = owned.add(new RunHistory(journal));
  const twins = owned.add(new Twins(accounts));
  const nameOfRemote = nameOfRemoteIn(
    oxen,
    onedata,
    staged,
    (remote) => connections.nameOf(remote) ?? history.nameOf(remote),
  );
  const decorations = owned.add(new Decorations({ staged, marked, history, accounts, twins, find, nameOfRemote }));
  const plans = owned.add(new PlanDocuments((account) => accounts.hostOf(account)));
  const reports = owned.add(new ReportDocuments((account) => accounts.hostOf(account), nameOfRemote));
  const refresh = afterRunIn(oxen, onedata, staged, nameOfRemote);
  const renewSizes = renewSizesIn(onedata.tree, (remote) => connections.remote(remote));
  const ran = owned.add(new vscode.EventEmitter<Report>());
  const stagings = new UndoableStagings();
  const onReport = async (report: Report): Promise<void> => {
    logReport(report, output, (account) => accounts.hostOf(account), nameOfRemote);
    await refresh(report);
    renewSizes(report);
    stagings.settle(report);
    ran.fire(report);
  };
  const underWay = owned.add(new RunsUnderWay());
  owned.add(new RunsShown(underWay, { oxen: oxen.view, onedata: onedata.view }, nameOfRemote));
  const runner = owned.add(new Runner({ history, underWay, nameOfRemote, onReport }));
  const announce = announcerWith(stagings, nameOfRemote);
  const door = new RemovalDoor({
    accounts,
    connections,
    documents: plans,
    runner,
    output,
    nameOfRemote,
    announce,
    readSince: (remote, since) => staged.readSince(remote, since),
    onStaged: (added) => void staged.addOwn(added),
  });

  const asStagedNow = lookingAgainIn({ staged, nameOfRemote, tree: oxen.tree });
  const marking = { marked, onedata, door, nameOfRemote };
  const active = owned.add(new ActiveEntry());
  const siblings = new Siblings({ treeOf: (kind) => (kind === 'oxen' ? oxen : onedata).tree, connections });
  // A staging leaves its rows where they were.
  owned.add(ran.event(({ plan }) => plan.action !== 'stageRemoval' && siblings.forget()));
  const commands = {
    ...accountCommands(accounts, oxen, output),
    ...sandboxCommands({ accounts, oxen, onedata, owned }),
    ...workspaceCommands({ accounts, connections, oxen, output }),
    ...removalCommands({ door, oxen, onedata, asStagedNow }),
    ...dryRunCommands({ accounts, door, plans, connections, oxen, onedata, asStagedNow, output }),
    ...patternCommands({ accounts, connections, door, oxen, onedata, nameOfRemote, output }),
    ...commitCommands({
      accounts,
      connections,
      staged,
      views: selectable,
      door,
      output,
      branches,
      authors: context.globalState,
      refresh: () => oxen.tree.refresh(),
    }),
    ...stagingCommands({ accounts, connections, oxen, staged, views: selectable, door, output }),
    ...runCommands(underWay, nameOfRemote),
    ...historyCommands({ door, history, journal, documents: reports, connections, stagings, nameOfRemote }),
    ...markCommands(marking),
    ...curationCommands({
      accounts,
      active,
      siblings,
      door,
      staged,
      stagedNow: stagedNowIn({ staged, nameOfRemote }),
      marking,
      announceQuietly: quietAnnouncerWith(stagings, nameOfRemote),
    }),
    ...copyCommands({ views: selectable, accounts, connections, door, output }),
    ...sortCommands(oxen, onedata, context.workspaceState),
    ...twinCommands({ accounts, connections, door, staged, twins, marking, output }),
    ...stagedCommands({ door, marked, views: selectable, focus: stagedFocus }),
    ...providerCommands({ accounts, connections, onedata }),
    ...goToCommands({ oxen, onedata, accounts, connections, output }),
    ...treeCommands({ oxen, onedata, staged, views: selectable, connections, output }),
  };
  const runCommand = runningCommands(commands, output, {
    isDrawn: (row) => [views.oxen, views.onedata, views.staged].some((view) => view.hasDrawn(row)),
    onRow: (row) => {
      for (const { tree } of [oxen, onedata]) tree.reached(row);
    },
  });
  owned.add(new PositionStatus({ active, siblings, staged, marked, nameOfRemote, onDidRun: ran.event }));
  owned.add(lookBackWhenIdle({ journal, history, connections, nameOfRemote }));
  owned.add(noticeLeftovers(staged));
  owned.add(followStaging({ accounts, oxen, onedata, staged, marked, history, stagedView }));
  owned.add(connections.onDidLearnScope(() => onedata.tree.redrawRoots()));
  void connectGivenSandbox(process.env.WINNOW_SANDBOX, accounts);
  const api = createApi({ accounts, connections, staged, door, onDidRun: ran.event });
  return {
    oxen: oxen.content,
    onedata: onedata.content,
    staged: {
      data: stagedTree,
      dragAndDrop: droppingOnStaged({
        find,
        resolve: (uris) => door.resolve(uris),
        stage: async (gesture) => door.remove('stageRemoval', await asStagedNow(gesture)),
        mark: (listed) => markAll(listed, marking),
      }),
    },
    files: new RemoteFileSystem(connections, accounts, [oxen.tree.onDidReplace, onedata.tree.onDidReplace], ran.event),
    tools: toolsOver(api),
    runCommand,
    followLink: (uri) => followLink(uri, { door, connections, oxen, onedata, output }),
    ...exportsOf(api),
  };
}
