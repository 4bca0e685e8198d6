import assert from 'node:assert/strict';
import * as path from 'node:path';
import ts from 'typescript';
import { manifest, read } from './project';

const API = 'src/editor/api.ts';
const DOC = read('docs/API.md');

/** The interface by its name, as the compiler reads it. */
function interfaceOf(name: string): ts.InterfaceDeclaration {
  const source = ts.createSourceFile(API, read(API), ts.ScriptTarget.Latest, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  assert.ok(found, `${API} has no ${name}`);
  return found;
}

/** `list(folder, next?)`, or the name alone of what is no method. */
function signatureOf(member: ts.TypeElement): string {
  const name = member.name?.getText() ?? '';
  if (!ts.isMethodSignature(member)) return name;
  const parameters = member.parameters.map(
    (parameter) => `${parameter.name.getText()}${parameter.questionToken ? '?' : ''}`,
  );
  return `${name}(${parameters.join(', ')})`;
}

/** The first column of the table with this head. */
function firstColumn(head: string): string[] {
  const [, after] = DOC.split(`\n| ${head} |`);
  assert.ok(after, `no table of ${head}`);
  const [table = ''] = after.split('\n\n');
  return Array.from(table.matchAll(/^\| `([^`]+)` \|/gm), ([, name = '']) => name);
}

describe('docs/API.md', () => {
  it('has every member of the API with its parameters, and no other', () => {
    const members = interfaceOf('WinnowApi').members.map(signatureOf);
    assert.ok(members.length >= 8, members.join(', '));
    assert.deepEqual(firstColumn('member | what it does').sort(), members.sort());
  });

  it('has the tools of package.json, and no other', () => {
    const tools = manifest.contributes.languageModelTools.map(({ name }) => name);
    assert.deepEqual(firstColumn('tool | what it does').sort(), [...tools].sort());
  });

  it('has examples that compile against the types it sends people to', () => {
    const examples = Array.from(DOC.matchAll(/```ts\n([^]*?)```/g), ([, code = '']) => code);
    assert.ok(examples.length >= 2);
    const file = path.resolve('test/manifest/apiExample.ts');
    const code = [
      "import * as vscode from 'vscode';",
      "import type { WinnowApi, WinnowExports } from '../../src/editor/api';",
      'declare module "vscode" { namespace extensions { function getExtension(id: "winnow-vscode.winnow"): Extension<WinnowExports> | undefined; } }',
      'async function first(): Promise<unknown> {',
      examples[0],
      'return winnow; }',
      ...examples
        .slice(1)
        .map((example, index) => `async function more${String(index)}(winnow: WinnowApi) { ${example} }`),
    ].join('\n');
    assert.deepEqual(problemsOf(file, code), []);
    assert.notDeepEqual(problemsOf(file, code.replaceAll('remote.uri', 'remote.url')), [], 'a wrong member is found');
  }).timeout(60_000);
});

function problemsOf(file: string, code: string): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('tsconfig.json', read).config, ts.sys, '.');
  const checked = {
    ...options,
    noEmit: true,
    noUncheckedIndexedAccess: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const host = ts.createCompilerHost(checked);
  const readSource = host.getSourceFile.bind(host);
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true) : readSource(name, ...rest);
  const program = ts.createProgram([file], checked, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
