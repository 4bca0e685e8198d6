import * as vscode from 'vscode';
import { asWritten, oneLine } from './wording/names';

/** A choice among things whose names come from elsewhere. */
export function choose<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions & { readonly canPickMany?: false },
): Thenable<T | undefined> {
  return vscode.window.showQuickPick(items.map(drawnAsWritten), options);
}

/** One of several names. */
export async function chooseName(names: readonly string[], placeHolder: string): Promise<string | undefined> {
  const items = names.map((name) => ({ label: name, name }));
  return (await choose(items, { placeHolder }))?.name;
}

export function drawnAsWritten<T extends vscode.QuickPickItem>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: drawn(label),
    ...(description === undefined ? {} : { description: drawn(description) }),
    ...(detail === undefined ? {} : { detail: drawn(detail) }),
  };
}

const drawn = (text: string): string => asWritten(oneLine(text));
