import * as vscode from 'vscode';
import { bytes } from './format';

const t = vscode.l10n.t;

export const readonlyReason = (): string =>
  t('Winnow shows remote files to look at. To take one out, use the Winnow views.');
export const tooLargeToShow = (limit: number): string =>
  t('The file is larger than {0}, the limit in the setting winnow.preview.maxBytes.', bytes(limit));
