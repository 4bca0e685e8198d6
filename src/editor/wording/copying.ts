import * as vscode from 'vscode';
import { number } from './format';
import { quoted } from './names';

const t = vscode.l10n.t;

export const copiedPaths = (count: number): string =>
  count === 1 ? t('Copied 1 path') : t('Copied {0} paths', number(count));
export const copiedUrls = (count: number): string =>
  count === 1 ? t('Copied 1 URL') : t('Copied {0} URLs', number(count));
export const copiedCommands = (count: number): string =>
  count === 1
    ? t('Copied 1 command; $TOKEN in it stands for the token')
    : t('Copied {0} commands; $TOKEN in them stands for the token', number(count));
export const noPage = (host: string): string => t('{0} has no page for it that a browser could open.', host);
export const inexpressible = (paths: readonly string[]): string =>
  t('oxen cannot be told to remove {0}: it takes the name for a pattern.', paths.slice(0, 3).map(quoted).join(', '));
