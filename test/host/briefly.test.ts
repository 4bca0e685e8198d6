import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { tellBriefly } from '../../src/editor/briefly';

const SRC = path.resolve(__dirname, '../../src');

describe('a result that is told in passing', () => {
  const { showInformationMessage, setStatusBarMessage } = vscode.window;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('editor');
  let told: string[] = [];

  before(() => {
    Reflect.set(vscode.window, 'showInformationMessage', (text: string) => {
      told.push(`notification: ${text}`);
      return Promise.resolve(undefined);
    });
    Reflect.set(vscode.window, 'setStatusBarMessage', (text: string) => told.push(`status bar: ${text}`));
  });
  after(() => Object.assign(vscode.window, { showInformationMessage, setStatusBarMessage }));
  afterEach(async () => {
    told = [];
    await settings().update('accessibilitySupport', undefined, vscode.ConfigurationTarget.Global);
  });

  it('stands in the status bar, in nobody’s way', () => {
    tellBriefly('Copied');
    assert.deepEqual(told, ['status bar: Copied']);
  });

  it('is a notification for a person with a screen reader, which reads out no status bar', async () => {
    await settings().update('accessibilitySupport', 'on', vscode.ConfigurationTarget.Global);
    tellBriefly('Copied');
    assert.deepEqual(told, ['notification: Copied']);
  });

  it('is told this way alone', () => {
    const files = fs.readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const direct = files.filter((file) =>
      fs.readFileSync(path.join(SRC, file), 'utf8').includes('setStatusBarMessage'),
    );
    assert.deepEqual(direct, [path.join('editor', 'briefly.ts')]);
  });
});
