import type * as vscode from 'vscode';
import { choose } from '../choose';
import * as words from '../wording/tokens';
import { offersIn, type Offer } from './environmentOffers';

/**
 * What the environment holds for a new Onedata account, if the person wants it; `type` when they want another address, or it holds
 * nothing (then nothing is asked); undefined when they gave up.
 */
export async function chooseVariables(): Promise<Offer | 'type' | undefined> {
  const offers = offersIn(process.env);
  if (offers.length === 0) return 'type';
  const items = [
    ...offers.map((offer) => ({ ...itemOf(offer), offer })),
    { label: words.typeAnotherAddress(), offer: 'type' as const },
  ];
  const options = { placeHolder: words.chooseVariables(), ignoreFocusOut: true };
  return (await choose(items, options))?.offer;
}

function itemOf({ variables, origin, token }: Offer): vscode.QuickPickItem {
  return words.variablesItem(variables, origin === undefined ? undefined : new URL(origin).host, token !== undefined);
}
