import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { installExtension, launchBrowser, makeProfile, startServer, type EditorServer } from '../../tools/host.mjs';
import { EVIDENCE, keepProfile, keepText } from '../../tools/leaks.mjs';
import { packageFile } from '../../tools/steps.mjs';

/** What a row of a tree offers inside the page; the program is compiled without the browser's types. */
interface RowElement {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly textContent: string | null;
  querySelector(selector: string): RowElement | null;
}

/** The part of a page's globals that tells how something is drawn. */
interface StyledPage {
  getComputedStyle(element: unknown, pseudo?: string): { readonly content: string };
}

export interface WorkbenchOptions {
  /** The packaged extension; by default the one `npm run package` made. */
  readonly vsix?: string;
  /** More packaged extensions, for instance a helper. */
  readonly helpers?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A folder to copy and open. */
  readonly workspace?: string;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Where pictures go. */
  readonly shots?: string;
  /** Where everything that was seen goes, for the search for tokens. */
  readonly evidence?: string;
}

const ROOT = process.cwd();
const MENU_MUTE_MS = 150; // VS Code ignores mouse-up in a menu for its first 100 ms
const POLL_MS = 30;
const STILL_MS = 250; // VS Code scrolls for 125 ms
const STEP_PX = 100; // VS Code makes no more of one turn of the wheel, however far
const REFUSED_MS = 150; // until a refusal is on the screen, unless the machine is busy

/** The text alone, not a part of a longer one. */
const exactly = (text: string): RegExp => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/**
 * A page object for VS Code's workbench in the browser. Selectors checked with VS Code 1.100, 1.104, 1.117 and 1.139.
 * Whatever the page showed on the way is kept for the search for tokens (tools/leaks.mjs).
 */
export class Workbench {
  readonly page: Page;
  readonly server: EditorServer;
  readonly profile: string;
  readonly workspace: string;
  readonly pageErrors: Error[] = [];
  private readonly browser: Browser;
  private readonly shots: string;
  private readonly evidence: string;
  private readonly consoleLines: string[] = [];
  private readonly notificationTexts = new Set<string>();
  /** Given where Winnow may refuse what was just done, until its effect was seen: does it once more when it was refused. */
  private againIfRefused: (() => Promise<void>) | undefined;

