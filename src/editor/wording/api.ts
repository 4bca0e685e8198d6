import * as vscode from 'vscode';
import { shortened } from './names';

const t = vscode.l10n.t;

export const unknownVersion = (asked: string, known: string): string =>
  t('Winnow has no API of version {0}; this version has {1}.', shortened(asked), known);
export const oneKindOnly = (): string =>
  t(
    'Name at least one entry, all of them on Oxen or all of them on Onedata: the one stages, the other deletes permanently.',
  );
