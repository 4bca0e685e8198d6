import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Output } from '../output';
import { BUTTONS } from '../wording/accounts';
import { commandFailed } from '../wording/commands';

export type Handler = (...args: never[]) => unknown;

/** The one gate: every command is registered here, so that none fails silently or throws into the console. */
export function registerCommands(commands: Readonly<Record<string, Handler>>, output: Output): Disposables {
  const registered = new Disposables();
  for (const [id, handler] of Object.entries(commands)) {
    registered.add(
      vscode.commands.registerCommand(id, (...args: never[]) => guarded(id, () => handler(...args), output)),
    );
  }
  return registered;
}

async function guarded(id: string, run: () => unknown, output: Output): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    output.error(`${id} failed`, error instanceof Error ? error : String(error));
    const answer = await vscode.window.showErrorMessage(commandFailed(), BUTTONS.showOutput);
    if (answer) output.show();
    return undefined;
  }
}
