import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { ON_ROWS } from '../../src/editor/commands/onRows';
import { inEnglish, manifest, nls, read, settings, type MenuItem } from './project';

const { commands, menus, keybindings, views, viewsWelcome } = manifest.contributes;
const ids = new Set(commands.map(({ command }) => command));

/** Commands that no palette offers, and why. */
const HIDDEN_FROM_PALETTE: Readonly<Record<string, string>> = {
  'winnow.oxen.stageRemoval.focused':
    'behind the Delete key: it relies on the selection having been toggled just before',
  'winnow.onedata.deletePermanently.focused':
    'behind Shift+Delete: it relies on the selection having been toggled just before',
  'winnow.onedata.mark.focused': 'behind the Delete key: it relies on the selection having been toggled just before',
  'winnow.takeBack.focused': 'behind the Delete key: it relies on the selection having been toggled just before',
  'winnow.refresh.row': 'means the row it was clicked on; Refresh does it for all',
  'winnow.onedata.deleteMarked.row': 'means the row it was clicked on; Delete Marked Permanently… does it for all',
  'winnow.onedata.deleteByPattern': 'Remove by Pattern… on a row of Onedata, called what it does there',
  'winnow.retry': 'belongs to one error row of a tree; Refresh does it for all',
  'winnow.loadMore': 'belongs to one row at the end of a half-loaded folder',
};

/** Key, view or editor → what it does. No key but Shift+Delete leads to a deletion. */
const KEYS: readonly (readonly [key: string, view: string, command: string])[] = [
  ['delete', 'winnow.oxen', 'winnow.oxen.stageRemoval.focused'],
  ['shift+delete', 'winnow.oxen', 'winnow.oxen.stageRemoval.focused'],
  ['delete', 'winnow.onedata', 'winnow.onedata.mark.focused'],
  ['delete', 'winnow.staged', 'winnow.takeBack.focused'],
  ['shift+delete', 'winnow.onedata', 'winnow.onedata.deletePermanently.focused'],
  ['ctrl+delete', 'winnow.activeRemote == oxen', 'winnow.oxen.stageAndOpenNext'],
  ['ctrl+delete', 'winnow.activeRemote == onedata', 'winnow.onedata.markAndOpenNext'],
];

/** Commands above views and on rows alike: one takes no row, the other starts where the person is. */
const ALSO_ABOVE: readonly string[] = ['winnow.showOutput', 'winnow.goToPath'];

const menuItems = (): { menu: string; item: MenuItem }[] =>
  Object.entries(menus).flatMap(([menu, items]) => items.map((item) => ({ menu, item })));

