import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseUserConfig } from '../../remotes/oxen/discovery';
import { oxenConfigFolder } from '../accounts/oxenConfig';
import * as words from '../wording/commit';

const AUTHOR_KEY = 'winnow.author';

/** Whose name a commit carries. */
export interface Author {
  readonly author: string;
  readonly email: string;
}

/** The author used before, else asked for now. Remembered for all windows of this machine. */
export async function authorOf(memento: vscode.Memento): Promise<Author | undefined> {
  return memento.get<Author>(AUTHOR_KEY) ?? (await changeAuthor(memento));
}

/** Asks for the author; what was used before, or what the oxen command line knows, can be accepted or changed. */
export async function changeAuthor(memento: vscode.Memento): Promise<Author | undefined> {
  const known = memento.get<Author>(AUTHOR_KEY) ?? (await offeredAuthor());
  const author = await askText(words.authorPrompt(), known.author);
  if (author === undefined) return undefined;
  const email = await askText(words.emailPrompt(), known.email, words.problemOfEmail);
  if (email === undefined) return undefined;
  await memento.update(AUTHOR_KEY, { author, email });
  return { author, email };
}

async function askText(
  prompt: string,
  value: string | undefined,
  problemOf: (typed: string) => string | undefined = words.problemOfText,
): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    prompt,
    value: value ?? '',
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
  return text?.trim();
}

async function offeredAuthor(): Promise<Partial<Author>> {
  const text = await fs.readFile(path.join(oxenConfigFolder(), 'user_config.toml'), 'utf8').catch(() => '');
  const { name, email } = parseUserConfig(text) ?? {};
  return { ...(name === undefined ? {} : { author: name }), ...(email === undefined ? {} : { email }) };
}