  private constructor(parts: {
    page: Page;
    server: EditorServer;
    browser: Browser;
    profile: string;
    workspace: string;
    shots: string;
    evidence: string;
  }) {
    this.page = parts.page;
    this.server = parts.server;
    this.browser = parts.browser;
    this.profile = parts.profile;
    this.workspace = parts.workspace;
    this.shots = parts.shots;
    this.evidence = parts.evidence;
  }

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const profile = makeProfile(options.settings);
    const workspace = path.join(profile, 'workspace');
    fs.cpSync(options.workspace ?? path.join(ROOT, 'test/fixtures/workspace'), workspace, { recursive: true });
    for (const vsix of [options.vsix ?? packageFile(), ...(options.helpers ?? [])])
      await installExtension(profile, vsix);
    const [server, browser] = await Promise.all([startServer(profile, { env: options.env ?? {} }), launchBrowser()]);
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    const shots = options.shots ?? process.env.SHOTS ?? path.join(ROOT, 'out/screenshots');
    const workbench = new Workbench({
      page,
      server,
      browser,
      profile,
      workspace,
      shots,
      evidence: options.evidence ?? EVIDENCE,
    });
    await workbench.listen();
    await workbench.load();
    return workbench;
  }

  /** Loads, or loads again, the workbench, and waits until its extensions are there. */
  async load(): Promise<void> {
    await this.page.goto(`${this.server.url}/?folder=${encodeURIComponent(this.workspace)}`);
    await this.page.waitForFunction(
      () =>
        ['code/didStartWorkbench', 'code/didLoadExtensions'].every(
          (mark) => performance.getEntriesByName(mark).length > 0,
        ),
      undefined,
      { timeout: 30_000 },
    );
  }

  async close(): Promise<void> {
    await this.keepPage().catch(() => undefined); // the page may have crashed; the test says so by itself
    keepText('notifications', [...this.notificationTexts].join('\n'), this.evidence);
    keepText('console', this.consoleLines.join('\n'), this.evidence);
    await this.browser.close().catch(() => undefined);
    await this.server.stop();
    keepProfile(this.profile, this.evidence);
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 3 });
  }

  /** A picture for people, and the page's text for the search for tokens. */
  async shot(name: string): Promise<string> {
    const file = path.join(this.shots, `${name}.png`);
    fs.mkdirSync(this.shots, { recursive: true });
    await this.page.screenshot({ path: file });
    await this.keepPage();
    return file;
  }

  // ---- activity bar and trees

  /** Opens a view container by its title. A second click would hide the side bar, so an open one is left alone. */
  async openContainer(title: string): Promise<void> {
    const label = this.page.locator(`a.action-label[aria-label^="${title}"]`);
    const item = this.page.locator('.activitybar li.action-item', { has: label });
    if ((await item.getAttribute('aria-expanded')) !== 'true') await item.click();
  }

  tree(name: string): Locator {
    return this.page.locator(`[role=tree][aria-label="${name}"]`);
  }

  row(tree: string, label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.rowsOf(tree).filter({ has: name });
  }

  /** Not those of folders that stick to the top of the tree: they stand for rows further up, and stay in the markup when they are hidden. */
  private rowsOf(tree: string, state = ''): Locator {
    return this.tree(tree).locator(`.monaco-list-rows .monaco-list-row${state}`);
  }

  /** What a screen reader would read of the rendered rows. */
  spokenRows(tree: string): Promise<string[]> {
    return this.rowsOf(tree).evaluateAll((rows) =>
      (rows as unknown as { getAttribute(name: string): string | null }[]).map(
        (row) => row.getAttribute('aria-label') ?? '',
      ),
    );
  }

  /** Waits until a rendered row would be read so. */
  async isSpoken(tree: string, words: RegExp): Promise<void> {
    const isRead = async (): Promise<boolean> => (await this.spokenRows(tree)).some((row) => words.test(row));
    await this.until(isRead, `a row of ${tree} that is read as ${words.source}`);
  }

  /** Labels of the rendered rows, top to bottom. The list is virtual: rows scrolled out of view are not there. */
  rows(tree: string): Promise<string[]> {
    return labels(this.rowsOf(tree));
  }

  selected(tree: string): Promise<string[]> {
    return labels(this.rowsOf(tree, '.selected'));
  }

  /** Label of the row with the keyboard's focus; an arrow key moves it away from the selection. */
  focused(tree: string): Promise<string[]> {
    return labels(this.rowsOf(tree, '.focused'));
  }

  /** Scrolls a tree until a row is in sight: on from where it is to its end, then back to its top. Rows just out of sight are drawn, too. */
  async scrollTo(tree: string, label: string): Promise<Locator> {
    const row = this.row(tree, label);
    await this.tree(tree).hover();
    let step = STEP_PX;
    await this.until(async () => {
      const away = (await row.count()) > 0 ? await this.distance(row.first(), this.tree(tree)) : undefined;
      if (away === 0) return true;
      if (away === undefined) step = (await this.wheel(tree, step)) ? step : -step;
      else await this.wheel(tree, away).then(() => this.page.waitForTimeout(STILL_MS));
      return false;
    }, `the row ${label} in sight`);
    return row;
  }

  /**
   * Clicks where a row stands, as a person does. VS Code draws one row with the element of another when it draws them anew, and a click on an
   * element, which waits until it stands still, follows it there.
   */
  async clickRow(row: Locator, button: 'left' | 'right' = 'left'): Promise<void> {
    await row.hover();
    const box = await row.boundingBox();
    if (!box) throw new Error('the row has gone');
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button });
  }

  /** Turns the wheel; whether other rows are drawn then: not at an end. */
  private async wheel(tree: string, pixels: number): Promise<boolean> {
    const drawn = async (): Promise<string> => (await this.rows(tree)).join();
    const before = await drawn();
    await this.page.mouse.wheel(0, pixels);
    for (const end = Date.now() + STILL_MS; Date.now() < end; await this.page.waitForTimeout(POLL_MS))
      if ((await drawn()) !== before) return true;
    return false;
  }

  /** How far to scroll until a drawn row is in the middle of its tree, pixels; 0 when all of it can be seen, undefined when it has just gone. */
  private async distance(row: Locator, tree: Locator): Promise<number | undefined> {
    const boxOf = (of: Locator) => of.boundingBox({ timeout: 1_000 }).catch(() => null);
    const stuck = tree.locator('.monaco-tree-sticky-container');
    const [box, area, over] = await Promise.all([boxOf(row), boxOf(tree), (await stuck.count()) > 0 && boxOf(stuck)]);
    if (!box || !area) return undefined;
    const top = area.y + (over ? over.height : 0);
    const isSeen = box.y >= top - 1 && box.y + box.height <= area.y + area.height + 1;
    return isSeen ? 0 : Math.round(box.y + box.height / 2 - area.y - area.height / 2) || 1;
  }

  /** Makes the side bar this wide by its edge. */
  async widenSideBar(pixels: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('the side bar is not shown');
    await this.page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + pixels, box.y + box.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Opens or closes a pane of the side bar by its header. */
  async showPane(title: string, open: boolean): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header', {
      has: this.page.locator('h3.title', { hasText: exactly(title) }),
    });
    if ((await header.getAttribute('aria-expanded')) !== String(open)) await header.locator('h3.title').click();
  }

  /** Expands a row by its twistie, which does not select it. */
  async expand(tree: string, label: string): Promise<void> {
    const row = this.row(tree, label).first(); // a folder may hold one of its own name
    await row.waitFor({ state: 'attached', timeout: 3_000 }).catch(() => this.scrollTo(tree, label));
    const isExpanded = async (): Promise<boolean> => (await row.getAttribute('aria-expanded')) === 'true';
    const click = async (): Promise<boolean> => {
      if (await isExpanded()) return true;
      const twistie = row.locator('.monaco-tl-twistie');
      // A row that is just being drawn anew has none that can be clicked: then one looks for it again, and clicks no second time after a click.
      return twistie.click({ timeout: 2_000 }).then(
        () => true,
        () =>
          this.scrollTo(tree, label).then(
            () => false,
            () => false,
          ),
      );
    };
    await this.until(click, `the twistie of ${label} clicked`);
    await this.until(isExpanded, `${label} expanded`);
  }

  /** Closes a row that is there and open, by its twistie. */
  async collapse(tree: string, label: string): Promise<void> {
    const row = this.row(tree, label).first();
    if ((await row.count()) > 0 && (await row.getAttribute('aria-expanded')) === 'true')
      await row.locator('.monaco-tl-twistie').click();
  }

  /** An icon in the title bar of a view. */
  async viewAction(tree: string, title: string): Promise<void> {
    await this.tree(tree).hover();
    await this.page.locator(`.sidebar .action-label[aria-label="${title}"]:visible`).first().click(); // it has a hidden twin
  }

  // ---- menus, dialogs, quick input, notifications

  /** Right-clicks a row and lists what its menu offers; the menu stays open. */
  async contextMenu(row: Locator): Promise<string[]> {
    await this.menu.waitFor({ state: 'detached' }); // one that was just closed
    // An editor that is still opening takes the focus, and VS Code closes a menu that loses it: then one clicks again.
    await this.until(async () => {
      await this.clickRow(row, 'right');
      return this.menu.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    }, 'a context menu');
    await this.page.waitForTimeout(MENU_MUTE_MS);
    return this.menu.locator('.action-menu-item .action-label').allTextContents();
  }

  /** Waits until a row's menu offers an item that depends on what Winnow finds out by and by. */
  async untilOffered(row: Locator, item: string): Promise<void> {
    await this.until(async () => {
      const items = await this.contextMenu(row);
      await this.page.keyboard.press('Escape');
      return items.includes(item);
    }, `the menu offers ${item}`);
  }

  /** Right-clicks a row and chooses an item of its menu; once more when the row was just being read again, as Winnow then asks. */
  async chooseInContextMenu(row: Locator, item: string): Promise<void> {
    await this.againWhenRefused(() => this.chooseOnce(row, item));
  }

  /** The Delete key; once more when rows were just being read again, as Winnow then asks: a click on a folder opens it, too. */
  async pressDelete(key: 'Delete' | 'Shift+Delete' = 'Delete'): Promise<void> {
    await this.againWhenRefused(() => this.page.keyboard.press(key));
  }

  /** On a busy machine a refusal comes late: whoever waits for the effect looks for it, too. */
  private async againWhenRefused(act: () => Promise<void>): Promise<void> {
    const refusals = async (): Promise<number> =>
      (await this.notifications()).filter((text) => text.includes('was just being read again')).length;
    const before = await refusals();
    await act();
    this.againIfRefused = async () => {
      if ((await refusals()) <= before) return;
      this.againIfRefused = undefined;
      await act();
    };
    await this.page.waitForTimeout(REFUSED_MS);
    await this.againIfRefused();
  }

  private async chooseOnce(row: Locator, item: string): Promise<void> {
    const items = await this.contextMenu(row);
    if (!items.includes(item)) {
      await this.page.keyboard.press('Escape'); // an open menu would be in the way of all that follows
      throw new Error(`the menu has no "${item}", only ${items.join(' · ')}`);
    }
    const label = this.page.locator('.action-label', { hasText: exactly(item) });
    await this.menu.locator('.action-menu-item', { has: label }).click();
    await this.menu.waitFor({ state: 'detached' });
  }

  private get menu(): Locator {
    return this.page.locator('.context-view .monaco-menu');
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Message and detail of the modal dialog, once it is there. */
  async dialogText(): Promise<string> {
    await this.until(() => this.dialog.isVisible(), 'a dialog');
    await this.keepPage();
    return (await this.dialog.locator('.dialog-message-container').innerText()).trim();
  }

  /** Buttons of the modal dialog, in their order on the screen. */
  async dialogButtons(): Promise<string[]> {
    await this.dialog.waitFor();
    return (await this.dialog.locator('.dialog-buttons .monaco-button').allInnerTexts())
      .map((text) => text.trim())
      .filter(Boolean);
  }

  /** Presses a button of the modal dialog; returns what the dialog said. */
  async answerDialog(button: string): Promise<string> {
    const text = await this.dialogText();
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'detached' });
    return text;
  }

  /** Runs a command through the palette. */
  async command(title: string): Promise<void> {
    const input = this.quickInput;
    await this.until(async () => {
      await this.page.keyboard.press('F1'); // a focus change under way can close it again at once
      return input
        .waitFor({ timeout: 1000 })
        .then(() => input.fill(`>${title}`, { timeout: 1000 }))
        .then(
          () => true,
          () => false,
        );
    }, 'command palette open');
    await this.pick(title);
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }

  /** Fills the input box and presses a key. */
  async inputBox(text: string, key = 'Enter'): Promise<void> {
    await this.quickInput.waitFor();
    await this.quickInput.fill(text);
    await this.page.keyboard.press(key);
  }

  /** Types into the quick input until something shows; what is typed while it is still opening is lost. */
  async typeUntil(text: string, isShown: () => Promise<boolean>, what: string): Promise<void> {
    await this.quickInput.waitFor();
    await this.until(async () => {
      await this.quickInput.fill('');
      await this.quickInput.fill(text);
      return this.until(isShown, what, 5_000).catch(() => undefined);
    }, what);
  }

  /** Chooses an item of the quick pick by its label. */
  async pick(label: string): Promise<void> {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    await this.page.locator('.quick-input-widget .monaco-list-row', { has: name }).first().click();
  }

  /** Texts of the notifications on the screen. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification and returns its text. */
  async notification(pattern: RegExp, ms?: number): Promise<string> {
    return this.until(
      async () => (await this.notifications()).find((text) => pattern.test(text)),
      `a notification like ${pattern.source}`,
      ms,
    );
  }

  /** Presses a button of the notification whose text matches; again when it moved away under the click, as others came or went. */
  async answerNotification(pattern: RegExp, button: string): Promise<void> {
    await this.notification(pattern);
    const items = this.page.locator('.notifications-toasts .notification-list-item', { hasText: pattern });
    const before = await items.count();
    await this.until(async () => {
      await items.first().hover();
      await items.first().getByRole('button', { name: button, exact: true }).click();
      return this.until(async () => (await items.count()) < before, 'the notification gone', 2_000).catch(() => false);
    }, `the notification like ${pattern.source} answered`);
  }

  /** Changes a setting of the open folder, as a person does by hand in its settings file. */
  setting(name: string, value: unknown): void {
    const file = path.join(this.workspace, '.vscode/settings.json');
    const settings = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ ...settings, [name]: value }));
  }

  // ---- status bar, editors, output

  /** The status bar item an extension made with this id. */
  statusItem(id: string, extension = 'winnow-vscode.winnow'): Locator {
    return this.page.locator(`[id="${extension}.${id}"]`);
  }

  /** Waits for the tab of an editor. */
  async tab(label: string): Promise<void> {
    await this.page.locator(`.tabs-container .tab[data-resource-name=${JSON.stringify(label)}]`).waitFor();
  }

  /** Text of the active editor's visible lines. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first();
    await lines.waitFor();
    return plainSpaces(await lines.innerText());
  }

  /** Everything a LogOutputChannel of an extension has written, read from its file. Complete, unlike the panel's visible lines. */
  outputLines(channel = 'Winnow', extension = 'winnow-vscode.winnow'): string[] {
    const logs = path.join(this.profile, 'ud/logs');
    return fs
      .readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(path.join(extension, `${channel}.log`)))
      .sort()
      .flatMap((file) => fs.readFileSync(path.join(logs, file), 'utf8').split('\n').filter(Boolean));
  }

  /** Shows an output channel in the panel. */
  async showOutput(channel = 'Winnow'): Promise<void> {
    await this.command('Output: Show Output Channels...');
    await this.pick(channel);
    await this.page.locator('.part.panel .view-lines').first().waitFor();
  }

  /** Waits until `condition` gives something; a clear message instead of a bare time-out. `what`: of a failure, or how to say it when it comes to one. */
  async until<T>(condition: () => Promise<T> | T, what: string | (() => string), ms = 20_000): Promise<NonNullable<T>> {
    for (const end = Date.now() + ms; ;) {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false) {
        this.againIfRefused = undefined;
        return value;
      }
      await this.againIfRefused?.();
      if (Date.now() > end) {
        const told = typeof what === 'string' ? what : what();
        await this.shot(`failed-${told.replace(/\W+/g, '-').slice(0, 60)}`).catch(() => undefined);
        throw new Error(`still not so after ${ms} ms: ${told}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  // ---- evidence

  private async listen(): Promise<void> {
    this.page.on('pageerror', (error) => this.pageErrors.push(error));
    this.page.on('console', (message) => this.consoleLines.push(message.text()));
    await this.page.exposeFunction('winnowNotification', (text: string) => this.notificationTexts.add(text));
    // A notification may come and go between two pictures: each is noted the moment it appears.
    await this.page.addInitScript(`new MutationObserver(() => {
      for (const item of document.querySelectorAll('.notification-list-item')) window.winnowNotification(item.innerText);
    }).observe(document, { childList: true, subtree: true, characterData: true });`);
  }

  /** Markup of the page and of the web views in it: text, tooltips, labels, addresses. */
  private async keepPage(): Promise<void> {
    const frames = await Promise.all(this.page.frames().map((frame) => frame.content().catch(() => '')));
    keepText('page', frames.join('\n'), this.evidence);
  }
}

/**
 * One workbench for the tests of a `describe`: opened before the first, closed after the last, a picture of every failure in between.
 * `options` is asked when it opens, so that it can name what an earlier hook has started.
 */
export function useWorkbench(options: () => WorkbenchOptions = () => ({})): () => Workbench {
  let workbench: Workbench | undefined;
  const opened = (): Workbench => {
    if (!workbench) throw new Error('the workbench opens before the first test, not earlier');
    return workbench;
  };
  before('open the workbench', async () => {
    workbench = await Workbench.open(options());
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await opened().shot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });
  after('close the workbench', async function () {
    const hasRun = this.test?.parent?.tests.some(({ state }) => state !== undefined) === true;
    if (!hasRun) await workbench?.shot(`failed-before-${this.test?.parent?.title.replace(/\W+/g, '-') ?? ''}`);
    await workbench?.close();
  });
  return opened;
}

/** Blanks as people type them: the editor draws them as no-break spaces. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

function labels(rows: Locator): Promise<string[]> {
  return rows.evaluateAll((elements: unknown[]) =>
    (elements as RowElement[])
      .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
      .map((row) => (row.querySelector('.label-name') ?? row).textContent ?? ''),
  );
}

/** The letter that a decoration puts behind a row, or nothing. */
export async function badgeOf(row: Locator): Promise<string> {
  const label = row.locator('.monaco-icon-label').first();
  const content = await label.evaluate(
    (element) => (globalThis as unknown as StyledPage).getComputedStyle(element, '::after').content,
  );
  return content === 'none' ? '' : content.replace(/^"|"$/g, '');
}

/** A folder for what one test makes, removed by the caller. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-e2e-'));
}
