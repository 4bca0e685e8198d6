import * as vscode from 'vscode';
import { hasStoredAccounts } from './editor/accounts/accountStore';
import type { WinnowExports } from './editor/api';
import { registerFileSystems } from './editor/late/lateFileSystem';
import { registerTools } from './editor/late/lateTools';
import { LateView } from './editor/late/lateView';
import { COMMANDS, URI_LIST, VIEWS } from './editor/ids';
import type * as partsFile from './editor/parts';

/** The parts start when VS Code has finished its own start, ms. */
const IDLE_MS = 1_000;

/**
 * Tells VS Code what there is, and loads none of it: every window activates the extension, few remove anything. The parts
 * (editor/parts.ts, a file of its own) are built at the first question or, where there is something to show unasked, when VS Code is idle.
 */
export function activate(context: vscode.ExtensionContext): WinnowExports {
  const owned = context.subscriptions;
  const own = <T extends vscode.Disposable>(item: T): T => {
    owned.push(item);
    return item;
  };
  let built: partsFile.Parts | undefined;
  const parts = (): partsFile.Parts => (built ??= loadParts().buildParts(context, views));

  const remoteView = { showCollapseAll: true, dragMimeTypes: [URI_LIST], dropMimeTypes: [] };
  const views: partsFile.Views = {
    oxen: own(new LateView({ id: VIEWS.oxen, ...remoteView }, () => parts().oxen)),
    onedata: own(new LateView({ id: VIEWS.onedata, ...remoteView }, () => parts().onedata)),
    staged: own(
      new LateView(
        { id: VIEWS.staged, showCollapseAll: false, dragMimeTypes: [], dropMimeTypes: [URI_LIST] },
        () => parts().staged,
      ),
    ),
  };
  for (const id of Object.values(COMMANDS))
    own(vscode.commands.registerCommand(id, (...args: never[]) => parts().runCommand(id, args)));
  own(registerFileSystems(() => parts().files));
  own(registerTools(() => parts().tools));
  own(vscode.window.registerUriHandler({ handleUri: (uri) => parts().followLink(uri) }));
  const timer = setTimeout(() => {
    if (hasSomethingToShow(context)) parts();
  }, IDLE_MS);
  own({ dispose: () => clearTimeout(timer) });
  return { getAPI: (version) => parts().getAPI(version) };
}

/** Staged counts and marks belong to accounts; the practice servers of `npm start` come by the environment. */
function hasSomethingToShow({ globalState }: vscode.ExtensionContext): boolean {
  const statusBar = vscode.workspace.getConfiguration('winnow').get('statusBar');
  return hasStoredAccounts(globalState) || process.env.WINNOW_SANDBOX !== undefined || statusBar === 'always';
}

function loadParts(): typeof partsFile {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the API and commands are asked for synchronously
  return require('./editor/parts') as typeof partsFile;
}
