import * as vscode from 'vscode';

/** The *Winnow* output channel. The log stays English; everything written here has been redacted by the layer it came from. */
export type Output = vscode.LogOutputChannel;

export function createOutput(): Output {
  return vscode.window.createOutputChannel('Winnow', { log: true });
}
