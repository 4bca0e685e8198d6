// Collects the texts of the code for translators: every literal in a call of `t(…)` or `vscode.l10n.t(…)`, into l10n/bundle.l10n.json.
//   node tools/l10n.mjs [--check]        --check writes nothing and fails when a text is missing, left over, or has the wrong placeholders
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT, filesBelow, say } from './steps.mjs';

const BUNDLE = path.join(ROOT, 'l10n/bundle.l10n.json');
const texts = new Map();
const problems = [];

for (const file of filesBelow(path.join(ROOT, 'src/editor'), '.ts')) {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && /^(vscode\.l10n\.)?t$/.test(node.expression.getText())) take(node, source);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** One call: a literal, and as many arguments as it has places for. */
function take(call, source) {
  const { line } = source.getLineAndCharacterOfPosition(call.getStart());
  const place = `${path.relative(ROOT, source.fileName)}:${line + 1}`;
  const [text, ...rest] = call.arguments;
  if (!text || !ts.isStringLiteralLike(text)) {
    problems.push(`${place}: the text is not a literal, so that nobody can translate it`);
    return;
  }
  const places = [...new Set([...text.text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)))].sort(
    (a, b) => a - b,
  );
  const expected = places.length === 0 ? 0 : places[places.length - 1] + 1;
  if (places.length !== expected || (expected !== rest.length && !rest.some(ts.isSpreadElement)))
    problems.push(
      `${place}: ${JSON.stringify(text.text)} has places ${places.join(', ') || '–'} and ${rest.length} arguments`,
    );
  texts.set(text.text, text.text);
}

const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
const bundle = `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
if (!process.argv.includes('--check')) fs.writeFileSync(BUNDLE, bundle);
else if (!fs.existsSync(BUNDLE) || fs.readFileSync(BUNDLE, 'utf8') !== bundle)
  problems.push('l10n/bundle.l10n.json is not what the code says; run npm run docs');
for (const problem of problems) say(problem);
if (problems.length > 0) process.exit(1);
