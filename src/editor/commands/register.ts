import * as vscode from 'vscode';
import { COMMANDS, SEVERAL } from '../ids';
import type { Output } from '../output';
import { BUTTONS } from '../wording/accounts';
import { commandFailed } from '../wording/commands';

export type Handler = (...args: never[]) => unknown;

/** The one gate: every command comes through here, so that none is missing, fails silently or throws into the console. */
export function runningCommands(
  commands: Readonly<Record<string, Handler>>,
  output: Output,
): (id: string, args: readonly never[]) => Promise<unknown> {
  const missing = Object.values(COMMANDS).filter((id) => !(id in commands));
  if (missing.length > 0) throw new Error(`nobody carries out ${missing.join(', ')}`);
  return (id, args) => guarded(id, () => commands[id.replace(SEVERAL, '')]?.(...args), output);
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