describe('the manifest', () => {
  describe('commands', () => {
    it('each have an English title and a category of their kind', () => {
      for (const { command, title, category } of commands) {
        assert.ok(inEnglish(title).trim() && !inEnglish(title).includes('%'), `${command} has no title`);
        const kind = command.startsWith('winnow.oxen.')
          ? 'Oxen'
          : command.startsWith('winnow.onedata.')
            ? 'Onedata'
            : 'Winnow';
        assert.equal(category, kind, command);
      }
    });

    it('are each listed once', () => {
      assert.equal(ids.size, commands.length);
    });

    it('are in the palette, or hidden on purpose', () => {
      const never = (menus.commandPalette ?? [])
        .filter(({ when }) => when === 'false')
        .map(({ command }) => command ?? '');
      assert.deepEqual(never.sort(), Object.keys(HIDDEN_FROM_PALETTE).sort());
    });

    it('have an icon where they are shown as one', () => {
      for (const { menu, item } of menuItems()) {
        const asIcon =
          (item.group ?? '').startsWith('inline') ||
          (menu.endsWith('/title') && (item.group ?? '').startsWith('navigation'));
        if (!asIcon || !item.command) continue;
        const point = commands.find(({ command }) => command === item.command);
        assert.ok(point?.icon, `${item.command} in ${menu} has no icon`);
      }
    });

    it('say with an ellipsis that a question follows, and never call staging a deletion', () => {
      for (const { command, title } of commands) {
        const text = inEnglish(title);
        if (/delete.*permanent|commit/i.test(text)) assert.match(text, /…$/, command);
        if (/stageRemoval|unstage/i.test(command)) assert.doesNotMatch(text, /delet/i, command);
        if (command.startsWith('winnow.onedata.')) assert.doesNotMatch(text, /\bremov/i, command);
        assert.doesNotMatch(text, /\.\.\./, `${command}: one character, not three`);
      }
    });
  });

  describe('menus, keys and welcome texts', () => {
    it('name commands and views that exist', () => {
      const known = [...menuItems().map(({ item }) => item.command), ...keybindings.flatMap(commandsOf)];
      const submenus = new Set(manifest.contributes.submenus?.map(({ id }) => id));
      for (const command of known) if (command) assert.ok(ids.has(command), command);
      for (const { item } of menuItems()) if (item.submenu) assert.ok(submenus.has(item.submenu), item.submenu);

      const viewIds = new Set(Object.values(views).flatMap((list) => list.map(({ id }) => id)));
      const conditions = [...menuItems().map(({ item }) => item.when), ...keybindings.map(({ when }) => when)];
      for (const when of conditions)
        for (const [, view] of (when ?? '').matchAll(/(?:view|focusedView) == ([\w.]+)/g))
          assert.ok(viewIds.has(view ?? ''), when);
      for (const [, command] of JSON.stringify(nls).matchAll(/\(command:([\w.]+)/g))
        assert.ok(ids.has(command ?? ''), command);
      for (const { steps } of manifest.contributes.walkthroughs)
        for (const { completionEvents } of steps)
          for (const event of completionEvents) assert.ok(ids.has(event.replace('onCommand:', '')), event);
      for (const { view, contents } of viewsWelcome) {
        assert.ok(viewIds.has(view), view);
        for (const [, command] of inEnglish(contents).matchAll(/\(command:([\w.]+)/g))
          assert.ok(ids.has(command ?? ''), command);
      }
    });

    it('show every menu item somewhere only, never everywhere', () => {
      for (const { menu, item } of menuItems())
        assert.ok(item.when, `${item.command ?? item.submenu ?? '?'} in ${menu} has no when`);
    });

    it('have no command both above a view and on its rows: VS Code hands the focused row to those above, too', () => {
      const above = new Set((menus['view/title'] ?? []).map(({ command }) => command));
      const both = (menus['view/item/context'] ?? []).map(({ command }) => command).filter((id) => above.has(id));
      assert.deepEqual(both, ALSO_ABOVE);
    });

    it('are offered on rows of our own views alone, and the code knows which are', () => {
      const items = menus['view/item/context'] ?? [];
      for (const { command, when } of items) assert.match(when ?? '', /^view (==|=~) /, command);
      const onRows = items.map(({ command = '' }) => command).filter((id) => !ALSO_ABOVE.includes(id));
      assert.deepEqual([...new Set(onRows)].sort(), [...ON_ROWS].sort());
    });

    it('ask of a row nothing but what it is: a key that follows the selection makes VS Code lose the selection', () => {
      for (const { command, when = '' } of menus['view/item/context'] ?? []) {
        const asked = when.replace(/\/(?:[^/\\]|\\.)*\//g, '').split(/&&|\|\|/);
        for (const part of asked) assert.match(part, /^ *[!(]*(view|viewItem) (==|=~)/, `${command}: ${when}`);
      }
    });

    it('put removals into the group where people look for them', () => {
      for (const { menu, item } of menuItems()) {
        if (menu === 'view/item/context' && /stageRemoval|deletePermanently/.test(item.command ?? ''))
          assert.match(item.group ?? '', /^7_modification/);
      }
    });

    it('are the keys of the design', () => {
      const bound = keybindings.flatMap(({ key, when, ...rest }) => {
        const view =
          /focusedView == ([\w.]+)|(winnow\.activeRemote == \w+)/
            .exec(when ?? '')
            ?.slice(1)
            .join('') ?? '';
        return key.includes('delete') ? [[key, view, commandsOf({ key, ...rest }).at(-1) ?? '']] : [];
      });
      assert.deepEqual(bound.sort(), KEYS.map((row) => [...row]).sort());
    });

    it('leave the bare Delete key without a deletion', () => {
      for (const { key, command, args } of keybindings)
        if (key === 'delete') assert.doesNotMatch(JSON.stringify([command, args]), /permanent/i);
    });

    it('never take a key away from a text field, and have one for the Mac', () => {
      for (const { key, mac, when } of keybindings) {
        assert.match(when ?? '', /!inputFocus/, key);
        if (key.includes('delete')) assert.match(mac ?? '', /cmd\+backspace$/, key);
      }
    });
  });

  describe('settings', () => {
    it('have a default, and a description in English', () => {
      for (const [name, setting] of settings) {
        assert.notEqual(setting.default, undefined, name);
        const text = inEnglish(setting.markdownDescription ?? setting.description ?? '');
        assert.ok(text && !text.startsWith('%'), name);
      }
    });

    it('that name hosts or loosen a guard are out of a workspace’s reach', () => {
      const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations ?? [];
      const dangerous = settings.filter(([name]) => /guards|http|host|folderMap|provider|confirm|preview/i.test(name));
      assert.ok(dangerous.length > 0);
      for (const [name, { scope }] of dangerous) assert.ok(scope === 'application' || restricted.includes(name), name);
    });
  });

  describe('texts', () => {
    const source = read('package.json');

    it('are there for every key, and no key is left over', () => {
      const used = [...source.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
      assert.deepEqual(
        used.filter((key) => !(key in nls)),
        [],
      );
      assert.deepEqual(
        Object.keys(nls).filter((key) => !used.includes(key)),
        [],
      );
    });

    it('of people are not in the manifest itself', () => {
      // What a tool tells a model stays English, and in the manifest.
      const { languageModelTools: _, ...contributes } = (JSON.parse(source) as { contributes: Record<string, unknown> })
        .contributes;
      const forPeople = JSON.stringify({ ...(JSON.parse(source) as object), contributes }, undefined, 2);
      const literal = [...forPeople.matchAll(/"(title|description|markdownDescription|contents)": "([^"]*)"/g)]
        .map(([, key, text]) => ({ key, text: text ?? '' }))
        .filter(({ text }) => !text.startsWith('%') && !['Winnow', 'Oxen', 'Onedata'].includes(text));
      assert.deepEqual(literal, []);
    });
  });

  it('is the house’s: id, categories, icon', () => {
    assert.deepEqual([...manifest.categories].sort(), ['Data Science', 'SCM Providers']);
    assert.ok(manifest.icon, 'no icon');
    const png = fs.readFileSync(manifest.icon);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
  });
});

/** Winnow's own commands behind a key: alone, or inside `runCommands`. */
function commandsOf({
  command,
  args,
}: {
  key?: string;
  command: string;
  args?: { readonly commands?: readonly string[] };
}): string[] {
  return [command, ...(args?.commands ?? [])].filter((id) => id.startsWith('winnow.'));
}
