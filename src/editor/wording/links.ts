import * as vscode from 'vscode';
import { quoted } from './names';

const t = vscode.l10n.t;

export const refused = (): string =>
  t('Winnow did not follow this link: it names nothing that can be opened or planned. Nothing was sent.');
export const isFolder = (path: string): string => t('{0} is a folder: find it in the Winnow view.', quoted(path));
