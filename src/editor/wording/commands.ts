import * as vscode from 'vscode';
import { items } from './format';
import { quoted, shortened } from './names';

const t = vscode.l10n.t;

export const commandFailed = (): string =>
  t('Winnow met an error of its own. Nothing more was sent; the details are in the output channel.');
export const rowBeingRead = (): string =>
  t('This part of the view was just being read again, so nothing was done. Try once more.');
export const workspaceNamePrompt = (): string => t('Name of the new workspace');
export const workspaceNameMissing = (): string => t('A workspace needs a name');
export const workspaceNameTaken = (): string => t('There is a workspace of this name');
export const chooseBranch = (): string => t('The branch it starts from');
export const chooseRepository = (): string => t('The repository');
export const findingRepositories = (): string => t('Looking for repositories…');
export const noRepositories = (): string => t('There is no repository yet.');
export const chooseAccountFirst = (): string => t('Add an Oxen account first.');
export const workspaceCreated = (name: string): string => t('Created the workspace {0}.', shortened(name));
export const emptyRepository = (): string =>
  t('The repository has no commit yet, so there is nothing to stage. Winnow never creates its first commit.');
export const pathPrompt = (place: string): string => t('Path inside {0}', shortened(place));
export const pathPlaceholder = (): string => t('for instance images/2024/cat_007.jpg');
export const badPath = (): string => t('A path names something inside, without .. and empty names');
export const notThere = (path: string, why: string): string => t('{0} cannot be shown. {1}', quoted(path), why);
export const chooseRemote = (): string => t('In which workspace or space?');
export const nothingOpen = (): string => t('Open an account in the Winnow view first, down to a workspace or a space.');
export const chooseProviderFor = (space: string): string => t('The provider to ask for {0}', shortened(space));
export const inUse = (): string => t('in use');
export const chooseSpace = (): string => t('Which space?');
export const noSpaceOpen = (): string => t('Open a Onedata account in the Winnow view first.');
export const whichOnes = (): string => t('Which ones?');
export const inTheView = (paths: readonly string[]): string =>
  paths.length === 1
    ? t('Selected in the view: {0}', shortened(paths[0] ?? ''))
    : t('Selected in the view: {0}', items(paths.length));
export const inTheEditor = (path: string): string => t('Open in the editor: {0}', shortened(path));
