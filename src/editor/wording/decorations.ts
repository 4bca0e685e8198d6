import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';
import { explain } from './failures';
import { files, number } from './format';
import { oneLine, quoted } from './names';

const t = vscode.l10n.t;

export const staged = (): string => t('R: removal staged. Nothing is lost until the commit');
export const marked = (): string => t('M: marked for deletion. Nothing has been sent');
export const inMarkedFolder = (): string => t('M: in a folder that is marked for deletion');
/** The workspace of a path whose breadcrumbs show its id. */
export const workspaceNamed = (name: string): string => t('Workspace {0}', quoted(name));
export const spaceNamed = (name: string): string => t('Space {0}', quoted(name));
export const protectedEntry = (): string => t('P: protected. The server will refuse to delete it');
export const protectedBySetting = (glob: string): string =>
  t('P: protected by {0} in winnow.guards.protectedPaths. Winnow will refuse to remove it', quoted(glob));
/* The same for screen readers, after the name of the entry. */
export const spokenFailed = (): string => t('its last removal failed');
export const spokenInMarkedFolder = (): string => t('in a folder that is marked for deletion');
export const spokenProtectedBySetting = (): string => t('protected by winnow.guards.protectedPaths');

export const twinStaged = (): string => t('R: the removal of its remote copy is staged (Winnow)');
export const twinHoldsStaged = (count: number): string =>
  t('The removal of the remote copies of {0} in here is staged (Winnow)', files(count));

export function failed(failure: Failure, host: string): string {
  return oneLine(t('!: the last removal failed. {0}', explain(failure, host).message));
}

export function holdsStaged(count: number, of: number | undefined): string {
  return of === undefined
    ? t('The removal of {0} in here is staged', files(count))
    : t('The removal of {0} of {1} in here is staged', number(count), files(of));
}

export const holdsMarked = (count: number): string =>
  count === 1 ? t('1 entry in here is marked for deletion') : t('{0} entries in here are marked', number(count));
export const holdsFailed = (count: number): string =>
  count === 1 ? t('The last removal of 1 entry in here failed') : t('{0} entries in here failed', number(count));
