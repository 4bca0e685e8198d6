import * as vscode from 'vscode';
import { isTypedRight, type Confirmation, type Reason, type Typed } from '../../removal/confirmation';
import type { Plan } from '../../removal/plan';
import type { AccountNameOf } from '../wording/names';
import * as words from '../wording/plans';

/** What the person decided. `review`: wants to read the list first; nothing has been agreed to. `instead`: wants the gentler way. */
export type Decision = 'go' | 'review' | 'instead' | 'no';

/** What the dialog shows beyond the plan. */
export interface DialogExtras {
  readonly notes?: readonly string[];
  readonly accountName: AccountNameOf;
  /** The label of a gentler way. */
  readonly instead?: string | undefined;
}

/** Asks what `confirmation` says has to be asked, and nothing else. */
export async function confirm(
  plan: Plan,
  confirmation: Confirmation,
  placeName: words.PlaceName,
  { notes = [], accountName, instead }: DialogExtras,
): Promise<Decision> {
  if (confirmation.ask === 'nothing') return 'go';
  const act = words.actButton(plan);
  const review = words.reviewList();
  const buttons = [...(confirmation.first === 'review' ? [review, act] : [act, review]), ...(instead ? [instead] : [])];
  const options = { modal: true, detail: words.detail(plan, confirmation.reasons, notes, accountName) };
  const answer = await vscode.window.showWarningMessage(words.question(plan, placeName), options, ...buttons);
  if (answer === review) return 'review';
  if (answer !== undefined && answer === instead) return 'instead';
  if (answer !== act) return 'no';
  return confirmation.typed === undefined || (await isTyped(confirmation.typed, confirmation.reasons, act))
    ? 'go'
    : 'no';
}

async function isTyped(typed: Typed, reasons: readonly Reason[], title: string): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: words.typePrompt(typed, reasons),
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' || isTypedRight(typed, value) ? undefined : words.typedWrong(typed)),
  });
  return text !== undefined && isTypedRight(typed, text);
}
