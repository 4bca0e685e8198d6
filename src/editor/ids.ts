/** Every id that package.json and the code share. `test/manifest` holds them against package.json. */
export const VIEWS = { oxen: 'winnow.oxen', onedata: 'winnow.onedata', staged: 'winnow.staged' } as const;

export const COMMANDS = {
  oxenAddAccount: 'winnow.oxen.addAccount',
  oxenCreateWorkspace: 'winnow.oxen.createWorkspace',
  oxenStageRemoval: 'winnow.oxen.stageRemoval',
  oxenStageRemovalFocused: 'winnow.oxen.stageRemoval.focused',
  onedataAddAccount: 'winnow.onedata.addAccount',
  onedataDeletePermanently: 'winnow.onedata.deletePermanently',
  onedataDeletePermanentlyFocused: 'winnow.onedata.deletePermanently.focused',
  onedataMark: 'winnow.onedata.mark',
  onedataMarkFocused: 'winnow.onedata.mark.focused',
  onedataUnmark: 'winnow.onedata.unmark',
  onedataUnmarkAll: 'winnow.onedata.unmarkAll',
  onedataDeleteMarked: 'winnow.onedata.deleteMarked',
  onedataDeleteMarkedRow: 'winnow.onedata.deleteMarked.row',
  oxenStageAndOpenNext: 'winnow.oxen.stageAndOpenNext',
  oxenStageRemovalOfCopy: 'winnow.oxen.stageRemovalOfCopy',
  onedataMarkAndOpenNext: 'winnow.onedata.markAndOpenNext',
  onedataMarkCopy: 'winnow.onedata.markCopy',
  oxenCopyAsCommand: 'winnow.oxen.copyAsCommand',
  oxenSortByName: 'winnow.oxen.sortByName',
  oxenSortBySize: 'winnow.oxen.sortBySize',
  oxenSortByDate: 'winnow.oxen.sortByDate',
  onedataSortByName: 'winnow.onedata.sortByName',
  onedataSortBySize: 'winnow.onedata.sortBySize',
  onedataSortByDate: 'winnow.onedata.sortByDate',
  copyUrl: 'winnow.copyUrl',
  copyEntriesAsCurl: 'winnow.copyEntriesAsCurl',
  openInBrowser: 'winnow.openInBrowser',
  openNext: 'winnow.openNext',
  openPrevious: 'winnow.openPrevious',
  takeBack: 'winnow.takeBack',
  takeBackFocused: 'winnow.takeBack.focused',
  oxenCommit: 'winnow.oxen.commit',
  oxenChangeAuthor: 'winnow.oxen.changeAuthor',
  oxenUnstage: 'winnow.oxen.unstage',
  oxenUnstageAll: 'winnow.oxen.unstageAll',
  oxenHeal: 'winnow.oxen.heal',
  oxenDiscardUpload: 'winnow.oxen.discardUpload',
  oxenDeleteWorkspace: 'winnow.oxen.deleteWorkspace',
  undoLastStaging: 'winnow.oxen.undoLastStaging',
  showReport: 'winnow.showReport',
  runTheRest: 'winnow.runTheRest',
  dismissFailures: 'winnow.dismissFailures',
  copyReport: 'winnow.copyReport',
  exportReport: 'winnow.exportReport',
  showOperations: 'winnow.showOperations',
  showRuns: 'winnow.showRuns',
  openJournal: 'winnow.openJournal',
  clearJournal: 'winnow.clearJournal',
  confirmPlan: 'winnow.confirmPlan',
  oxenDryRun: 'winnow.oxen.dryRun',
  onedataDryRun: 'winnow.onedata.dryRun',
  copyAsCurl: 'winnow.copyAsCurl',
  copyAsOxen: 'winnow.copyAsOxen',
  removeByPattern: 'winnow.removeByPattern',
  trySandbox: 'winnow.trySandbox',
  onedataChooseProvider: 'winnow.onedata.chooseProvider',
  enterToken: 'winnow.enterToken',
  renameAccount: 'winnow.renameAccount',
  goToPath: 'winnow.goToPath',
  removeAccount: 'winnow.removeAccount',
  refresh: 'winnow.refresh',
  refreshRow: 'winnow.refresh.row',
  retry: 'winnow.retry',
  loadMore: 'winnow.loadMore',
  open: 'winnow.open',
  copyPath: 'winnow.copyPath',
  showOutput: 'winnow.showOutput',
  showStaged: 'winnow.showStaged',
} as const;

export const SEVERAL = '.several';
/** The same commands with a plural label, in the menu of rows of which several are selected. */
export const OF_SEVERAL: readonly string[] = [
  COMMANDS.oxenStageRemoval,
  COMMANDS.oxenUnstage,
  COMMANDS.onedataMark,
  COMMANDS.onedataUnmark,
  COMMANDS.onedataDeletePermanently,
].map((id) => id + SEVERAL);

export const STATUS_ITEM = 'winnow.staged';
export const RUNS_ITEM = 'winnow.runs';
export const POSITION_ITEM = 'winnow.position';
export const REPORT_SCHEME = 'winnow-report';
export const PLAN_SCHEME = 'winnow-plan';
/** What entries are dragged as: the Staged view takes it, and so does an editor, which opens them. */
export const URI_LIST = 'text/uri-list';
