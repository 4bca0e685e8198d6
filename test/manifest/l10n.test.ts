import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

/** Calls whose texts a person reads, and properties that hold such texts. */
const SHOWING =
  /^(show(Information|Warning|Error)Message|setStatusBarMessage|showInputBox|showQuickPick|withProgress)$/;
const SPOKEN = new Set([
  'placeHolder',
  'placeholder',
  'prompt',
  'title',
  'detail',
  'message',
  'tooltip',
  'description',
]);

/** A sentence: two words, the first with a letter. Ids, paths and glob patterns are none. */
const isSentence = (text: string): boolean => /^\p{L}[\p{L}’'-]*,? \p{L}/u.test(text);

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
}

/** Literals in a file that would be shown as they are. */
function shownLiterals(file: string, text = fs.readFileSync(file, 'utf8')): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const note = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isSentence(node.text)) found.push(`${file}: ${node.text}`);
    if (ts.isTemplateExpression(node) && isSentence(node.head.text)) found.push(`${file}: ${node.head.text}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      if (SHOWING.test(name)) node.arguments.forEach(note);
    }
    if (ts.isPropertyAssignment(node) && SPOKEN.has(node.name.getText())) note(node.initializer);
    if (ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) && SPOKEN.has(node.left.name.text))
      note(node.right);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('texts for translators', () => {
  it('are in src/editor/wording and nowhere else', () => {
    const files = filesBelow('src/editor').filter((file) => !file.includes(`${path.sep}wording${path.sep}`));
    assert.ok(files.length > 50);
    assert.deepEqual(
      [...files, 'src/extension.ts'].flatMap((file) => shownLiterals(file)),
      [],
    );
  });

  it('would be found elsewhere', () => {
    const code = `window.showErrorMessage('It went wrong'); const o = { placeHolder: "Choose one" }; item.tooltip = \`Last read \${x}\`;`;
    assert.equal(shownLiterals('sample.ts', code).length, 3);
  });

  it('are literals with a place for each argument, all of them in the bundle that package.json names', () => {
    const { l10n } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { l10n: string };
    assert.ok(fs.existsSync(path.join(l10n, 'bundle.l10n.json')), l10n);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/l10n.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });
});
