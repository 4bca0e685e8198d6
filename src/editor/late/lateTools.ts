import * as vscode from 'vscode';
import { TOOLS } from '../agents/toolIds';

export type Tools = Readonly<Record<string, vscode.LanguageModelTool<never>>>;

/** Tells VS Code of the tools for agents; what they do is loaded when one is used. */
export function registerTools(tools: () => Tools): vscode.Disposable {
  // Not there in every editor that is built on VS Code.
  const registerTool = (vscode.lm as Partial<typeof vscode.lm> | undefined)?.registerTool;
  if (!registerTool) return new vscode.Disposable(() => undefined);
  const registered = Object.values(TOOLS).map((id) =>
    registerTool<never>(id, {
      prepareInvocation: (...call) => tools()[id]?.prepareInvocation?.(...call),
      invoke: (...call) => tools()[id]?.invoke(...call),
    }),
  );
  return vscode.Disposable.from(...registered);
}
