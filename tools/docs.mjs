// Writes the README's tables of commands and settings from package.json, between their markers.
//   node tools/docs.mjs [--check]        --check writes nothing and fails when a table is not what package.json says
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, say } from './steps.mjs';

const json = (file) => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8'));
const { contributes } = json('package.json');
const nls = json('package.nls.json');
const english = (text = '') => (/^%.+%$/.test(text) ? nls[text.slice(1, -1)] : text);

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Keys as people read them: `Shift+Delete`, `PageDown`. */
const keyName = (key) => key.replace(/\b[a-z]|(?<=page)[ud]/g, (letter) => letter.toUpperCase());

/** A command's own keys, and those of its `.focused` twin, which stands behind keys in trees. `on`: 'key', or 'mac' for those of a Mac. */
function keysOf(command, on) {
  const runs = ({ command: id, args }) => [id, ...(args?.commands ?? [])];
  const bound = contributes.keybindings.filter((binding) =>
    runs(binding).some((id) => id === command || id === `${command}.focused`),
  );
  return [...new Set(bound.map((binding) => `\`${keyName(binding[on] ?? binding.key)}\``))].join(', ');
}

function commandsTable() {
  const hidden = new Set(
    contributes.menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command),
  );
  const rows = contributes.commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => [
      `*${category}:* ${english(title)}`,
      keysOf(command, 'key'),
      keysOf(command, 'mac'),
      `\`${command}\``,
    ]);
  return table(['command', 'keys', 'on a Mac', 'id'], rows);
}

function settingsTable() {
  const all = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));
  const rows = Object.entries(all).map(([name, setting]) => {
    const choices =
      setting.enum?.map((value, index) => `\`${value}\`: ${english(setting.enumDescriptions?.[index])}`) ?? [];
    const text = [english(setting.markdownDescription ?? setting.description), ...choices].join('<br>');
    return [`\`${name}\``, `\`${JSON.stringify(setting.default)}\``, text];
  });
  return table(['setting', 'default', 'what it does'], rows);
}

const file = path.join(ROOT, 'README.md');
const before = fs.readFileSync(file, 'utf8');
let after = before;
for (const [name, content] of [
  ['commands', commandsTable()],
  ['settings', settingsTable()],
]) {
  const between = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!between.test(after)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} -->`);
  after = after.replace(between, (_, start, end) => `${start}\n${content}\n\n${end}`);
}

if (!process.argv.includes('--check')) fs.writeFileSync(file, after);
else if (after !== before) {
  say('README.md: the tables are not what package.json says; run npm run docs');
  process.exit(1);
}
