import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseUserConfig } from '../../remotes/oxen/discovery';
import * as words from '../wording/commit';

const AUTHOR_KEY = 'winnow.author';

/** Whose name a commit carries. */
export interface Author {
  readonly author: string;
  readonly email: string;
}

/** The author used before, or asked for now, with what the oxen command line knows offered to be accepted or changed. */
export async function askAuthor(memento: vscode.Memento): Promise<Author | undefined> {
  const known = memento.get<Author>(AUTHOR_KEY);
  if (known) return known;
  const offered = await offeredAuthor();
  const author = await askText(words.authorPrompt(), offered.name);
  if (author === undefined) return undefined;
  const email = await askText(words.emailPrompt(), offered.email);
  if (email === undefined) return undefined;
  await memento.update(AUTHOR_KEY, { author, email });
  return { author, email };
}

async function askText(prompt: string, value: string | undefined): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    prompt,
    value: value ?? '',
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === '' ? words.needed() : undefined),
  });
  return text?.trim();
}

async function offeredAuthor(): Promise<{ readonly name?: string; readonly email?: string }> {
  const text = await fs.readFile(path.join(oxenConfigFolder(), 'user_config.toml'), 'utf8').catch(() => '');
  return parseUserConfig(text) ?? {};
}

/** Where the oxen command line keeps its configuration, on every system. */
export function oxenConfigFolder(): string {
  return process.env.OXEN_CONFIG_DIR ?? path.join(os.homedir(), '.config', 'oxen');
}
