import * as fs from 'node:fs';

export interface CommandPoint {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: unknown;
}
export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}
export interface Keybinding {
  readonly key: string;
  readonly mac?: string;
  readonly command: string;
  readonly args?: { readonly commands?: readonly string[] };
  readonly when?: string;
}
export interface Setting {
  readonly type: string | readonly string[];
  readonly default?: unknown;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly categories: readonly string[];
  readonly icon?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations?: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly CommandPoint[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus?: readonly { readonly id: string }[];
    readonly keybindings: readonly Keybinding[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
    readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[] }[] }[];
    readonly languageModelTools: readonly { readonly name: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  };
}

export const read = (file: string): string => fs.readFileSync(file, 'utf8');
export const manifest = JSON.parse(read('package.json')) as Manifest;
export const nls = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;

/** The English text behind a `%key%`, or the text itself. */
export const inEnglish = (text: string): string => (/^%.+%$/.test(text) ? (nls[text.slice(1, -1)] ?? text) : text);

export const settings = Object.entries(
  Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
    string,
    Setting
  >,
);

/** The packaged extension that `npm run package` left. */
export const VSIX = `${manifest.name}-${manifest.version}.vsix`;
