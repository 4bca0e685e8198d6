import * as vscode from 'vscode';
import { choose } from '../choose';
import * as words from '../wording/accounts';
import type { AccountStore } from './accountStore';
import { oxenOffers, type OxenOffer } from './oxenOffers';

/** The offer the person chose, `type` to type an address, or undefined when they thought better of it. */
export async function chooseServer(accounts: AccountStore): Promise<OxenOffer | 'type' | undefined> {
  const known = new Set(accounts.all().map(({ origin }) => origin));
  const offers = (await oxenOffers(trustedFolders())).filter(({ origin }) => !known.has(origin));
  if (offers.length === 0) return 'type';
  const items: readonly (vscode.QuickPickItem & { readonly choice: OxenOffer | 'type' })[] = [
    ...offers.map((offer) => ({ ...words.offerItem(offer), choice: offer })),
    { label: words.typeAddress(), choice: 'type', alwaysShow: true },
  ];
  const options = { placeHolder: words.chooseServer(), matchOnDescription: true, ignoreFocusOut: true };
  return (await choose(items, options))?.choice;
}

/** What an untrusted workspace says about servers is not even read. */
function trustedFolders(): readonly string[] {
  if (!vscode.workspace.isTrusted) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
